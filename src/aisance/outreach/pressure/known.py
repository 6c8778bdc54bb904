"""The programmes and the reasons of holds that a rule may name, for people to choose among."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.outreach.models import Hold, PressureDecision, PressureRule
from aisance.outreach.pressure.ready import READY_MADE

LATELY = timedelta(days=92)

REASONS: Mapping[str, Any] = {
    "case": _("An open case"),
    "complaint": _("A complaint"),
    "bereavement": _("A bereavement"),
    "fraud": _("A fraud or a dispute"),
    "wish": _("Their own wish"),
}
"""Why customers are put on hold, by code; files and the API may name others."""

OWN_REASONS: Mapping[str, Any] = {"open-case": _("A case that is open here")}
"""Why the product itself puts customers on hold."""


@dataclass(frozen=True, slots=True)
class Named:
    """A programme that asks contact pressure for leave: its code, its family and what it is called."""

    code: str
    family: str
    name: str


type Teller = Callable[[], Iterable[Named]]

_TELLERS: dict[str, Teller] = {}


def tells_programmes(teller: Teller) -> Teller:
    """Let a domain above tell its programmes, also those that have asked nobody yet; registered at start."""
    _TELLERS[f"{teller.__module__}.{teller.__qualname__}"] = teller
    return teller


def names_told() -> dict[str, str]:
    """The names of the programmes that domains above tell, by code."""
    return {one.code: one.name for teller in _TELLERS.values() for one in teller()}


def programmes_to_name() -> dict[str, str]:
    """What a rule may name as a programme, by code: those told, those that asked lately, those that rules name."""
    told = names_told()
    others = {*_lately("programme"), *_in_rules("programme"), *_in_rules("other")}
    return _sorted({**{code: code for code in others}, **told})


def families_to_name() -> dict[str, str]:
    """What a rule may name as a family, by code."""
    told = {one.family for teller in _TELLERS.values() for one in teller()}
    ready = {card.rule.about.family for card in READY_MADE}
    found = told | ready | {*_lately("family"), *_in_rules("family")}
    return _sorted({code: code for code in found})


def reasons_to_name() -> dict[str, Any]:
    """Why customers may be on hold, by code: the usual reasons, and others under which somebody is or a rule heeds."""
    held = set(Hold.objects.filter(until__gt=clock.now()).values_list("code", flat=True).distinct())
    heeded = {code for row in PressureRule.objects.all() for code in row.hold_codes}
    return {**REASONS, **{code: reason_name(code) for code in sorted((held | heeded) - REASONS.keys())}}


def reason_name(code: str) -> Any:
    """Why a customer is on hold in words; the code of a reason that somebody else named."""
    return REASONS.get(code) or OWN_REASONS.get(code, code)


def _lately(column: str) -> set[str]:
    rows = PressureDecision.objects.filter(day__gt=clock.today() - LATELY)
    return set(rows.order_by().values_list(column, flat=True).distinct())


def _in_rules(column: str) -> set[str]:
    return set(PressureRule.objects.values_list(column, flat=True))


def _sorted(names: Mapping[str, str]) -> dict[str, str]:
    found = {code: name if name == code else f"{name} ({code})" for code, name in names.items() if code}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))
