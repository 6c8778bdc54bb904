"""What the first rows of a file would come to: who is known, who joins whom and why, who is new, what is refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aisance.customers.contracts import CustomerClaim, Expected
from aisance.customers.identity.foreseeing import foresee
from aisance.customers.queries import names
from aisance.intake.contracts import ImportKind
from aisance.intake.public import FileMapping, rows_read

LOOKED_AT = 500
SHOWN = 30


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: what would become of it (known, joins, review, new or refused), with whom, and why in words."""

    number: int
    called: str
    expected: str
    customer_id: int | None
    customer: str
    reasons: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts by what would become of the rows looked at, and some of them: those that need a look come first."""

    looked_at: int
    counts: dict[str, int]
    rows: list[RowShown]


ORDER = ("refused", Expected.REVIEW.value, Expected.JOINS.value, Expected.NEW.value, Expected.KNOWN.value)


def preview(path: Path, mapping: FileMapping, kind: ImportKind) -> Preview:
    """Look at the first rows; nothing is written. Raises WrongUse where the mapping does not fit."""
    read = list(rows_read(path, mapping, kind, rows=LOOKED_AT))
    claims = [_claim(draft) for _number, _values, draft in read if not isinstance(draft, tuple)]
    foreseen = iter(foresee(claims))
    shown = [_row(number, draft, foreseen) for number, _values, draft in read]
    called = names(row.customer_id for row in shown if row.customer_id)
    shown = [_named(row, called) for row in shown]
    counts = Counter(row.expected for row in shown)
    shown.sort(key=lambda row: (ORDER.index(row.expected), row.number))
    return Preview(len(shown), {name: counts[name] for name in ORDER}, _some_of_each(shown))


def _claim(draft: Any) -> CustomerClaim:
    claim: CustomerClaim = draft if isinstance(draft, CustomerClaim) else draft.customer
    return claim


def _row(number: int, draft: Any, foreseen: Any) -> RowShown:
    if isinstance(draft, tuple):
        problems = tuple((problem.field, problem.expected) for problem in draft)
        return RowShown(number, "", "refused", None, "", problems)
    claim, found = _claim(draft), next(foreseen)
    called = claim.name or " ".join(filter(None, (claim.fields.get("given_name"), claim.fields.get("family_name"))))
    called = called or next(iter(claim.identifiers.values()), "")
    return RowShown(number, called, found.expected.value, found.customer_id, "", found.reasons)


def _named(row: RowShown, called: Any) -> RowShown:
    return RowShown(
        row.number, row.called, row.expected, row.customer_id, called.get(row.customer_id or 0, ""), row.reasons
    )


def _some_of_each(rows: Sequence[RowShown]) -> list[RowShown]:
    """At most so many, some of every kind."""
    each = SHOWN // len(ORDER)
    first = [row for kind in ORDER for row in [one for one in rows if one.expected == kind][:each]]
    return (first + [row for row in rows if row not in first])[:SHOWN]
