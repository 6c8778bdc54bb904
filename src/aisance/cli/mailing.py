"""`aisance mail`."""

import sys
from typing import BinaryIO

import click

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
    from aisance.cases.bridges.mail.reading import MAIL_LIMIT
    from aisance.cases.bridges.mail.receiving import receive

    content = file.read(MAIL_LIMIT + 1)
    if not content.strip():
        click.echo("There is no mail in it.", err=True)
        sys.exit(2)
    try:
        receive(content)
    except Exception as problem:  # whatever it was, the mail server still has the mail
        click.echo(f"Not taken in: {type(problem).__name__}", err=True)
        sys.exit(TRY_AGAIN)
