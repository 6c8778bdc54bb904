"""The indicators that managers defined themselves, as definitions. Each call is one query."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from aisance.core.translated import translated
from aisance.indicators.contracts import Definition, Measure, Part, Status, UnitWord
from aisance.indicators.models import OwnVersion
from aisance.indicators.own.wording import eligibility_in_words, formula_in_words, wordings

# A definition may be read in one language and shown in another, as in a mail: its texts are found when they are shown.
_words = lazy(translated, str)
_formula = lazy(formula_in_words, str)
_wordings = lazy(wordings, str)
_eligibility = lazy(eligibility_in_words, str)

UNITS: dict[str, UnitWord] = {"score": "points", "share": "%", "mean": "on the scale"}
PAGES = {"score": "net-score", "share": "share", "mean": "mean-score"}
SOLID_N = {"employee": 30}


def newest() -> tuple[Definition, ...]:
    """The version in force of each own indicator, else its newest draft; in the order in which they were made."""
    rows = OwnVersion.objects.select_related("indicator").order_by("indicator_id", "number")
    by_indicator: dict[int, list[OwnVersion]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator_id, []).append(row)
    return tuple(as_definition(_shown(found)) for found in by_indicator.values())


def in_force(name: str) -> Definition | None:
    """The approved version in force of one, else its newest version; null where there is none of that name."""
    rows = _rows(name)
    return as_definition(_shown(rows)) if rows else None


def versions(name: str) -> tuple[Definition, ...]:
    """Every version of one that was ever approved, the oldest first."""
    return tuple(as_definition(row) for row in _rows(name) if row.status != Status.DRAFT)


def _rows(name: str) -> list[OwnVersion]:
    if not name.isprintable():  # PostgreSQL takes no NUL
        return []
    rows = OwnVersion.objects.filter(indicator__code=name).select_related("indicator")
    return list(rows.order_by("number"))


def _shown(rows: Iterable[OwnVersion]) -> OwnVersion:
    """The newest version that was decided on; where none was, the draft."""
    found = list(rows)
    return next((row for row in reversed(found) if row.status != Status.DRAFT), found[-1])


def as_definition(row: OwnVersion) -> Definition:
    """A stored version as a definition."""
    parts = parts_of(row.parts)
    is_composite = len(parts) > 1
    scores = [score for part in parts for score in part.values]
    kind = cast("Any", row.kind)
    return Definition(
        name=row.indicator.code,
        version=row.number,
        title=_words(row.title),
        question=_wordings(parts),
        description=_words(row.description),
        measure=cast("Measure", row.measure),
        unit="%" if is_composite else UNITS[row.measure],
        fact="answers",
        formula=_formula(cast("Measure", row.measure), parts),
        eligibility=_eligibility(row.kind, len(parts)),
        strength=_words(row.strength),
        weakness=_words(row.weakness),
        source=_("Defined by the company itself"),
        source_url="",
        page="composite" if is_composite else PAGES[row.measure],
        higher_is_better=row.higher_is_better,
        kind=kind,
        minimum_n=row.minimum_n,
        solid_n=SOLID_N.get(row.kind, 100),
        parts=parts,
        owner=row.owner,
        status=Status(row.status),
        starts_on=row.starts_on,
        is_own=True,
        low=0.0 if is_composite else float(min(scores)),
        high=1.0 if is_composite else float(max(scores)),
    )


def parts_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Parts as they are stored; JSON knows only words as keys."""
    return tuple(
        Part(
            part["question"],
            part["scale"],
            {int(score): float(value) for score, value in part["values"].items()},
            float(part["weight"]),
        )
        for part in stored
    )
