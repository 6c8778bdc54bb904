"""`aisance import-bounces`."""

import json
import sys
from pathlib import Path

import click

SAID = {
    "dead": "addresses that reach nobody",
    "lost": "mails that did not arrive",
    "complaint": "complaints",
    "strange": "reports of mails that are not ours",
    "other": "mails that are no reports",
}


@click.command("import-bounces")
@click.argument("place", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the totals as one JSON object.")
def import_bounces_command(place: Path, as_json: bool) -> None:
    """Take in mails that came back: a Maildir, an mbox, a folder of .eml files or one file.

    An address that reaches nobody gets nothing more; a complaint counts as a wish to be asked no more. Taking in the
    same mails again changes nothing.
    """
    from aisance.outreach.public import import_bounces

    try:
        found = import_bounces(place)
    except OSError as problem:
        click.echo(f"{place}: {problem.strerror}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps({fate: found[fate] for fate in SAID}))
        return
    for fate, words in SAID.items():
        click.echo(f"{found[fate]:>6} {words}")
