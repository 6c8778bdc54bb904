"""`aisance mail`."""

import sys
from typing import BinaryIO

import click

LONGEST = 25_000_001
"""A longer one is cut, and kept as a file that cannot be read."""
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: a mail server that hears it keeps the mail and brings it again."""


@click.group("mail")
def mail() -> None:
    """Take in mail from customers."""


@mail.command("receive")
@click.argument("file", type=click.File("rb"), default="-")
def receive_command(file: BinaryIO) -> None:
    """Take in one mail from a file, or from what comes in: made for a pipe from Postfix.

    Ends with 0 once the mail is on the disk, and with 75, on which a mail server tries again, where that failed.
    """
    from aisance.cases.public import receive_mail

    content = file.read(LONGEST)
    if not content.strip():
        click.echo("There is no mail in it.", err=True)
        sys.exit(2)
    try:
        receive_mail(content)
    except Exception as problem:  # whatever it was, the mail server still has the mail
        click.echo(f"Not taken in: {type(problem).__name__}", err=True)
        sys.exit(TRY_AGAIN)
