"""The formula and the eligibility of an own indicator, in words made from what it is."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.indicators.contracts import Measure, Part
from aisance.surveys.public import question_of
from aisance.ui.numbers import number


def formula_in_words(measure: Measure, parts: Sequence[Part]) -> str:
    """How the figure is made, in the active language."""
    if len(parts) > 1:
        return _composite(parts)
    (part,) = parts
    words = {
        "least": min(part.values),
        "most": max(part.values),
        "good": scores_in_words(score for score, value in part.values.items() if value > 0),
        "bad": scores_in_words(score for score, value in part.values.items() if value < 0),
    }
    if measure == "share":
        return _("%% of scores %(good)s on the scale %(least)s to %(most)s") % words
    if measure == "score":
        return _("%% of scores %(good)s − %% of scores %(bad)s, on the scale %(least)s to %(most)s") % words
    return _("sum of scores ÷ number of answers, on the scale %(least)s to %(most)s") % words


def _composite(parts: Sequence[Part]) -> str:
    terms = [
        _("%(weight)s %% × %(question)s (%(least)s to %(most)s)")
        % {
            "weight": percent(part.weight),
            "question": question_name(part.question),
            "least": min(part.values),
            "most": max(part.values),
        }
        for part in parts
    ]
    return _("%(sum)s, each from 0 for the worst score to 1 for the best") % {"sum": " + ".join(terms)}


def percent(weight: float) -> str:
    """A weight in per cent, with as many decimals as it needs, two at most: 40, 33.33."""
    text = f"{100 * weight:.2f}".rstrip("0")
    return number(round(100 * weight, 2), len(text.partition(".")[2]))


def scores_in_words(scores: Iterable[int]) -> str:
    """Scores with neighbours drawn together: 1, 4 to 5."""
    runs: list[list[int]] = []
    for score in sorted(scores):
        if runs and runs[-1][-1] == score - 1:
            runs[-1].append(score)
        else:
            runs.append([score])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    if len(run) == 1:
        return str(run[0])
    return _("%(first)s to %(last)s") % {"first": run[0], "last": run[-1]}


def question_name(code: str) -> str:
    """What staff call a question; its code where nobody knows it any more."""
    card = question_of(code)
    return card.name if card else code


def wordings(parts: Sequence[Part]) -> str:
    """The questions as they are usually worded, one after the other."""
    cards = [(part.question, question_of(part.question)) for part in parts]
    return " ".join(card.wording if card else code for code, card in cards)


def eligibility_in_words(kind: str, count: int) -> str:
    """Whose answers count."""
    if kind == "employee":
        return _("Answers of employees, imported without names. A group under the minimum is never shown.")
    asked = _("in a barometer") if kind == "cold" else _("right after a contact")
    return ngettext(
        "Answers to this question, asked %(when)s, given on this scale. A skipped question is no answer.",
        "Respondents who answered all the questions it is made of, asked %(when)s.",
        count,
    ) % {"when": asked}
