"""How an import's end is told: to a person in sentences, to a machine as one object."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aisance.intake.contracts import ImportKind, Report


def summary(report: Report, *, dry_run: bool) -> Iterator[str]:
    """The lines that a person reads at the end."""
    if report.interrupted:
        yield _("Stopped as asked, after the batch under way. Importing the file again goes on where this ended.")
    if dry_run:
        yield _("A dry run: nothing was written.")
    yield from _figures(report)
    if report.unused_columns:
        yield _("Columns of the file that were not used: %(names)s") % {"names": ", ".join(report.unused_columns)}
    # Without the values: they may be a customer's, and terminals are logged.
    for row, refusal in report.first_refusals:
        for problem in refusal:
            words = {"number": row, "field": problem.field or _("the row"), "expected": problem.expected}
            yield _("Row %(number)d, %(field)s: expected %(expected)s") % words
    if report.refused_file:
        yield _("The refused rows are in %(path)s.") % {"path": report.refused_file}
    if report.run_id:
        number = {"number": report.run_id}
        yield _("This is import %(number)d; to take it back: aisance import undo %(number)d") % number
    if report.unwritten:
        why = {"why": report.unwritten}
        yield _("The refused rows could not be written (%(why)s): name another file with --refused.") % why


def _figures(report: Report) -> Iterator[str]:
    totals = report.totals
    rows = [
        (pgettext("rows", "read"), totals.read),
        (pgettext("rows", "accepted"), totals.accepted),
        (pgettext("rows", "already known"), totals.known),
        (pgettext("rows", "left out"), totals.left_out),
        (pgettext("rows", "refused"), totals.refused),
    ]
    width = max(len(name) for name, _count in rows)
    for name, count in rows:
        yield f"{name:<{width}}  {count:>10}"


def as_json(report: Report, kind: ImportKind, *, dry_run: bool) -> dict[str, Any]:
    """The same for a machine. `refused_file` is null where no row was refused or none could be written."""
    totals = report.totals
    return {
        "kind": kind.name,
        "dry_run": dry_run,
        "read": totals.read,
        "accepted": totals.accepted,
        "already_known": totals.known,
        "left_out": totals.left_out,
        "refused": totals.refused,
        "refused_file": report.refused_file,
        "interrupted": report.interrupted,
        "import": report.run_id,
        "unused_columns": report.unused_columns,
        "problems": [
            {"row": number, "field": problem.field, "expected": str(problem.expected)}
            for number, refusal in report.first_refusals
            for problem in refusal
        ],
    }


def columns_as_json(kind: ImportKind) -> list[dict[str, Any]]:
    """The columns of a kind, for a machine."""
    listed = [
        {"name": column.name, "required": column.required, "description": str(column.description)}
        for column in kind.columns
    ]
    if kind.attributes:
        listed.append({"name": "attributes.*", "required": False, "description": _("Anything else, as text.")})
    return listed


def required_word() -> str:
    """What the star beside a column's name means."""
    return pgettext("column", "required")


def no_such_import() -> str:
    """What to say of a number that is no import, or of one that was taken back already."""
    return _("There is no import of this number that can be taken back.")
