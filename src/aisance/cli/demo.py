"""`aisance demo`."""

import os
import shutil
import time
from pathlib import Path

import click

from aisance.cli.main import set_up
from aisance.cli.ports import PortTakenError, refuse_taken_port

LOADED = "demo-company-is-complete"
BEGUN = "demo-company-is-begun"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST", help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535), help="The port.")
@click.option("--load-only", is_flag=True, help="Create the company and stop.")
def demo(host: str, port: int, load_only: bool) -> None:
    """Create a fictional company, with a year of contacts and answers, and serve it to look around in.

    The company is created once, in a folder of its own; starting again finds everything as it was left.
    """
    if not load_only:
        _refuse_taken_port(host, port)
    _surroundings(host, port)
    set_up()
    from aisance.cli.serving import run_server
    from aisance.project.installation import prepare

    home = _home()
    if (home / LOADED).exists():
        prepare()  # a newer release may have come since
    else:
        _create(home)
    if not load_only:
        run_server(host, port, greeting=_greeting())


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        refuse_taken_port(host, port)
    except PortTakenError as problem:
        raise click.ClickException(str(problem)) from None


def _surroundings(host: str, port: int) -> None:
    """The settings of the demo, where the environment has not chosen others; read when Django is set up."""
    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104  compared, not bound
    shown = "localhost" if everywhere else f"[{host}]" if ":" in host else host
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    os.environ["AISANCE_MODE"] = "demo"
    os.environ.setdefault("AISANCE_HOME", str(data / "aisance-demo"))
    os.environ.setdefault("AISANCE_COMPANY", "Orvane")
    os.environ.setdefault("AISANCE_MAIL_FROM", "Orvane <avis@orvane.example>")
    os.environ.setdefault("AISANCE_BASE_URL", f"http://{shown}:{port}")
    if everywhere:
        os.environ.setdefault("AISANCE_ALLOWED_HOSTS", "*")


def _home() -> Path:
    from django.conf import settings

    home: Path = settings.ENVIRONMENT.home
    return home


def _create(home: Path) -> None:
    """Load the company; what an interrupted start left behind goes first, and nothing else ever does."""
    from aisance.demo.load import load
    from aisance.project.installation import prepare

    if (home / BEGUN).exists():
        _clear(home)
    started = time.monotonic()
    prepare()
    _refuse_a_company_of_another()
    (home / BEGUN).touch()
    try:
        load(click.echo)
    except KeyboardInterrupt:
        raise click.ClickException("Stopped before the company was complete. The next start begins anew.") from None
    (home / BEGUN).rename(home / LOADED)
    click.echo(f"Orvane is ready after {time.monotonic() - started:.0f} s.")


def _refuse_a_company_of_another() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_unit")
        if cursor.fetchone()[0]:
            raise click.ClickException("This database holds a company already; the demo wants one of its own.")


def _clear(home: Path) -> None:
    for file in home.glob("aisance.sqlite3*"):
        file.unlink()
    for folder in ("lake", "outgoing-mail"):
        shutil.rmtree(home / folder, ignore_errors=True)


def _greeting() -> str:
    from django.conf import settings

    from aisance.core.permissions import ROLE_NAMES
    from aisance.demo.company import CAST, PASSWORD

    lines = ["", f"Aisance runs at {settings.BASE_URL}", "", f"Sign in with the password {PASSWORD} as", ""]
    lines += [f"  {who.email:<24} {who.name:<16} {ROLE_NAMES[who.role]}, {who.unit}" for who in CAST]
    return "\n".join(
        [*lines, "", "Outgoing messages are not sent: read them under Outgoing messages. Ctrl-C stops the product.", ""]
    )
