"""Gestures of goodwill at Orvane: a catalogue, budgets, requests, a year with a draw, and something to verify."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from aisance.accounts.public import add_person, assign_role, units_by_code, viewer_of
from aisance.cases import public as cases
from aisance.cases.contracts import CaseOutcome
from aisance.core import clock
from aisance.core.permissions import Role, Viewer
from aisance.demo import company
from aisance.demo.draw import TEAMS
from aisance.journeys.public import reasons

SINCE_DAYS = 300
PAST, RECENT, NEAR_THE_LIMIT = 260, 60, 14
HELD_BACK = 0.2
LOST_WITH, LOST_WITHOUT = 0.06, 0.26
"""What a gesture truly brings at Orvane: a fifth of those who would leave stay."""

NORA = ("nora@orvane.example", "Nora Vasseur", "nantes-a")
KINDS = (
    (
        "voucher",
        "voucher",
        "Bon d’achat",
        "Voucher",
        500,
        20_000,
        {"advisor": 5_000, "supervisor": 15_000},
        None,
        False,
    ),
    (
        "error-refund",
        "refund",
        "Remboursement d’une erreur",
        "Refund of an error",
        100,
        50_000,
        {"advisor": 10_000, "supervisor": 30_000},
        None,
        True,
    ),
    (
        "month-free",
        "month_free",
        "Un mois d’abonnement offert",
        "A month of the contract free",
        5_800,
        5_800,
        {"supervisor": 5_800},
        365,
        False,
    ),
    (
        "express",
        "express",
        "Intervention express",
        "Express visit",
        1_560,
        1_560,
        {"advisor": 1_560, "supervisor": 1_560},
        None,
        False,
    ),
    (
        "flowers",
        "flowers",
        "Bouquet de fleurs",
        "Flowers",
        2_500,
        2_500,
        {"advisor": 2_500, "supervisor": 2_500},
        365,
        False,
    ),
    (
        "sorry-call",
        "apology_call",
        "Appel d’excuses du responsable",
        "A manager calls to say sorry",
        0,
        0,
        {"advisor": 0, "supervisor": 0},
        None,
        False,
    ),
)
WHY = {
    "fr": (
        "Trois factures fausses de suite.",
        "Rendez-vous manqué deux fois.",
        "Coupure de deux jours.",
        "Dossier perdu.",
    ),
    "en": ("Three wrong bills in a row.", "Two missed appointments.", "Cut off for two days.", "We lost the file."),
}


def give_gestures(people: Mapping[str, int], customers: Sequence[int], seed: int, now: datetime, by: Viewer) -> None:
    """The catalogue and its budgets, what was given within the last ten months, and what is asked for now."""
    units = {code: unit.id for code, unit in units_by_code([*TEAMS, "orvane", "lille"]).items()}
    nora = _nora(units, by)
    with clock.stopped_at(now - timedelta(days=SINCE_DAYS)):
        _set(units, viewer_of(people["claire@orvane.example"]) or by)
    givers = {"lille-a": people["hugo@orvane.example"], "nantes-a": nora}
    rng = np.random.default_rng([seed, 77])
    cases.record_past_gestures(list(_past(rng, customers, units, givers, now)), by=by)
    hugo, samira = viewer_of(people["hugo@orvane.example"]), viewer_of(people["samira@orvane.example"])
    if hugo is not None and samira is not None:
        _now(hugo, samira, now)


def _nora(units: Mapping[str, int], by: Viewer) -> int:
    email, name, unit = NORA
    person = add_person(email=email, name=name, password=company.PASSWORD, language="fr", by=by)
    assign_role(person_id=person.pk, role=Role.ADVISOR, unit_id=units[unit], by=by)
    return int(person.pk)


def _set(units: Mapping[str, int], by: Viewer) -> None:
    for code, sort, french, english, least, most, limits, days, is_due in KINDS:
        draft = cases.GestureKindDraft(
            code=code,
            sort=cases.GestureSort(sort),
            name={"fr": french, "en": english},
            least_minor=least,
            most_minor=most,
            limits={**limits, "manager": most},
            again_after_days=days,
            is_due=is_due,
        )
        cases.set_gesture_kind(draft, by=by)
    each, unit = cases.BudgetHolder.EACH, cases.BudgetHolder.UNIT
    month, quarter = cases.BudgetPeriod.MONTH, cases.BudgetPeriod.QUARTER
    cases.set_gesture_budget(unit_id=units["orvane"], holder=each, period=month, amount_minor=10_000, by=by)
    cases.set_gesture_budget(unit_id=units["lille"], holder=unit, period=quarter, amount_minor=200_000, by=by)
    words = "Pour savoir si un geste fait rester ; revu chaque trimestre."
    cases.hold_gestures_back(share=HELD_BACK, words=words, seed="orvane", by=by)


def _past(
    rng: np.random.Generator,
    customers: Sequence[int],
    units: Mapping[str, int],
    givers: Mapping[str, int],
    now: datetime,
) -> Iterator[cases.PastGesture]:
    """One gesture a customer, but for one who got several; the amounts of one advisor lie just under the limit."""
    chosen = iter(rng.choice(np.array(customers), PAST + RECENT + NEAR_THE_LIMIT + 1, replace=False).tolist())
    by_reason = [card.id for card in reasons() if card.code in ("bill", "outage", "move")]
    for place in range(PAST + RECENT):
        days = rng.uniform(95, SINCE_DAYS - 2) if place < PAST else rng.uniform(6, 88)
        team = TEAMS[int(rng.integers(len(TEAMS)))]
        customer, amount = next(chosen), _amount(rng)
        yield _one(rng, customer, team, units, givers, by_reason, amount, now - timedelta(days=float(days)))
    for _place in range(NEAR_THE_LIMIT):
        at = now - timedelta(days=float(rng.uniform(6, 80)))
        amount = int(rng.integers(46, 51)) * 100
        yield _one(rng, next(chosen), "nantes-a", units, givers, by_reason, amount, at, draws=False)
    often = next(chosen)
    for days in (12, 31, 52, 71):
        at = now - timedelta(days=days)
        yield _one(rng, often, "lille-b", units, givers, by_reason, 2_000, at, draws=False)


def _amount(rng: np.random.Generator) -> int:
    """Mostly small, in steps of a half euro; one in ten above what advisors decide."""
    return int(np.clip(round(float(rng.lognormal(3.0, 0.65)) * 2) * 50, 500, 20_000))


def _one(
    rng: np.random.Generator,
    customer: int,
    team: str,
    units: Mapping[str, int],
    givers: Mapping[str, int],
    by_reason: Sequence[int],
    amount: int,
    at: datetime,
    *,
    draws: bool = True,
) -> cases.PastGesture:
    alone = amount <= 5_000
    approved = alone or rng.random() < 0.7
    held = bool(approved and draws and rng.random() < HELD_BACK)
    lost = rng.random() < (LOST_WITHOUT if held or not approved else LOST_WITH)
    outcome = CaseOutcome.LOST if lost else CaseOutcome.SAVED if rng.random() < 0.25 else CaseOutcome.SOLVED
    closed = at + timedelta(days=float(rng.uniform(0.1, 4)))
    words = WHY["fr" if team.startswith(("lille", "nantes", "shop")) else "en"]
    return cases.PastGesture(
        kind="voucher",
        customer_id=customer,
        unit_id=units[team],
        opened_at=at,
        closed_at=closed,
        outcome=outcome,
        amount_minor=amount,
        decision="held_back" if held else "within" if alone else "approved" if approved else "declined",
        words=words[int(rng.integers(len(words)))],
        reason_id=by_reason[int(rng.integers(len(by_reason)))],
        by_id=givers.get(team),
        most_minor=5_000,
        first_touched_at=_first_touch(customer, at, closed),
    )


def _first_touch(customer: int, opened: datetime, closed: datetime) -> datetime:
    """Mostly within half a day, now and then the next one; drawn apart, so that the stories stay as they are."""
    hours = float(np.random.default_rng(customer).lognormal(0.9, 0.8))
    return min(opened + timedelta(hours=hours), opened + (closed - opened) * 0.8)


def _now(hugo: Viewer, samira: Viewer, now: datetime) -> None:
    """What Hugo gave this month, what waits for an answer, and what was declined."""
    own = cases.cases_seen(hugo).filter(owner_id=hugo.person_id, closed_at__isnull=True).select_related("unit")
    rows = list(own.order_by("pk")[:5])
    kinds = cases.gesture_kind_ids()
    asked = (
        ("voucher", 2_000, 3),
        ("express", 1_560, 2),
        ("voucher", 9_000, 50),
        ("month-free", 5_800, 1),
        ("voucher", 12_000, 30),
    )
    for row, (code, amount, hours) in zip(rows, asked, strict=False):
        with clock.stopped_at(now - timedelta(hours=hours)):
            given = cases.give_gesture(
                case=row, kind_id=kinds[code], amount_minor=amount, words=WHY["fr"][row.pk % 4], by=hugo
            )
        if amount == 12_000:
            with clock.stopped_at(now - timedelta(hours=26)):
                words = "La facture est déjà corrigée : un bon de 20 € suffit."
                cases.decline_gesture(gesture_id=given.gesture_id, words=words, by=samira)
