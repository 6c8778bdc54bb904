"""An interaction that was told of while it lasted, and is told of again when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aisance.accounts.models import Advisor
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, Identifier
from aisance.intake.public import import_file
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.importing import INTERACTIONS
from aisance.journeys.models import Interaction
from aisance.journeys.public import add_journey, ensure_reasons, record_interactions
from aisance.lake.models import StaleDay
from tests.cast import BY, Cast

LASTING = InteractionDraft(
    source="telephony",
    external_id="1",
    channel=Channel.PHONE,
    started_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    customer=CustomerClaim({IdentifierKind.EXTERNAL: "C1"}),
    reason="bill",
    unit="lille-a",
    advisor="hugo",
    language="fr",
    wait_seconds=30,
    attributes={"line": "3"},
)
OVER = replace(
    LASTING,
    customer=CustomerClaim(),
    advisor="",
    reason="",
    step="contact",
    handling_seconds=90,
    outcome=Outcome.RESOLVED,
)


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("contact", {"en": "Contact"})], is_main=True, by=BY)
    ensure_reasons({"bill": {"en": "Bill"}, "move": {"en": "Move"}}, by=BY)


def told() -> list[list[int]]:
    return [event.payload["interaction_ids"] for event in Event.objects.order_by("pk")]


def test_a_lasting_interaction_is_ended_by_a_draft_with_an_outcome() -> None:
    [begun] = record_interactions([LASTING], by=BY)
    [ended] = record_interactions([OVER], by=BY)

    assert (begun.status, ended.status, ended.id) == ("accepted", "accepted", begun.id)
    row = Interaction.objects.select_related("step", "reason", "advisor", "customer").get()
    assert (row.outcome, row.wait_seconds, row.handling_seconds) == ("resolved", 30, 90)
    assert row.ended_at == datetime(2026, 3, 1, 23, 32, tzinfo=UTC)
    assert row.step is not None
    assert row.step.code == "contact"
    assert told() == [[row.pk]]
    assert list(StaleDay.objects.values_list("fact", "day")) == [("interactions", date(2026, 3, 2))]


def test_what_the_ending_does_not_say_stays() -> None:
    record_interactions([LASTING], by=BY)
    record_interactions([replace(OVER, language="", attributes={"queue": "b"})], by=BY)

    row = Interaction.objects.select_related("reason", "advisor").get()
    assert row.reason is not None
    assert row.reason.code == "bill"
    assert row.advisor is not None
    assert row.advisor.code == "hugo"
    assert row.customer_id == Customer.objects.get().pk
    assert (row.language, row.attributes) == ("fr", {"line": "3", "queue": "b"})


def test_what_the_ending_says_goes_over_what_was_held() -> None:
    record_interactions([LASTING], by=BY)
    other = replace(OVER, wait_seconds=45, advisor="noor", reason="move", done_at=datetime(2026, 3, 2, 9, tzinfo=UTC))

    record_interactions([other], by=BY)

    row = Interaction.objects.select_related("reason").get()
    assert row.reason is not None
    assert (row.wait_seconds, row.reason.code, row.advisor_id) == (45, "move", Advisor.objects.get(code="noor").pk)
    assert (row.done_at, row.ended_at) == (other.done_at, other.done_at)


def test_where_and_when_it_was_stays() -> None:
    record_interactions([LASTING], by=BY)
    record_interactions(
        [replace(OVER, channel=Channel.CHAT, unit="lille-b", started_at=datetime(2026, 5, 1, tzinfo=UTC))], by=BY
    )

    row = Interaction.objects.select_related("unit").get()
    assert (row.channel, row.unit.code, row.started_at) == ("phone", "lille-a", LASTING.started_at)
    assert row.ended_at == datetime(2026, 3, 1, 23, 32, tzinfo=UTC)


def test_a_customer_recognised_late_is_noted_and_a_known_one_stays() -> None:
    late = CustomerClaim({IdentifierKind.EXTERNAL: "C9"})
    record_interactions([replace(LASTING, customer=CustomerClaim()), replace(LASTING, external_id="2")], by=BY)

    record_interactions([replace(OVER, customer=late), replace(OVER, external_id="2", customer=late)], by=BY)

    rows = Interaction.objects.order_by("external_id").values_list("customer_id", flat=True)
    bearers = dict(Identifier.objects.values_list("value", "customer_id"))
    assert list(rows) == [bearers["C9"], bearers["C1"]]


def test_what_is_over_is_known_whatever_is_told_of_it() -> None:
    record_interactions([LASTING], by=BY)
    record_interactions([OVER], by=BY)
    before = Interaction.objects.values().get()

    stranger = CustomerClaim({IdentifierKind.EXTERNAL: "C7"})
    again = replace(OVER, outcome=Outcome.LEFT, wait_seconds=500, advisor="nobody", customer=stranger)
    answers = record_interactions([OVER, again], by=BY) + record_interactions([again, LASTING], by=BY)

    assert [(answer.status, answer.id) for answer in answers] == [("known", before["id"])] * 4
    assert Interaction.objects.values().get() == before
    assert (told(), StaleDay.objects.count()) == ([[before["id"]]], 1)
    assert not Advisor.objects.filter(code="nobody").exists()
    assert not Identifier.objects.filter(value="C7").exists()


def test_a_later_draft_without_an_outcome_changes_nothing() -> None:
    record_interactions([LASTING], by=BY)
    before = Interaction.objects.values().get()

    [answer] = record_interactions([replace(LASTING, wait_seconds=77, step="contact")], by=BY)

    assert (answer.status, answer.id) == ("known", before["id"])
    assert Interaction.objects.values().get() == before
    assert (told(), StaleDay.objects.count()) == ([], 0)


def test_beginning_and_end_in_one_batch_are_both_accepted() -> None:
    answers = record_interactions([LASTING, OVER, replace(OVER, wait_seconds=500), LASTING], by=BY)

    row = Interaction.objects.get()
    assert [(answer.status, answer.id) for answer in answers] == [
        ("accepted", row.pk),
        ("accepted", row.pk),
        ("known", row.pk),
        ("known", row.pk),
    ]
    assert (row.outcome, row.wait_seconds, told()) == ("resolved", 30, [[row.pk]])
    entry = AuditEntry.objects.get(action="interactions.recorded")
    assert entry.changes == {"accepted": 2, "known": 2, "refused": 0}


def test_a_refused_ending_leaves_it_lasting() -> None:
    record_interactions([LASTING], by=BY)

    [answer] = record_interactions([replace(OVER, step="nowhere")], by=BY)

    assert (answer.status, Interaction.objects.get().outcome, told()) == ("refused", None, [])


def test_an_interaction_of_another_unit_is_not_ended_from_here(cast: Cast) -> None:
    record_interactions([replace(LASTING, unit="namur-a")], by=BY)
    stranger = CustomerClaim({IdentifierKind.EXTERNAL: "C7"})

    [answer] = record_interactions([replace(OVER, customer=stranger)], by=cast.viewer(Role.SUPERVISOR))

    assert (answer.status, Interaction.objects.get().outcome, told()) == ("known", None, [])
    assert not Identifier.objects.filter(value="C7").exists()


def test_a_file_ends_what_an_earlier_file_began(tmp_path: Path) -> None:
    begun, over = tmp_path / "begun.csv", tmp_path / "over.csv"
    header = "source,external_id,channel,started_at,unit,wait_seconds,handling_seconds,outcome\n"
    rows = [f"acd,{number},phone,2026-03-02T09:00:00+01:00,lille-a,20" for number in range(3)]
    begun.write_text(header + "".join(f"{row},,\n" for row in rows))
    over.write_text(header + "".join(f"{row},60,answered\n" for row in rows))

    totals = [import_file(INTERACTIONS, path, by=BY).totals for path in (begun, over, over)]

    assert [(total.accepted, total.known, total.refused) for total in totals] == [(3, 0, 0), (3, 0, 0), (0, 3, 0)]
    ends = set(Interaction.objects.values_list("outcome", "ended_at"))
    assert ends == {("answered", datetime(2026, 3, 2, 8, 1, 20, tzinfo=UTC))}
    assert sorted(told()[0]) == sorted(Interaction.objects.values_list("pk", flat=True))
