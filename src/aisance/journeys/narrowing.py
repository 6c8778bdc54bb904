"""The words of an address that keep some contacts or answers: those that a figure stands on, or that somebody chose.

A word holds one code or several, separated by commas. A unit stands for all below it and a reason for its branch,
unless `exactly` names the dimension; `without` names the dimensions that the rows kept have nothing in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from aisance.accounts.public import advisors_by_code, units_by_code, units_in
from aisance.core.scope import Scope
from aisance.journeys.models import CHANNEL_NAMES
from aisance.journeys.queries import reasons, steps

DIMENSIONS = ("unit", "channel", "step", "reason", "advisor", "language")
EXACT = ("unit", "reason")
OPTIONAL = ("channel", "step", "reason", "advisor", "language")
WORDS = (*DIMENSIONS, "exactly", "without")


class UnknownWordError(ValueError):
    """A code that names nothing, or nothing that may be known of here."""

    def __init__(self, word: str, code: str) -> None:
        super().__init__(f"{word}: {code}")
        self.word = word
        self.code = code


@dataclass(frozen=True, slots=True)
class Kept:
    """A condition on rows that have a channel, a step, a reason, a unit, an advisor and a language; and its words."""

    condition: Q
    names: Mapping[str, str]


def kept(words: Mapping[str, Any], scope: Scope) -> Kept:
    """What these words keep, for somebody who may see the units of `scope`. Raises UnknownWordError.

    A unit outside the scope is as unknown as one that does not exist, and so is an advisor of such a unit.
    """
    exactly = _among(words, "exactly", EXACT)
    condition, names = Q(), {}
    for dimension in DIMENSIONS:
        if codes := codes_in(words.get(dimension)):
            found, name = _FOUND[dimension](codes, scope, dimension in exactly)
            condition, names[dimension] = condition & found, name
    for dimension in _among(words, "without", OPTIONAL):
        condition &= _nothing(dimension)
        names[dimension] = str(_WITHOUT[dimension]())
    return Kept(condition, names)


def codes_in(value: Any) -> list[str]:
    """The codes of a word, each once."""
    return list(dict.fromkeys(code.strip() for code in str(value or "").split(",") if code.strip()))


def _among(words: Mapping[str, Any], word: str, possible: tuple[str, ...]) -> list[str]:
    found = codes_in(words.get(word))
    for code in found:
        if code not in possible:
            raise UnknownWordError(word, code)
    return found


def _nothing(dimension: str) -> Q:
    if dimension in ("channel", "language"):
        return Q(**{dimension: ""})
    return Q(**{f"{dimension}__isnull": True})


type Found = tuple[Q, str]


def _named(word: str, codes: list[str], known: Mapping[str, Any]) -> list[Any]:
    """What these codes name; each must name something."""
    for code in codes:
        if code not in known:
            raise UnknownWordError(word, code)
    return [known[code] for code in codes]


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def _units(codes: list[str], scope: Scope, exactly: bool) -> Found:
    known = {code: card for code, card in units_by_code(codes).items() if scope.covers(card.path)}
    cards = _named("unit", codes, known)
    if exactly:
        return Q(unit_id__in=[card.id for card in cards]), _listed([card.name for card in cards])
    return _below("unit", [card.path for card in cards]), _listed([card.name for card in cards])


def _below(field: str, paths: list[str]) -> Q:
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{field}__path__startswith": path})
    return condition


def _channels(codes: list[str], scope: Scope, exactly: bool) -> Found:
    names = {channel.value: str(name) for channel, name in CHANNEL_NAMES.items()}
    return Q(channel__in=codes), _listed(_named("channel", codes, names))


def _steps(codes: list[str], scope: Scope, exactly: bool) -> Found:
    cards = _named("step", codes, {card.code: card for card in steps()})
    return Q(step_id__in=[card.id for card in cards]), _listed([card.name for card in cards])


def _reasons(codes: list[str], scope: Scope, exactly: bool) -> Found:
    cards = _named("reason", codes, {card.code: card for card in reasons()})
    names = _listed([card.name for card in cards])
    if exactly:
        return Q(reason_id__in=[card.id for card in cards]), names
    return _below("reason", [card.path for card in cards]), names


def _advisors(codes: list[str], scope: Scope, exactly: bool) -> Found:
    theirs = {unit.id for unit in units_in(scope)}
    known = {c: card for c, card in advisors_by_code(codes).items() if card.unit_id is None or card.unit_id in theirs}
    cards = _named("advisor", codes, known)
    return Q(advisor_id__in=[card.id for card in cards]), _listed([card.name or card.code for card in cards])


def _languages(codes: list[str], scope: Scope, exactly: bool) -> Found:
    return Q(language__in=[code.lower() for code in codes]), _listed([_language(code) for code in codes])


def _language(code: str) -> str:
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


_FOUND: dict[str, Callable[[list[str], Scope, bool], Found]] = {
    "unit": _units,
    "channel": _channels,
    "step": _steps,
    "reason": _reasons,
    "advisor": _advisors,
    "language": _languages,
}

_WITHOUT: dict[str, Callable[[], str]] = {
    "channel": lambda: _("without a channel"),
    "step": lambda: _("without a step"),
    "reason": lambda: _("without a known reason"),
    "advisor": lambda: _("without a known advisor"),
    "language": lambda: _("without a known language"),
}
