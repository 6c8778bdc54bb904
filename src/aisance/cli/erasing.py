"""`aisance erase`: after a backup was restored, erase again whoever had been erased."""

import click

from aisance.consent.models import Erasure
from aisance.consent.rights import erased_list
from aisance.consent.rights.services.erasing import begin_erasure, carry_on
from aisance.core.permissions import system_viewer


@click.group()
def erase() -> None:
    """Erased customers: keep backups from bringing them back."""


@erase.command()
@click.option("--dry-run", is_flag=True, help="Say only how many there are.")
def replay(dry_run: bool) -> None:
    """Erase again whoever a restored backup brought back, by the list beside the database.

    Run it before anybody works with a restored database. Killed, run it again.
    """
    back = list(erased_list.back_again())
    if dry_run or not back:
        click.echo(f"{len(back)} erased customers are in the database.")
        return
    by = system_viewer("command line")
    begun = [begin_erasure([pk], why=Erasure.Why.REPLAY, by=by).pk for pk in back]
    for pk in begun:
        carry_on(pk)
    click.echo(f"{len(back)} customers were erased again. A worker sees to the files of the store within minutes.")
