"""The API of planning: how many answers a wish needs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core import clock
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Words, Wrong
from aisance.indicators.asking import asked_in_words
from aisance.indicators.contracts import Asked, Definition, IndicatorError, UnitWord
from aisance.indicators.narrowing import as_problem
from aisance.indicators.permissions import VIEW
from aisance.indicators.planning.need import MEASURES, Need, Plan, plan
from aisance.indicators.registry import definition

router = Router(tags=["indicators"], auth=api_key_auth)

WISHES = ("precision", "change")
PASSED_OVER = ("by", "compare", "against", "adjust")
LEAST, MOST = 0.0001, 1_000_000.0
FOUR_WEEKS = timedelta(days=27)


class PlanWords(Words):
    """A selection, the last four weeks where no days are given, and what is wished of its figure."""

    precision: str = Field("", description="Half the width of the interval wished for, as a fraction: 0.05 for ±5.")
    change: str = Field("", description="The change that is to be seen, as a fraction: 0.05 for five points.")


class NeedOut(Schema):
    """What one wish needs; null where no number that can be had would do."""

    wish: float
    in_all: int | None = Field(description="Answers in all; for a change, in each of two periods.")
    more: int | None = Field(description="How many more than there are.")
    weeks: int | None = Field(description="How many weeks that takes at the present rate; null for ten years and more.")


class PlanOut(Schema):
    """A figure as it stands, and what is needed to know it better."""

    indicator: str
    version: int
    unit: UnitWord
    n: int
    value: float | None
    low: float | None
    high: float | None
    half_width: float | None = Field(description="Half the width of the present interval.")
    answers_a_week: float
    precision: NeedOut | None
    change: NeedOut | None


@router.get(
    "/{name}/needed",
    response={200: PlanOut, 404: Wrong, 422: Wrong, **REFUSALS},
    summary="Plan how many answers it takes",
)
@requires_api(VIEW)
def read_plan(request: ViewerRequest, name: str, words: Query[PlanWords]) -> Any:
    """How many answers a precision needs, or a change to be seen with 80 % power. Answers vary as they do now."""
    try:
        entry = definition(name)
    except IndicatorError as problem:
        return Status(404, as_problem(problem))
    try:
        # The address itself and not `words`: a word that is misspelt must be refused, not passed over.
        asked = asked_in_words(entry, {word: texts for word, texts in request.GET.lists() if word not in WISHES})
        return Status(200, _planned(request, definition(name, asked.version), asked))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))


def _planned(request: ViewerRequest, entry: Definition, asked: Asked) -> dict[str, Any]:
    if entry.measure not in MEASURES:
        message = _("precision: %(title)s is no mean of answers, so this does not apply to it.")
        raise IndicatorError(message % {"title": entry.title}, field="indicator", value=entry.name)
    for word in PASSED_OVER:
        if word in request.GET:
            message = _("%(field)s: this does not apply to a plan; leave it out.") % {"field": word}
            raise IndicatorError(message, field=word, value=request.GET[word])
    precision, change = (_wish(word, request.GET.get(word, "")) for word in WISHES)
    if precision is None and change is None:
        raise IndicatorError(_("precision: wish for a precision, a change, or both."), field="precision")
    end = asked.end or clock.today()
    asked = replace(asked, start=asked.start or end - FOUR_WEEKS, end=end)
    return _document(entry, plan(request.viewer, entry, asked, precision=precision, change=change), precision, change)


def _wish(word: str, text: str) -> float | None:
    """A number of an address; null where none is given."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not LEAST <= value <= MOST:
        message = _("%(field)s: “%(value)s” is not a number from %(least)s to %(most)s, such as 0.05.")
        words = {"field": word, "value": text, "least": "0.0001", "most": "1000000"}
        raise IndicatorError(message % words, field=word, value=text)
    return value


def _document(entry: Definition, found: Plan, precision: float | None, change: float | None) -> dict[str, Any]:
    return {
        "indicator": entry.name,
        "version": entry.version,
        "unit": entry.unit,
        "n": found.now.n,
        "value": found.now.value,
        "low": found.now.low,
        "high": found.now.high,
        "half_width": found.half_width,
        "answers_a_week": found.a_week,
        "precision": _need(precision, found.precision),
        "change": _need(change, found.change),
    }


def _need(wish: float | None, found: Need | None) -> dict[str, Any] | None:
    if wish is None or found is None:
        return None
    return {"wish": wish, "in_all": found.in_all, "more": found.more, "weeks": found.weeks}
