"""A figure cut by what the words beside the scores are about.

A response whose words have several themes counts under each with an equal part of its weight, so that the sums of all
cells are those of the figure itself. Those who wrote nothing, and words without a theme, are cells of their own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.definition_form import DIMENSION_NAMES
from aisance.indicators.queries import conditions_for
from aisance.indicators.readings import Expression, Period, reading_of
from aisance.indicators.statistics.weighted import NOTHING, Weighted
from aisance.lake import public as lake
from aisance.verbatims.public import theme_names, themes_told

THEME = "theme"
NO_COMMENT = "no comment"
NO_THEME = "no theme"
"""Neither can be the code of a theme, which holds no space."""

STORY_DIMENSIONS = {**DIMENSION_NAMES, THEME: gettext_lazy("Theme of the words")}


def has_themes(definition: Definition) -> bool:
    """Whether answers stand behind an indicator, and customers gave them."""
    return definition.fact == "answers" and definition.kind != "employee"


def check_themes(definition: Definition, asked: Asked) -> None:
    """Raises IndicatorError where a figure cannot be cut by themes, or not together with what else is asked."""
    if not has_themes(definition):
        message = _("by: %(title)s is not made of answers of customers, so no words stand beside it.")
        raise IndicatorError(message % {"title": definition.title}, field="by", value=THEME)
    if set(asked.by) != {THEME}:
        message = _("by: a theme explains alone, since one answer may have several.")
        raise IndicatorError(message, field="by", value=",".join(asked.by))
    if asked.weighting:
        raise IndicatorError(_("weighting: not together with themes."), field="weighting", value=asked.weighting)


def sums_by_theme(
    viewer: Viewer, definition: Definition, asked: Asked, period: Period
) -> dict[tuple[str, ...], Weighted]:
    """The sums of the cells in a period: under each theme the responses whose words have it, in parts.

    `n` counts a response under each of its themes; `w` adds up to the number of responses.
    """
    themes = themes_told(*period)
    sums: defaultdict[tuple[str, ...], Weighted] = defaultdict(lambda: NOTHING)
    for response, v in _scored(viewer, definition, asked, period):
        codes = themes.get(response, (NO_COMMENT,)) or (NO_THEME,)
        for code in codes:
            sums[(code,)] = _with(sums[(code,)], v, 1.0 / len(codes))
    return dict(sums)


def _with(held: Weighted, v: float, w: float) -> Weighted:
    """These sums and one more answer of weight w."""
    n, sw, swv, swv2, sw2, sw2v, sw2v2, _clusters = held
    wv, w2v = w * v, w * w * v
    return Weighted(n + 1, sw + w, swv + wv, swv2 + wv * v, sw2 + w * w, sw2v + w2v, sw2v2 + w2v * v)


def _scored(viewer: Viewer, definition: Definition, asked: Asked, period: Period) -> Iterator[tuple[int, float]]:
    """Each response with its v, as the indicator reads them."""
    start, end = period
    first = definition.starts_on
    period = (max(start, first) if start and first else start or first), end
    reading = reading_of(definition, asked, period)
    conditions = [*reading.where, *conditions_for(viewer, asked.where, period)]
    rows = lake.rows(definition.fact, _selected(reading.prepare, reading.value, conditions))
    return ((int(response), float(v)) for response, v in rows)


def _selected(prepare: Expression | None, value: Expression, conditions: Sequence[Expression]) -> Expression:
    def selected(t: Any) -> Any:
        rows = prepare(t) if prepare else t
        kept = rows.filter(*(condition(rows) for condition in conditions))
        worth = kept.select(response=kept.response_id, v=value(kept).cast("float64"))
        return worth.filter(worth.v.notnull())

    return selected


def names_of_themes(codes: Sequence[str]) -> dict[str, str]:
    """The names of these cells in the active language."""
    names = {**theme_names(), NO_COMMENT: _("No comment"), NO_THEME: _("Words without a theme")}
    return {code: names.get(code, code) for code in codes}
