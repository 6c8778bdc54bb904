"""`aisance import`: files into the product."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any

import click

from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.bringing import runs, undoing
from aisance.customers.models import ImportRun
from aisance.intake.contracts import ImportKind, Report, WrongUse
from aisance.intake.public import (
    Progress,
    as_json,
    columns_as_json,
    import_file,
    kinds,
    no_such_import,
    required_word,
    summary,
)

KINDS = (
    *("interactions", "customers", "purchases", "visits", "responses", "reviews", "holds", "consents"),
    "partner-measures",
)
UNDO = "undo"


@click.command("import")
@click.argument("kind", type=click.Choice((*KINDS, UNDO)))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--mapping", type=click.Path(path_type=Path), help="A TOML file that says what the columns mean.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--json", "as_machine", is_flag=True, help="Print the totals as one JSON object.")
@click.option(
    "--refused",
    type=click.Path(path_type=Path),
    help="Where refused rows go; by default beside the file, with .refused.csv after its name.",
)
@click.option("--columns", is_flag=True, help="List the columns that a file may have, and import nothing.")
def import_command(
    kind: str,
    file: Path | None,
    mapping: Path | None,
    dry_run: bool,
    as_machine: bool,
    refused: Path | None,
    columns: bool,
) -> None:
    """Import interactions, customers, purchases, visits, responses, reviews or holds from a file.

    The file is CSV, TSV, XLSX or Parquet. `aisance import undo NUMBER` takes an import of customers, purchases or
    visits back; with --dry-run it only says what that would do.

    A file whose columns bear the product's names (see --columns) needs no mapping. Importing a file twice changes
    nothing, and an import that was stopped ends complete when it is run again. Rows that cannot be accepted go to a
    file of their own with what was expected; the command then ends with 1. Ctrl-C stops after the batch under way.
    """
    if kind == UNDO:
        _undo(str(file or ""), dry_run, as_machine)
        return
    chosen = kinds()[kind]
    if columns:
        _list_columns(chosen, as_machine)
        return
    if file is None:
        raise click.UsageError("Name the file to import, or ask for --columns.")
    try:
        report = _import(chosen, file, mapping=mapping, refused=refused, dry_run=dry_run)
    except WrongUse as problem:
        _complain(str(problem), as_machine)
        sys.exit(2)
    _tell(report, chosen, dry_run, as_machine)
    sys.exit(1 if report.totals.refused or report.interrupted else 0)


def _undo(number: str, dry_run: bool, as_machine: bool) -> None:
    """Take an import back by its number, and say what went and what stayed."""
    run = ImportRun.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    if run is None or run.state not in undoing.OVER:
        _complain(no_such_import(), as_machine)
        sys.exit(2)
    found = undoing.foresee_undo(run) if dry_run else undoing.undo(run, by=system_viewer("command line"))
    if as_machine:
        click.echo(json.dumps({"import": run.pk, "dry_run": dry_run, **asdict(found)}))
        return
    for name, count in asdict(found).items():
        click.echo(f"{name:<12}  {count:>10}")


def _import(kind: ImportKind, file: Path, **options: Any) -> Report:
    with _progress_bar() as bar, _stop_on_request() as asked:

        def watch(progress: Progress) -> bool:
            bar.length = max(progress.size, progress.done)
            bar.update(progress.done - bar.pos)
            return not asked

        return _in_a_run(kind, file, system_viewer("command line"), watch=watch, **options)


def _in_a_run(kind: ImportKind, file: Path, by: Viewer, **options: Any) -> Report:
    """An import of customers, purchases or visits can be taken back by the number of its run."""
    if kind.name not in runs.KINDS or options.get("dry_run"):
        return import_file(kind, file, by=by, **options)
    run_id = runs.begin_by_command(kind.name, file.name, by=by)
    try:
        report = import_file(runs.kind_of_run(run_id, kind), file, by=by, **options)
    except WrongUse as problem:
        runs.fail_run(run_id, str(problem))
        raise
    runs.end_run(run_id, report, by=by)
    report.run_id = run_id
    return report


@contextmanager
def _progress_bar() -> Iterator[Any]:
    """A bar on the terminal; where errors go elsewhere, nothing at all."""
    with click.progressbar(length=1, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield bar


@contextmanager
def _stop_on_request() -> Iterator[list[int]]:
    """A list that fills when Ctrl-C is pressed; pressed a second time, it stops at once."""
    asked: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(report: Report, kind: ImportKind, dry_run: bool, as_machine: bool) -> None:
    if as_machine:
        click.echo(json.dumps(as_json(report, kind, dry_run=dry_run)))
        return
    for line in summary(report, dry_run=dry_run):
        click.echo(line)


def _complain(words: str, as_machine: bool) -> None:
    click.echo(json.dumps({"error": words}) if as_machine else words, err=not as_machine)


def _list_columns(kind: ImportKind, as_machine: bool) -> None:
    listed = columns_as_json(kind)
    if as_machine:
        click.echo(json.dumps({"kind": kind.name, "columns": listed}))
        return
    width = max(len(column["name"]) for column in listed)
    for column in listed:
        click.echo(f"{column['name']:<{width}}  {'*' if column['required'] else ' '} {column['description']}")
    click.echo(f"\n* {required_word()}")
