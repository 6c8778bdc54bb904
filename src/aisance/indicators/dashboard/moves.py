"""What a comparison says, in words: better, worse, or nothing that chance could not do."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.indicators.contracts import Comparison, Definition, Estimate, Verdict
from aisance.ui.numbers import number, shown_difference, shown_with_unit

MOST_NEEDED = 100_000
"""More answers than this are not to be had: the number would say nothing."""


@dataclass(frozen=True, slots=True)
class Move:
    """A verdict to draw: its tone, its mark, its words, and the sentence behind them.

    `size` is the established difference, 0 where none is.
    """

    tone: Literal["better", "worse", "unsure", "plain"]
    mark: Literal["up", "down", "same"]
    words: str
    rest: str
    size: float = 0.0

    @property
    def is_established(self) -> bool:
        return self.mark != "same"


def is_weak(definition: Definition, estimate: Estimate) -> bool:
    """Whether there are too few answers to show the value as solid. A count is never weak."""
    return definition.measure != "count" and estimate.n < definition.solid_n


def move_of(definition: Definition, now: Estimate) -> Move:
    """The verdict on an estimate that carries its comparison."""
    if now.masked:
        return Move("unsure", "same", _("Withheld"), masked_in_words(now))
    if now.value is None:
        return Move("unsure", "same", _("No value"), _("Nothing was measured in this period."))
    if is_weak(definition, now):
        return Move("unsure", "same", _("Too few to conclude"), _missing(definition, now))
    compare = now.compare
    if compare is None or compare.difference is None:
        return Move("unsure", "same", _("Nothing to compare with"), _("The period before has no value."))
    if compare.verdict in (Verdict.UP, Verdict.DOWN):
        return _established(definition, now, compare)
    return Move("unsure", "same", _("No established change"), _unestablished(definition, now, compare))


def masked_in_words(estimate: Estimate) -> str:
    """Why a figure that has answers has no value."""
    words = ngettext("%(n)s answer, fewer than %(needed)s.", "%(n)s answers, fewer than %(needed)s.", estimate.n)
    return words % {"n": number(estimate.n), "needed": number(estimate.masked or 0)}


def _missing(definition: Definition, now: Estimate) -> str:
    return ngettext("%(n)s answer; %(needed)s are needed.", "%(n)s answers; %(needed)s are needed.", now.n) % {
        "n": number(now.n),
        "needed": number(definition.solid_n),
    }


def _established(definition: Definition, now: Estimate, compare: Comparison) -> Move:
    gap = compare.difference or 0.0
    words = _("Up by %(size)s") if gap > 0 else _("Down by %(size)s")
    tone: Literal["better", "worse", "plain"] = "better" if (gap > 0) == definition.higher_is_better else "worse"
    if definition.measure == "count":
        tone = "plain"
    return Move(
        tone,
        "up" if gap > 0 else "down",
        words % {"size": shown_difference(gap, definition.unit)},
        _("%(before)s before. The difference exceeds chance.") % {"before": _before(definition, now, gap)},
        gap,
    )


def _unestablished(definition: Definition, now: Estimate, compare: Comparison) -> str:
    gap = compare.difference or 0.0
    words = _("%(before)s before; a difference of %(size)s may be chance.") % {
        "before": _before(definition, now, gap),
        "size": shown_difference(gap, definition.unit),
    }
    if not compare.answers_needed or not now.n < compare.answers_needed < MOST_NEEDED:
        return words
    needed = _("It would take %(needed)s in each period to tell.") % {"needed": number(compare.answers_needed)}
    return f"{words} {needed}"


def _before(definition: Definition, now: Estimate, gap: float) -> str:
    return shown_with_unit((now.value or 0.0) - gap, definition.unit)
