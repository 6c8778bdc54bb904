"""What is said of an effect, in sentences: never more than the interval allows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.core.translated import translated
from aisance.improvement.contracts import Strength
from aisance.improvement.models import Plan
from aisance.improvement.plans.effects import Figure
from aisance.improvement.plans.measuring import (
    LEAST_AFTER,
    LEAST_AFTER_ALONE,
    LEAST_ANSWERS,
    LEAST_BEFORE,
    LEAST_BEFORE_ALONE,
    Effect,
)
from aisance.improvement.wording import STRENGTH_MEANINGS, STRENGTH_NAMES
from aisance.indicators.contracts import Definition
from aisance.ui.dates import date_format
from aisance.ui.numbers import shown_difference, shown_interval
from aisance.verbatims.public import theme_names


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict for a page: its tone and mark, the words, and the words on how strong the proof is."""

    tone: str
    mark: str
    words: str
    strength: Any
    means: Any


def verdict_on(effect: Effect, plan: Plan) -> Said:
    """What may be said of an effect."""
    name, means = strength_words(effect.strength, plan), STRENGTH_MEANINGS[effect.strength]
    if effect.figure is None:
        return Said("unsure", "same", _missing(effect), name, means)
    return Said(*of_figure(effect.figure, plan.wanted), name, means)


def strength_words(strength: str, plan: Plan) -> str:
    """How strong a proof is; of a randomised one, whether the lot was drawn here or is only said to have been."""
    if strength != Strength.RANDOMISED:
        return str(STRENGTH_NAMES[strength])
    return _("Randomised: drawn by lot here") if plan.lot else _("Randomised, says who wrote the plan")


def of_figure(figure: Figure, wanted: str) -> tuple[str, str, str]:
    """Tone, mark and words of a figure. Where its interval holds 0 no effect is established, whatever its value."""
    mark = "up" if figure.value > 0 else "down"
    if not figure.is_established:
        return "unsure", "same", _("No effect established: the interval holds 0.")
    as_wanted = (figure.value > 0) == (wanted == "up")
    if as_wanted:
        return "better", mark, _("An effect as wanted, beyond chance.")
    return "worse", mark, _("An effect against what was wanted, beyond chance.")


def _missing(effect: Effect) -> str:
    least_after = LEAST_AFTER if effect.not_in else LEAST_AFTER_ALONE
    least_before = LEAST_BEFORE if effect.not_in else LEAST_BEFORE_ALONE
    if effect.missing == "weeks after":
        words = ngettext(
            "Too early to say: %(n)s whole week since it began, %(least)s are needed.",
            "Too early to say: %(n)s whole weeks since it began, %(least)s are needed.",
            effect.weeks_after,
        )
        return words % {"n": effect.weeks_after, "least": least_after}
    if effect.missing == "weeks before":
        words = ngettext(
            "Too early to say: %(n)s week with answers before it began, %(least)s are needed.",
            "Too early to say: %(n)s weeks with answers before it began, %(least)s are needed.",
            effect.weeks_before,
        )
        return words % {"n": effect.weeks_before, "least": least_before}
    return _("Too early to say: %(before)s answers before and %(after)s after, %(least)s on each side are needed.") % {
        "before": effect.n_before,
        "after": effect.n_after,
        "least": LEAST_ANSWERS,
    }


def expected_words(plan: Plan, entry: Definition) -> str:
    """What the plan shall bring, in a sentence."""
    words = {"title": entry.title}
    text = _("%(title)s shall rise") if plan.wanted == "up" else _("%(title)s shall fall")
    text = text % words
    if plan.size:
        text += " " + _("by %(size)s") % {"size": shown_difference(plan.size, entry.unit)}
    if plan.due:
        text += " " + _("by %(day)s") % {"day": date_format(plan.due, "j F Y")}
    return text


def against_expected(figure: Figure | None, plan: Plan, entry: Definition) -> str:
    """Whether what was expected is within the interval; empty without either."""
    if figure is None or not plan.size:
        return ""
    size = plan.size if plan.wanted == "up" else -plan.size
    words = {"size": shown_difference(plan.size, entry.unit)}
    if figure.low <= size <= figure.high:
        return _("The %(size)s expected lie within the interval.") % words
    return _("The %(size)s expected lie outside the interval.") % words


def trends_words(effect: Effect, entry: Definition) -> str:
    """Whether the units of the plan moved as the others before they began."""
    trend = effect.trends
    if trend is None:
        return ""
    interval = shown_interval(trend.low, trend.high, entry.unit, more=1)
    if trend.is_established:
        return _(
            "Before they began, the units of the plan already moved otherwise than the others: %(interval)s a week."
        ) % {"interval": interval}
    return _(
        "Before they began, the units of the plan moved as the others did, as far as can be told: %(interval)s a week."
    ) % {"interval": interval}


def cause_words(plan: Plan) -> str:
    """The cause that a plan is about: its reason, its theme, or both."""
    reason = translated(plan.reason.name) if plan.reason else ""
    theme = theme_names().get(plan.theme, plan.theme) if plan.theme else ""
    return " · ".join(word for word in (reason, theme) if word)
