"""The import itself: rows in batches, each batch in one transaction, totals that add up."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from aisance.accounts.public import root_unit
from aisance.core.permissions import Viewer
from aisance.intake.binding import Binding, bind
from aisance.intake.contracts import Fate, ImportKind, Problem, Refusal, Report, WrongUse
from aisance.intake.mapping import FileMapping, read_mapping
from aisance.intake.readers import Row, Table, open_table
from aisance.intake.refusals import RefusedRows
from aisance.intake.rules import storable

BATCH = 2_000
SHOWN_REFUSALS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is, in the reader's own unit; size 0 where it is not known."""

    done: int
    size: int


def import_file(
    kind: ImportKind,
    path: Path,
    *,
    by: Viewer,
    mapping: Path | FileMapping | None = None,
    refused: Path | None = None,
    dry_run: bool = False,
    watch: Callable[[Progress], bool] = lambda progress: True,
) -> Report:
    """Import a file. `watch` hears of every batch and ends the import by answering false.

    A dry run does all of it in a transaction that is then undone, so that its totals are those of the real run; it
    writes refused rows only to a file that was named. Raises WrongUse where file or mapping cannot be used at all; a
    file found damaged in its middle keeps the batches before it.
    """
    _need_a_company()
    rules = read_mapping(mapping, kind) if isinstance(mapping, Path) else mapping or FileMapping()
    table = open_table(path, rules.layout)
    try:
        binding = bind(rules, kind, table.header)
        target = refused or (None if dry_run else path.with_name(f"{path.name}.refused.csv"))
        run = _Run(kind, table, binding, RefusedRows(target, table.header), by)
        with transaction.atomic() if dry_run else nullcontext():
            run.all(rules, watch)
            if dry_run:
                transaction.set_rollback(True)
        return run.report
    finally:
        table.close()


def _need_a_company() -> None:
    """Without it every row would be refused for its unit, which would say nothing useful."""
    try:
        root_unit()
    except ObjectDoesNotExist:
        raise WrongUse(_("There is no company yet: add one with “aisance createadmin”.")) from None
    except DatabaseError as problem:
        raise WrongUse(_("The database is not ready: run “aisance migrate”, then “aisance doctor”.")) from problem


class _Run:
    """One import under way."""

    def __init__(self, kind: ImportKind, table: Table, binding: Binding, refused: RefusedRows, by: Viewer) -> None:
        self._kind = kind
        self._table = table
        self._binding = binding
        self._refused = refused
        self._by = by
        self._importer = kind.start()
        self.report = Report(unused_columns=list(binding.unused))

    def all(self, rules: FileMapping, watch: Callable[[Progress], bool]) -> None:
        if rules.reasons and self._kind.add_reasons:
            self._kind.add_reasons(rules.reasons, self._by)
        try:
            for rows in batched(self._table.rows(), BATCH):
                self._batch(rows)
                if not watch(Progress(self._table.done, self._table.size)):
                    self.report.interrupted = True
                    break
        finally:
            self._refused.close()
        self.report.unwritten = self._refused.unwritten
        self.report.refused_file = str(self._refused.path) if self._refused.written else None

    def _batch(self, rows: Iterable[Row]) -> None:
        """Parse, record, count. The refused rows of a batch are told in the order of the file."""
        kept = [(row, self._read(row)) for row in rows]
        drafts = [draft for _row, draft in kept if not isinstance(draft, tuple | None)]
        fates = iter(self._importer.record(drafts, by=self._by) if drafts else [])
        for row, draft in kept:
            self._count(row, draft if isinstance(draft, tuple | None) else next(fates))

    def _read(self, row: Row) -> Any:
        """A draft, a refusal, or null for a row left out."""
        if row.problem is not None:
            return (row.problem,)
        cells = [cell.strip() for cell in row.cells]
        if self._binding.left_out(cells):
            return None
        if not storable(cells):
            return (Problem("", "", _("text without NUL characters")),)
        values = self._binding.values(cells)
        return values if isinstance(values, tuple) else self._importer.parse(values)

    def _count(self, row: Row, fate: Fate | Refusal | None) -> None:
        totals = self.report.totals
        totals.read += 1
        match fate:
            case None:
                totals.left_out += 1
            case Fate.ACCEPTED:
                totals.accepted += 1
            case Fate.KNOWN:
                totals.known += 1
            case refusal:
                totals.refused += 1
                self._refused.add(row.number, row.cells, refusal)
                if len(self.report.first_refusals) < SHOWN_REFUSALS:
                    self.report.first_refusals.append((row.number, refusal))
