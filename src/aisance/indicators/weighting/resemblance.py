"""Whether those who answered resemble those who could have: the reading, its words, and the API document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.asking import checked, unknown
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.definition_form import DIMENSION_NAMES
from aisance.indicators.dimensions import COLUMNS, codes_of
from aisance.indicators.permissions import VIEW
from aisance.indicators.statistics.representativity import Representativity, representativity
from aisance.indicators.weighting.services import WEIGHTED_BY
from aisance.lake import public as lake
from aisance.ui.numbers import number, shown_with_unit

CLOSE, SOME = 0.90, 0.75
"""R-indicators from which respondents are said to resemble the eligible closely, or in the main."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Respondents against the eligible by one dimension. `set_aside` names the categories that cannot be compared.

    There are more respondents than contacts on record in them: their answers came without the contact.
    """

    dimension: str
    found: Representativity
    names: Mapping[str, str]
    set_aside: list[str]


def resemblance(
    viewer: Viewer, definition: Definition, asked: Asked, dimension: str, programme: int | None = None
) -> Resemblance:
    """By one dimension: contacts of the selection against those who answered the indicator's question.

    With a programme, its decisions against those of them that were answered. Raises IndicatorError for a dimension that
    contacts do not have, and for what is measured and not asked.
    """
    if not definition.parts or definition.kind in {"employee", "review"}:
        message = _("representativity: %(title)s is not asked of customers, so there is nobody to resemble.")
        raise IndicatorError(message % {"title": definition.title}, field="indicator", value=definition.name)
    if dimension not in WEIGHTED_BY:
        raise unknown("by", dimension, WEIGHTED_BY)
    asked = checked(definition, replace(asked, by=(dimension,), compare=None, against={}))
    eligible = _contacts(viewer, asked, dimension, programme)
    answered = _answered(viewer, definition, asked, dimension, programme)
    aside = [code for code, n in answered.items() if n > eligible.get(code, 0)]
    kept = {code: n for code, n in eligible.items() if code not in aside}
    found = representativity(kept, {code: n for code, n in answered.items() if code in kept})
    names = queries.names(viewer, dimension, [*eligible, *answered])
    return Resemblance(dimension, found, {code: name or _("not known") for code, name in names.items()}, aside)


def _contacts(viewer: Viewer, asked: Asked, dimension: str, programme: int | None) -> dict[str, int]:
    fact = "interactions" if programme is None else "invitations"
    return _counted(
        viewer, asked, dimension, fact, [] if programme is None else [lambda t: t.programme_id == programme]
    )


def _answered(
    viewer: Viewer, definition: Definition, asked: Asked, dimension: str, programme: int | None
) -> dict[str, int]:
    if programme is not None:
        conditions = [lambda t: t.programme_id == programme, lambda t: t.answered == 1]
        return _counted(viewer, asked, dimension, "invitations", conditions)
    cells = queries.sums_by_cell(viewer, definition, asked, by=(dimension,), period=(asked.start, asked.end))
    found: dict[str, int] = {}
    for (code,), sums in cells.items():
        found[code] = found.get(code, 0) + sums.n
    return found


def _counted(viewer: Viewer, asked: Asked, dimension: str, fact: str, conditions: list[Any]) -> dict[str, int]:
    where = [*conditions, *queries.conditions_for(viewer, asked.where, (asked.start, asked.end))]
    cells = lake.sums(fact, value=lambda _: 1, where=where, by=[COLUMNS[dimension]])
    codes = codes_of(dimension, [cell.dimensions[0] for cell in cells], units_in(viewer.scope(VIEW)))
    found: dict[str, int] = {}
    for cell in cells:
        code = codes[cell.dimensions[0]]
        found[code] = found.get(code, 0) + cell.n
    return found


def in_words(held: Resemblance) -> str:
    """What the R-indicator says, in a sentence; it is uncertain itself, so the words are coarse."""
    value = held.found.adjusted
    if value is None:
        return _("Nobody answered among these contacts, so nothing can be said of who answers.")
    words = {"dimension": str(DIMENSION_NAMES[held.dimension]).lower(), "value": number(value, 2)}
    if value >= CLOSE:
        return _("By %(dimension)s, those who answer resemble those who could have closely (R = %(value)s).") % words
    if value >= SOME:
        return (
            _("By %(dimension)s, those who answer resemble those who could have in the main (R = %(value)s).") % words
        )
    return _("By %(dimension)s, those who answer differ much from those who could have (R = %(value)s).") % words


def furthest_in_words(held: Resemblance) -> str:
    """The category that is the most over or under its share; empty where none differs."""
    known = [entry for entry in held.found.categories if entry.share_difference]
    if not known or (held.found.p_value or 0.0) >= 0.05:
        return ""
    entry = max(known, key=lambda entry: abs(entry.share_difference or 0.0))
    words = {
        "name": held.names[entry.code],
        "answers": shown_with_unit(entry.share_respondents, "%"),
        "contacts": shown_with_unit(entry.share_eligible, "%"),
    }
    return _("“%(name)s” stands furthest off: %(answers)s of the answers, %(contacts)s of the contacts.") % words


def as_document(definition: Definition, held: Resemblance) -> dict[str, Any]:
    """The JSON object."""
    found = held.found
    return {
        "indicator": definition.name,
        "by": held.dimension,
        "rate": found.rate,
        "dissimilarity": found.dissimilarity,
        "p_value": found.p_value,
        "r_indicator": found.r_indicator,
        "r_adjusted": found.adjusted,
        "sentence": in_words(held),
        "set_aside": held.set_aside,
        "categories": [
            {
                "code": entry.code,
                "eligible": entry.eligible,
                "respondents": entry.respondents,
                "rate": entry.rate,
                "low": entry.low,
                "high": entry.high,
                "share_eligible": entry.share_eligible,
                "share_respondents": entry.share_respondents,
                "share_difference": entry.share_difference,
            }
            for entry in found.categories
        ],
    }
