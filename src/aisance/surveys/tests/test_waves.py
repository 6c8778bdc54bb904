"""Waves of a barometer: a sample computed for a precision, drawn once, each customer in it decided with a reason."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from aisance.core.clock import stopped_at
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.customers.public import find_or_add_customers
from aisance.outreach.models import Message, PressureDecision
from aisance.outreach.public import stop
from aisance.surveys.contracts import ProgrammeKind, ProgrammeTerms
from aisance.surveys.facts import decisions_taken, scored_answers
from aisance.surveys.models import Invitation, Programme, Response, Wave
from aisance.surveys.planning.sampling import allocation, answers_needed
from aisance.surveys.public import publish_draft, save_draft, switch_on
from aisance.surveys.ready import INVITATION, QUESTIONS, SUBJECT
from aisance.surveys.services.answering import Given, give_answer
from aisance.surveys.services.asking import ask_due
from aisance.surveys.services.deciding import decide_invitations
from aisance.surveys.services.programmes import create_programme
from aisance.surveys.services.waves import draw_due, draw_wave, plan_wave
from aisance.surveys.tests.company import BY, NOON, call, running_programme
from tests.cast import Cast

DAY = timedelta(days=1)
TERMS: dict[str, Any] = {
    "channels": [],
    "step_ids": [],
    "wait_minutes": 0,
    "valid_hours": 240,
    "quiet_days": 0,
    "subject": SUBJECT,
    "invitation": INVITATION,
    "questions": QUESTIONS,
}


def barometer(cast: Cast, unit: str = "orvane", **terms: Any) -> Programme:
    names = {"fr": "Baromètre", "en": "Barometer"}
    unit_id = cast.units[unit].pk
    pk = create_programme(code="barometer", names=names, kind=ProgrammeKind.COLD, unit_id=unit_id, by=BY)
    save_draft(programme_id=pk, terms=ProgrammeTerms(**{**TERMS, **terms}), by=BY)
    with stopped_at(NOON):
        publish_draft(programme_id=pk, by=BY)
        switch_on(programme_id=pk, by=BY)
    return Programme.objects.get(pk=pk)


def customers(count: int, *, language: str = "en", name: str = "c", phone: bool = False) -> list[int]:
    claims = []
    for n in range(count):
        identifiers = {IdentifierKind.EMAIL: f"{name}{n}@example.org"}
        if phone:
            identifiers[IdentifierKind.PHONE] = f"+3361234{n:04d}"
        claims.append(CustomerClaim(identifiers, language=language))
    return [pk for pk in find_or_add_customers(claims, by=BY) if pk is not None]


def wave(programme: Programme, **about: Any) -> Wave:
    given = {"starts_at": NOON, "ends_at": NOON + 14 * DAY, "precision": 10.0, "expected_rate": 0.5, **about}
    number = plan_wave(programme_id=programme.pk, by=BY, **given)
    return Wave.objects.get(programme=programme, number=number)


def drawn() -> set[int]:
    return {pk for pk in Invitation.objects.values_list("customer_id", flat=True) if pk is not None}


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 5000), max_size=8),
    st.integers(0, 8000),
    st.integers(0, 60),
)
def test_an_allocation_adds_up_and_keeps_its_bounds(sizes: dict[str, int], total: int, minimum: int) -> None:
    found = allocation(sizes, total, minimum)

    floors = {name: min(minimum, size) for name, size in sizes.items()}
    assert sum(found.values()) == min(max(total, sum(floors.values())), sum(sizes.values()))
    assert all(floors[name] <= found[name] <= size for name, size in sizes.items())


@pytest.mark.parametrize(
    ("half_width", "variance", "population", "answers"),
    [(5, 0.25, None, 385), (3, 0.25, None, 1068), (5, 0.25, 1000, 278), (1, 1.0, 500, 494), (5, 1.0, 0, 0)],
)
def test_a_precision_takes_so_many_answers(
    half_width: float, variance: float, population: int | None, answers: int
) -> None:
    assert answers_needed(half_width, variance, population) == answers


def test_a_wave_draws_its_sample_by_strata_with_weights(cast: Cast) -> None:
    programme = barometer(cast)
    customers(400, language="fr", name="f")
    customers(80, language="nl", name="n")
    customers(5, language="", name="x")
    row = wave(programme, stratify_by=["language"], minimum=20, precision=15.0)

    with stopped_at(NOON):
        assert draw_due() == 1

    row.refresh_from_db()
    assert row.state == "drawn"
    # 171 answers for plus or minus 15 points, 127 of them in a population of 485; twice as many are drawn.
    assert {name: (of["size"], of["drawn"]) for name, of in row.strata.items()} == {
        "?": (5, 5),
        "fr": (400, 208),
        "nl": (80, 41),
    }
    assert row.strata["fr"]["weight"] == round(400 / 208, 6)
    languages = Counter(Customer.objects.filter(pk__in=drawn()).values_list("language", flat=True))
    assert languages == {"fr": 208, "nl": 41, "": 5}
    assert row.sample_size == Invitation.objects.count() == 254


def test_drawing_twice_draws_nobody_twice(cast: Cast) -> None:
    programme = barometer(cast)
    customers(300)
    row = wave(programme, precision=25.0)

    with stopped_at(NOON):
        assert draw_wave(wave_id=row.pk)
        before = drawn()
        assert not draw_wave(wave_id=row.pk)
        assert draw_due() == 0

    assert drawn() == before


def test_a_draw_that_was_interrupted_draws_the_same_again(cast: Cast) -> None:
    programme = barometer(cast)
    customers(300)
    row = wave(programme, precision=25.0)
    with stopped_at(NOON):
        draw_wave(wave_id=row.pk)
        before = drawn()
        Invitation.objects.all().delete()
        PressureDecision.objects.all().delete()
        Wave.objects.update(state=Wave.State.PLANNED)
        draw_wave(wave_id=row.pk)
        again = drawn()
        Invitation.objects.all().delete()
        Wave.objects.update(state=Wave.State.PLANNED, seed=row.seed + 1)
        draw_wave(wave_id=row.pk)

    assert again == before
    assert drawn() != before


def test_whoever_is_drawn_and_not_asked_bears_a_reason(cast: Cast) -> None:
    programme = barometer(cast, quiet_days=10)
    ids = customers(6)
    [nowhere] = find_or_add_customers([CustomerClaim({IdentifierKind.EXTERNAL: "7"})], by=BY)
    stop(ids[0], "surveys", via="test")
    running_programme()
    with stopped_at(NOON - DAY):
        called = call(customer=CustomerClaim({IdentifierKind.EMAIL: "c1@example.org"}), ended_at=NOON - DAY / 4)
        decide_invitations(interaction_ids=[called])
    wave(programme, precision=1.0)

    with stopped_at(NOON):
        draw_due()

    rows = Invitation.objects.filter(wave__isnull=False)
    assert nowhere is not None
    reasons = dict(rows.values_list("customer_id", "reason"))
    assert reasons == {
        **dict.fromkeys(ids[2:], ""),
        ids[0]: "asked_to_stop",
        ids[1]: "asked_recently",
        nowhere: "no_address",
    }


def test_who_is_under_pressure_waits_until_the_wave_ends(cast: Cast) -> None:
    programme = barometer(cast)
    customers(1)
    Programme.objects.update(family="")
    wave(programme, precision=1.0)
    wave(programme, precision=1.0, starts_at=NOON + DAY, ends_at=NOON + 3 * DAY)
    with stopped_at(NOON):
        draw_due()
        ask_due()
    with stopped_at(NOON + 2 * DAY):
        draw_due()

    last = Invitation.objects.latest("pk")
    assert (last.state, last.reason, last.rule) == ("refused", "under_pressure", "one-survey-a-week")


def test_a_wave_asks_about_no_contact(cast: Cast) -> None:
    programme = barometer(cast)
    customers(1)
    wave(programme, precision=1.0)
    with stopped_at(NOON):
        draw_due()
        assert ask_due() == 1

    message = Message.objects.get()
    assert "because you are one of its customers, drawn by chance" in message.body
    assert "{" not in message.subject + message.body
    row = Invitation.objects.get()
    assert (row.state, row.interaction_id) == ("sending", None)
    assert row.expires_at == NOON + 10 * DAY


def test_the_next_wave_changes_way_and_subject_for_the_silent(cast: Cast) -> None:
    programme = barometer(cast, routes=["email", "sms"])
    silent, answering = customers(2, phone=True)
    wave(programme, precision=1.0, ends_at=NOON + 9 * DAY)
    with stopped_at(NOON):
        draw_due()
        ask_due()
    row = Invitation.objects.get(customer_id=answering)
    Response.objects.create(
        source="aisance", external_id="1", invitation=row, customer_id=answering, unit=row.unit, answered_at=NOON
    )
    again = {"fr": "Une autre façon", "en": "Another way"}
    later = NOON + 90 * DAY
    wave(programme, precision=1.0, starts_at=later, ends_at=later + 9 * DAY, again_subject=again)
    with stopped_at(later):
        draw_due()
        ask_due()

    second = Invitation.objects.filter(wave__number=2)
    assert dict(second.values_list("customer_id", "route")) == {silent: "sms", answering: "email"}
    subjects = dict(Message.objects.filter(created_at__gte=later).values_list("customer_id", "subject"))
    assert subjects[silent] == "Another way"
    assert subjects[answering].startswith("Was it easy?")


def test_a_barometer_of_a_country_draws_whom_the_country_met(cast: Cast) -> None:
    programme = barometer(cast, unit="belgium")
    customers(3)
    call("there", unit="namur-a", customer=CustomerClaim({IdentifierKind.EMAIL: "c1@example.org"}))
    call("here", unit="lille-a", customer=CustomerClaim({IdentifierKind.EMAIL: "c2@example.org"}))
    wave(programme, precision=1.0)

    with stopped_at(NOON + DAY):
        draw_due()

    met = Customer.objects.get(identifiers__value="c1@example.org").pk
    assert drawn() == {met}


def test_a_wave_waits_for_its_start_and_for_its_programme(cast: Cast) -> None:
    programme = barometer(cast)
    customers(3)
    wave(programme)
    Programme.objects.update(state=Programme.State.STOPPED)

    with stopped_at(NOON):
        assert draw_due() == 0
    Programme.objects.update(state=Programme.State.RUNNING)
    with stopped_at(NOON - DAY):
        assert draw_due() == 0
    with stopped_at(NOON + DAY):
        assert draw_due() == 1
    with stopped_at(NOON + 15 * DAY):
        assert draw_due() == 1
    assert Wave.objects.get().state == "over"


def test_contacts_ask_nobody_for_a_barometer_and_kinds_stay_apart(cast: Cast) -> None:
    barometer(cast)
    called = call()
    with stopped_at(NOON):
        assert decide_invitations(interaction_ids=[called]) == 0

    assert Invitation.objects.count() == 0


def answer(ids: list[int]) -> None:
    for row in Invitation.objects.filter(customer_id__in=ids):
        Response.objects.create(
            source="aisance",
            external_id=str(row.pk),
            invitation=row,
            customer_id=row.customer_id,
            unit=row.unit,
            answered_at=NOON + DAY,
            kind="cold",
        )


def test_figures_of_contacts_never_hold_answers_of_a_barometer(cast: Cast) -> None:
    programme = barometer(cast)
    customers(1)
    wave(programme, precision=1.0)
    with stopped_at(NOON):
        draw_due()
        ask_due()
        row = Invitation.objects.get()
        give_answer(invitation_id=row.pk, number=2, given=Given(score=10), language="en")

    assert Response.objects.get().kind == "cold"
    assert set(scored_answers().values_list("kind", flat=True)) == {"cold"}
    assert list(decisions_taken().values_list("kind", "channel", "answered")) == [("cold", None, 1)]


def draw_and_fail(row: Wave) -> None:
    """The power goes out before the draw is committed."""
    with transaction.atomic():
        draw_wave(wave_id=row.pk)
        raise RuntimeError


def test_a_draw_that_fails_half_way_leaves_nothing_and_is_made_again(cast: Cast) -> None:
    programme = barometer(cast)
    ids = customers(50)
    row = wave(programme, precision=1.0)
    with stopped_at(NOON):
        with pytest.raises(RuntimeError):
            draw_and_fail(row)
        row.refresh_from_db()
        assert (row.state, row.strata, Invitation.objects.count()) == ("planned", {}, 0)
        assert PressureDecision.objects.count() == 0
        assert draw_due() == 1

    assert drawn() == set(ids)
