"""`aisance programme`."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

import click

from aisance.core import clock
from aisance.core.permissions import system_viewer
from aisance.surveys.contracts import DryRun
from aisance.surveys.public import dry_run_by_code, month_before, month_of, not_asked_names


@click.group()
def programme() -> None:
    """Programmes: who is asked what, when and how."""


@programme.command("dry-run")
@click.argument("code")
@click.option("--month", metavar="MONTH", help="The month to try it on, as 2026-10; without it, the last whole one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with codes in place of words.")
def dry_run_command(code: str, month: str | None, as_json: bool) -> None:
    """Say what a programme would have done with a month's contacts: asked, delayed, refused. Nothing is stored.

    The draft is tried where one waits, else the version in force.
    """
    started = time.monotonic()
    try:
        run = dry_run_by_code(system_viewer("command line"), code, _month(month))
    except LookupError:
        raise click.ClickException(f"There is no programme “{code}” with a version that asks after contacts.") from None
    if as_json:
        click.echo(json.dumps({**asdict(run), "month": f"{run.month:%Y-%m}"}, indent=2))
        return
    _print(run)
    click.echo(f"In {time.monotonic() - started:.1f} s; nothing was stored.", file=sys.stderr)


def _month(text: str | None) -> date:
    if text is None:
        return month_before(clock.today())
    try:
        return month_of(text)
    except ValueError:
        raise click.BadParameter("expected a month such as 2026-10", param_hint="--month") from None


def _print(run: DryRun) -> None:
    names = not_asked_names()
    _line("Eligible contacts", run.eligible)
    _line("Asked", run.asked)
    _rows(run.routes, "by")
    _line("of these after a delay", run.delayed)
    _rows(run.delayed_by, "by the rule")
    _line("Not asked", sum(run.refused.values()))
    _rows({names.get(reason, reason): n for reason, n in run.refused.items()}, "")
    _rows(run.by_rule, "by the rule")


def _rows(counts: Mapping[str, int], words: str) -> None:
    for name, n in counts.items():
        _line(f"  {words} {name}" if words else f"  {name}", n)


def _line(words: str, n: int) -> None:
    click.echo(f"{words:<62}{n:>12,}")
