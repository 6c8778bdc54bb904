"""The ledger: each interaction once, with its reasons when refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from aisance.accounts.models import Advisor
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import Role, system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.models import Interaction
from aisance.journeys.public import add_journey, ensure_reasons, record_interactions
from tests.cast import Cast

BY = system_viewer("test")
CALL = InteractionDraft(
    source="telephony",
    external_id="1",
    channel=Channel.PHONE,
    started_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    customer=CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}, "Hélène Garnier", "fr"),
    step="contact",
    reason="bill",
    unit="lille-a",
    advisor="hugo",
    language="fr",
    wait_seconds=30,
    handling_seconds=90,
    outcome=Outcome.RESOLVED,
    attributes={"line": "3"},
)


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("contact", {"en": "Contact"})], is_main=True, by=BY)
    ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}}, by=BY)


def test_a_recorded_interaction_holds_what_its_draft_said(cast: Cast) -> None:
    [answer] = record_interactions([CALL], by=BY)

    row = Interaction.objects.get()
    assert (answer.status, answer.id) == ("accepted", row.pk)
    assert (row.source, row.external_id, row.channel, row.direction) == ("telephony", "1", "phone", "inbound")
    assert row.started_at == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert row.day == date(2026, 3, 2)  # in Paris
    assert row.ended_at == datetime(2026, 3, 1, 23, 32, tzinfo=UTC)
    assert (row.wait_seconds, row.handling_seconds, row.outcome) == (30, 90, "resolved")
    assert row.attributes == {"line": "3"}
    assert row.unit_id == cast.units["lille-a"].pk
    assert row.step is not None
    assert row.step.code == "contact"
    assert row.reason is not None
    assert row.reason.code == "bill"
    advisor = Advisor.objects.get(code="hugo")
    assert (row.advisor_id, advisor.unit_id) == (advisor.pk, cast.units["lille-a"].pk)
    customer = Customer.objects.get()
    assert row.customer_id == customer.pk
    assert (customer.name, customer.language) == ("Hélène Garnier", "fr")


def test_recording_twice_changes_nothing() -> None:
    [first] = record_interactions([CALL], by=BY)
    [again] = record_interactions([replace(CALL, wait_seconds=500)], by=BY)

    assert (again.status, again.id) == ("known", first.id)
    assert Interaction.objects.get().wait_seconds == 30
    assert Event.objects.count() == 1


def test_a_double_inside_a_batch_is_known() -> None:
    answers = record_interactions([CALL, replace(CALL, external_id="2"), CALL], by=BY)

    assert [answer.status for answer in answers] == ["accepted", "accepted", "known"]
    assert answers[2].id == answers[0].id
    assert Interaction.objects.count() == 2


def test_a_refused_draft_leaves_its_key_to_a_later_one() -> None:
    answers = record_interactions([replace(CALL, step="nowhere"), CALL], by=BY)

    assert [answer.status for answer in answers] == ["refused", "accepted"]


def test_unknown_codes_are_refused_with_what_is_known() -> None:
    [answer] = record_interactions([replace(CALL, step="nowhere", reason="none", unit="mars")], by=BY)

    assert answer.status == "refused"
    assert [(p.field, p.value, str(p.expected)) for p in answer.problems] == [
        ("step", "nowhere", "one of: contact"),
        ("reason", "none", "one of: bill"),
        ("unit", "mars", "one of: belgium, france, lille, lille-a, lille-b, namur, namur-a, orvane"),
    ]
    assert not Interaction.objects.exists()
    assert not Customer.objects.exists()


def test_a_unit_outside_the_scope_is_refused_like_an_unknown_one(cast: Cast) -> None:
    samira = cast.viewer(Role.SUPERVISOR)

    refused, accepted = record_interactions([replace(CALL, unit="namur-a"), CALL], by=samira)

    assert [(p.field, str(p.expected)) for p in refused.problems] == [("unit", "one of: lille, lille-a, lille-b")]
    assert accepted.status == "accepted"
    assert Interaction.objects.get().unit_id == cast.units["lille-a"].pk


def test_without_a_unit_the_recorders_own_is_meant(cast: Cast) -> None:
    record_interactions([replace(CALL, unit="")], by=cast.viewer(Role.SUPERVISOR))
    record_interactions([replace(CALL, unit="", external_id="2")], by=BY)

    units = dict(Interaction.objects.values_list("external_id", "unit__code"))
    assert units == {"1": "lille", "2": "orvane"}


def test_somebody_without_the_right_records_nothing(cast: Cast) -> None:
    [answer] = record_interactions([CALL], by=cast.viewer(Role.ANALYST))

    assert answer.status == "refused"
    assert not Interaction.objects.exists()


def test_ended_interactions_are_told_by_the_thousand() -> None:
    drafts = [replace(CALL, external_id=str(number)) for number in range(1_500)]
    lasting = replace(CALL, external_id="lasting", outcome=None)

    answers = record_interactions([*drafts, lasting], by=BY)

    told = [event.payload["interaction_ids"] for event in Event.objects.order_by("pk")]
    assert [len(ids) for ids in told] == [1_000, 500]
    assert sorted(told[0] + told[1]) == sorted(answer.id or 0 for answer in answers[:-1])
    assert Interaction.objects.get(external_id="lasting").ended_at is None


def test_a_batch_takes_few_queries_whatever_its_size(django_assert_max_num_queries: object) -> None:
    drafts = [replace(CALL, external_id=str(number)) for number in range(1_000)]

    with django_assert_max_num_queries(30):  # type: ignore[operator]  # pytest-django's fixture
        record_interactions(drafts, by=BY)

    assert Interaction.objects.count() == 1_000


def test_one_line_in_the_audit_trail_a_batch() -> None:
    record_interactions([CALL, CALL, replace(CALL, step="nowhere")], by=BY)

    entry = AuditEntry.objects.get(action="interactions.recorded")
    assert entry.changes == {"accepted": 1, "known": 1, "refused": 1}


def test_an_empty_batch_does_nothing() -> None:
    assert record_interactions([], by=BY) == []
    assert not AuditEntry.objects.filter(action="interactions.recorded").exists()
