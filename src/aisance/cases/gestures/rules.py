"""Who may give what: pure decisions over terms, limits and purses."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aisance.cases.gestures.contracts import GestureReason, Limit, Period, Purse, Situation, Terms


def period_of(day: date, period: Period) -> str:
    """The name of the period in which a day lies.

    >>> period_of(date(2026, 11, 22), Period.MONTH), period_of(date(2026, 11, 22), Period.QUARTER)
    ('2026-11', '2026-Q4')
    """
    return f"{day:%Y-%m}" if period is Period.MONTH else f"{day.year}-Q{(day.month + 2) // 3}"


def refusal(terms: Terms, situation: Situation, amount_minor: int) -> GestureReason | None:
    """Which condition of the catalogue a gesture fails, the first one; null where it meets them all.

    Conditions hold for everybody: nobody above may waive them. They are changed in the catalogue.
    """
    failures = (
        (GestureReason.OFF, not terms.is_on),
        (GestureReason.NO_CUSTOMER, not situation.has_customer),
        (GestureReason.AMOUNT, not terms.least_minor <= amount_minor <= terms.most_minor),
        (GestureReason.CASE_REASON, bool(terms.reasons) and not terms.reasons & situation.reasons),
        (GestureReason.CASE_OUTCOME, bool(terms.outcomes) and situation.outcome not in terms.outcomes),
        (GestureReason.SEGMENT, bool(terms.segments) and situation.segment not in terms.segments),
        (GestureReason.TOO_SOON, _too_soon(terms, situation)),
    )
    return next((reason for reason, fails in failures if fails), None)


def _too_soon(terms: Terms, situation: Situation) -> bool:
    """A second in the same case is another matter: it needs its own reason, not the days."""
    if terms.again_after_days is None or situation.last_given is None or situation.given_here:
        return False
    return situation.now < free_again(situation.last_given, terms.again_after_days)


def free_again(given: datetime, days: int) -> datetime:
    """From when on a customer may have one of the kind again."""
    return given + timedelta(days=days)


def autonomy(limits: Iterable[Limit], roles: Iterable[tuple[str, str]], unit_path: str) -> int | None:
    """Up to what amount somebody grants in a unit; null where none of their roles may grant.

    `roles` are pairs of a role and the path at which it is held. Of one role the limit of the nearest unit counts, even
    if it is lower than that of the units above; of several roles the highest.

    >>> limits = [Limit("advisor", "", 5000), Limit("advisor", "/1/2/", 2000), Limit("supervisor", "", 15000)]
    >>> autonomy(limits, [("advisor", "/1/2/3/")], "/1/2/3/"), autonomy(limits, [("advisor", "/1/")], "/1/9/")
    (2000, 5000)
    >>> autonomy(limits, [("advisor", "/1/9/")], "/1/2/3/") is None
    True
    """
    held = {role for role, path in roles if unit_path.startswith(path)}
    nearest: dict[str, Limit] = {}
    for limit in limits:
        if limit.role in held and unit_path.startswith(limit.path):
            known = nearest.get(limit.role)
            if known is None or len(limit.path) > len(known.path):
                nearest[limit.role] = limit
    return max((limit.most_minor for limit in nearest.values()), default=None)


def must_ask(amount_minor: int, most_minor: int | None, purses: Sequence[Purse]) -> GestureReason | None:
    """Why somebody above must be asked; null where the amount is within the autonomy and every purse."""
    if most_minor is None:
        return GestureReason.NO_AUTONOMY
    if amount_minor > most_minor:
        return GestureReason.OVER_AUTONOMY
    short = [purse for purse in purses if amount_minor > purse.left_minor]
    if any(purse.person_id is None for purse in short):
        return GestureReason.OVER_UNIT_BUDGET
    return GestureReason.OVER_BUDGET if short else None


def draw(seed: str, case_id: int) -> float:
    """Where a case falls between 0 and 1, the same whenever it is drawn: by a digest of the seed and its id.

    >>> round(draw("spring", 1), 6), round(draw("spring", 2), 6)
    (0.461999, 0.973792)
    """
    digest = hashlib.sha256(f"{seed}:{case_id}".encode()).digest()
    return int.from_bytes(digest[:7]) / 2**56  # 56 bits, which a double holds exactly


@dataclass(frozen=True, slots=True)
class Ask:
    """A gesture that somebody wanted to give in the past. `was_granted` says how it ended."""

    id: int
    person_id: int | None
    day: date
    amount_minor: int
    was_granted: bool
    asked_above: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What a policy would have made of past asks: how many were decided alone, at what cost, and who was asked."""

    n: int
    alone: int
    alone_then: int
    cost_minor: int
    cost_then_minor: int
    above: tuple[Ask, ...]


def tried(asks: Iterable[Ask], limit_minor: int, budget_minor: int | None = None) -> Tried:
    """Play a policy over past asks in their order: alone up to a limit, and up to a budget a person and month.

    What would have been decided alone is given; what would have been asked above ends as it did. People may ask for
    other amounts under another policy, which no play of the past can know.
    """
    asks = sorted(asks, key=lambda ask: (ask.day, ask.id))
    spent: dict[tuple[int | None, str], int] = {}
    above: list[Ask] = []
    cost = 0
    for ask in asks:
        purse = (ask.person_id, period_of(ask.day, Period.MONTH))
        within = budget_minor is None or spent.get(purse, 0) + ask.amount_minor <= budget_minor
        if ask.amount_minor <= limit_minor and within:
            spent[purse] = spent.get(purse, 0) + ask.amount_minor
            cost += ask.amount_minor
        else:
            above.append(ask)
            cost += ask.amount_minor if ask.was_granted else 0
    then = sum(ask.amount_minor for ask in asks if ask.was_granted)
    alone_then = sum(not ask.asked_above for ask in asks)
    return Tried(len(asks), len(asks) - len(above), alone_then, cost, then, tuple(above))
