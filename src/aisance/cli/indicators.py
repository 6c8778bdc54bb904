"""`aisance indicators`."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from aisance.core.permissions import Viewer, system_viewer
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.public import (
    as_document,
    as_table,
    asked_in_words,
    definition,
    definitions,
    estimates_asked,
    explained,
)
from aisance.lake.public import pull
from aisance.project.installation import pending_migrations

SEVERAL = "CODE[,CODE]"


def _filter[F: Callable[..., Any]](name: str, what: str) -> Callable[[F], F]:
    """An option that keeps values of a dimension; it may be repeated."""
    return click.option(f"--{name}", metavar=SEVERAL, multiple=True, help=f"Keep these {what} only.")


@click.command()
@click.argument("name", required=False)
@click.option(
    "--by",
    metavar="DIMENSION[,DIMENSION]",
    multiple=True,
    help=("Cut by channel, step, reason, unit, advisor, language, month or day."),
)
@click.option("--from", "from_", metavar="DATE", help="The first day, as 2026-11-01. Without it, from the beginning.")
@click.option("--to", metavar="DATE", help="The last day, included. Without it, to the end.")
@click.option("--compare", metavar="previous|FROM..TO", help="Compare with the period before, or with another one.")
@click.option("--within", metavar="SECONDS", help="The threshold of answered_within, included; 20 without it.")
@_filter("channel", "channels")
@_filter("step", "steps")
@_filter("reason", "contact reasons, and those below them,")
@_filter("unit", "units, and those below them,")
@_filter("advisor", "advisors")
@_filter("language", "languages")
@click.option("--against", metavar="FILTER:CODE", multiple=True, help="Compare with other values of a filter.")
@click.option("--adjust", metavar="holm|bh|none", help="How p-values are corrected for many rows; holm without it.")
@click.option("--days", metavar="DAYS", help="In how many days a contact is a repeat; 7 without it.")
@click.option("--weighting", metavar="CODE", help="Weigh answers by this declared weighting.")
@click.option("--cluster", metavar="customer", help="Take the answers of one customer as one cluster.")
@click.option("--population", metavar="SIZE", help="Of how many the answers are a sample.")
@click.option("--version", metavar="NUMBER", help="An earlier version of the definition.")
@click.option("--why", is_flag=True, help="Explain the difference from --compare or --against, by one to three --by.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: fractions, not percentages; null for no value.")
def indicators_command(name: str | None, as_json: bool, from_: str | None, why: bool, **words: Any) -> None:
    """Compute an indicator, with how many answers it stands on and its 95 % interval.

    Without NAME, list the indicators. A value that is not there is said to be missing, it is never 0. With --compare,
    each row says whether the difference is established. Ends with 2 where something asked for does not exist.
    """
    try:
        if name is None:
            _list_definitions(as_json)
            return
        given = {word: _texts(value) for word, value in {**words, "from": from_}.items() if value}
        (_explain if why else _show)(definition(name), given, as_json)
    except IndicatorError as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)


def _texts(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _show(entry: Definition, given: dict[str, list[str]], as_json: bool) -> None:
    asked = asked_in_words(entry, given)
    _bring_up_to_date()
    estimates = estimates_asked(entry.name, asked, viewer=_viewer())
    entry = definition(entry.name, asked.version)
    if as_json:
        click.echo(json.dumps(as_document(entry, estimates), ensure_ascii=False, indent=2))
        return
    click.echo(f"{entry.title} ({entry.name}, version {entry.version})")
    _print_table(as_table(entry, asked, estimates), texts=len(asked.by))


def _bring_up_to_date() -> None:
    if missing := pending_migrations():
        raise click.ClickException(f"The database lacks {len(missing)} migrations. Run: aisance migrate")
    pull()  # what was just imported counts, also where no worker runs


def _explain(entry: Definition, given: dict[str, list[str]], as_json: bool) -> None:
    """Why the figure differs from the one it is compared with."""
    asked = asked_in_words(entry, given, also=("theme",))
    _bring_up_to_date()
    story = explained(entry.name, asked, viewer=_viewer())
    text = json.dumps(story.document, ensure_ascii=False, indent=2) if as_json else "\n".join(story.lines)
    click.echo(text)


def _viewer() -> Viewer:
    """Whoever may run commands on this machine sees the whole company."""
    return system_viewer("command line")


def _print_table(rows: Sequence[Sequence[str]], texts: int) -> None:
    """Columns as wide as they need; the first `texts` ones and the verdict to the left, figures to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if i < texts or i >= texts + 7 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _list_definitions(as_json: bool) -> None:
    if as_json:
        rows = [
            {"indicator": d.name, "version": d.version, "unit": d.unit, "title": str(d.title)} for d in definitions()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    _print_table([[entry.name, str(entry.description)] for entry in definitions()], 2)
