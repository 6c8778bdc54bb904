"""`aisance migrate` and `aisance createadmin`."""

import json

import click
from django.conf import settings
from django.core.exceptions import ValidationError

from aisance.cli.failures import old_tables
from aisance.core.permissions import system_viewer
from aisance.project.installation import pending_migrations, prepare


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def migrate(as_json: bool) -> None:
    """Create the database, or bring it up to this release. Running it again changes nothing."""
    try:
        applied = prepare()
    except OSError as problem:
        home = settings.ENVIRONMENT.home
        raise click.ClickException(f"Cannot write to {home}: {problem.strerror}. Set AISANCE_HOME.") from None
    if as_json:
        click.echo(json.dumps({"applied": applied}))
    else:
        click.echo(f"Applied {len(applied)} migrations." if applied else "The database is up to date.")


@click.command()
@click.option("--email", required=True, help="The address with which the administrator signs in.")
@click.option("--name", required=True, help="The administrator's name, as colleagues read it.")
@click.option(
    "--password",
    envvar="AISANCE_ADMIN_PASSWORD",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="The password; asked for where it is not given. AISANCE_ADMIN_PASSWORD keeps it out of the shell's history.",
)
def createadmin(email: str, name: str, password: str) -> None:
    """Add an administrator, and the company itself where there is none yet."""
    from aisance.accounts.public import create_administrator
    from aisance.surveys.public import ensure_default_programme

    if missing := pending_migrations():
        raise old_tables(missing)
    try:
        create_administrator(email=email, name=name, password=password, by=system_viewer("command line"))
        ensure_default_programme(by=system_viewer("command line"))  # ready to switch on, asks nobody before
    except ValidationError as problem:
        raise click.UsageError(" ".join(problem.messages)) from None
    click.echo(f"{name} may sign in as {email}.")
