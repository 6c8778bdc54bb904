"""A case from its opening to its end: joined, held back, taken, written to, closed, opened again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aisance.cases.contracts import (
    HOLD_CODE,
    CaseOutcome,
    CaseRefusedError,
    CaseStatus,
    EntryKind,
    NewCase,
    StakePart,
    StaleCaseError,
)
from aisance.cases.models import Case, CaseEntry, DeskNotice
from aisance.cases.public import (
    assign,
    case_for,
    close,
    customer_says,
    merge,
    message_in,
    note,
    open_case,
    promise,
    reopen,
    set_away,
    set_profile,
    split,
    take,
    take_next,
    transfer,
    watch,
    write_to_customer,
)
from aisance.cases.services.talking import message_lost
from aisance.cases.tokens import solved_link
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers, same
from aisance.outreach.models import Hold, Message
from aisance.outreach.services.returns import bury_address
from tests.cast import BY, Cast
from tests.standing import standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in Paris


def lay(cast: Cast) -> None:
    claims = [
        CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}, name=name.title(), language="fr")
        for name in ("lea", "tom")
    ]
    find_or_add_customers(claims, by=BY)


company = standing(lay, moment=NOW, autouse=True)


def customer(name: str) -> int:
    [pk] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"})], by=BY)
    assert pk is not None
    return pk


def draft(cast: Cast, name: str = "lea", matter: str = "reason:1", **more: Any) -> NewCase:
    fields = {"unit_id": cast.units["lille-a"].pk, "language": "fr", "words": "Nobody called back.", **more}
    return NewCase(customer(name), matter, "by_hand", **fields)


def opened(cast: Cast, name: str = "lea", matter: str = "reason:1", **more: Any) -> Case:
    return Case.objects.get(pk=open_case(draft(cast, name, matter, **more), by=BY).case_id)


def kinds(row: Case) -> list[str]:
    return list(CaseEntry.objects.filter(case=row).order_by("pk").values_list("kind", flat=True))


def held(name: str) -> bool:
    return Hold.objects.filter(customer_id=customer(name), code=HOLD_CODE, until__gt=clock.now()).exists()


def test_a_case_is_opened_once_a_matter_and_joined_after(cast: Cast) -> None:
    first = open_case(draft(cast, key="a", stake_parts=(StakePart("rule", 30, {"rule": "nps"}),)), by=BY)
    again = open_case(draft(cast, key="a"), by=BY)
    more = (StakePart("rule", 20, {"rule": "words"}), StakePart("rule", 25, {"rule": "nps"}))
    joined = open_case(draft(cast, key="b", due_hours=2, stake_parts=more), by=BY)
    other = open_case(draft(cast, matter="reason:2"), by=BY)

    row = Case.objects.get(pk=first.case_id)
    assert (first.joined, again, joined.joined, joined.case_id) == (False, first, True, first.case_id)
    assert other.case_id != first.case_id
    assert kinds(row) == ["opened", "joined"]
    assert row.stake == 50.0
    assert row.due_at == NOW + timedelta(hours=2)
    assert row.ranked_at == NOW + timedelta(hours=2) - timedelta(minutes=15 * 50)


def test_a_new_case_goes_to_who_is_there_knows_and_speaks(cast: Cast) -> None:
    hugo = cast.people[Role.ADVISOR]
    alone = opened(cast, language="en")
    assert (alone.owner_id, alone.status) == (hugo.pk, CaseStatus.NEW)
    assert CaseEntry.objects.get(case=alone).data["why"] == "chosen"

    french = opened(cast, matter="x", language="fr")
    skilled = opened(cast, matter="y", language="en", skill="billing")
    elsewhere = opened(cast, matter="z", language="en", unit_id=cast.units["namur-a"].pk)
    reasons = [CaseEntry.objects.get(case=row).data["why"] for row in (french, skilled, elsewhere)]
    assert reasons == ["nobody_speaks", "nobody_knows", "nobody_there"]
    assert {french.owner_id, skilled.owner_id, elsewhere.owner_id} == {None}

    set_profile(person_id=hugo.pk, skills=["Billing"], languages=["fr"], most_open=2, by=BY)
    assert opened(cast, matter="v", skill="billing").owner_id == hugo.pk
    assert opened(cast, matter="w", skill="billing").owner_id is None  # two are open already


def test_cases_of_somebody_away_go_back_to_the_pool(cast: Cast) -> None:
    row = opened(cast, language="en")
    assert set_away(person_id=cast.people[Role.ADVISOR].pk, until=NOW + timedelta(days=3), by=BY) == 1
    row.refresh_from_db()
    assert row.owner_id is None
    assert opened(cast, matter="other", language="en").owner_id is None


def test_a_customer_with_an_open_case_is_held_until_the_last_one_closes(cast: Cast) -> None:
    by = cast.viewer(Role.ADVISOR)
    one, two = opened(cast), opened(cast, matter="reason:2")
    assert held("lea")
    close(one.pk, CaseOutcome.SOLVED, root_cause=None, words="", version=one.version, by=by, ask=False)
    run_until_idle()
    assert held("lea")
    close(two.pk, CaseOutcome.LOST, root_cause=None, words="", version=two.version, by=by)
    run_until_idle()
    assert not held("lea")
    two.refresh_from_db()
    reopen(two.pk, words="They called.", version=two.version, by=by)
    assert held("lea")


def test_who_writes_names_the_version_they_saw(cast: Cast) -> None:
    row, by = opened(cast, language="fr"), cast.viewer(Role.ADVISOR)
    take(row.pk, version=1, by=by)
    with pytest.raises(StaleCaseError) as stale:
        promise(row.pk, "A call", promised_by=NOW + timedelta(hours=1), version=1, by=cast.viewer(Role.SUPERVISOR))
    [change] = stale.value.changed
    assert (stale.value.version, change.kind, change.by_name) == (2, EntryKind.TAKEN, "Hugo Lambert")
    row.refresh_from_db()
    assert (row.owner_id, row.promised, row.status) == (by.person_id, "", CaseStatus.OPEN)

    note(row.pk, "She is at work until five.", by=cast.viewer(Role.SUPERVISOR))
    promise(row.pk, "A call", promised_by=NOW + timedelta(hours=1), version=2, by=by)  # a note makes nothing stale
    row.refresh_from_db()
    assert (row.promised, row.due_at, row.first_touched_at) == ("A call", NOW + timedelta(hours=1), NOW)


def test_words_to_the_customer_leave_through_outreach_and_answers_open_again(cast: Cast) -> None:
    row, by = opened(cast), cast.viewer(Role.ADVISOR)
    assert write_to_customer(row.pk, "Bonjour Léa.", channel="email", version=1, by=by)
    row.refresh_from_db()
    message = Message.objects.get(key__startswith=f"cases.message:{row.pk}:")
    assert (row.status, message.message_class) == (CaseStatus.WAITING, "service")
    assert row.number in message.subject

    first = message_in(row.pk, "Still nothing.", channel="email", at=NOW, key="mail:1", by=BY)
    assert message_in(row.pk, "Still nothing.", channel="email", at=NOW, key="mail:1", by=BY) == first
    row.refresh_from_db()
    assert row.status == CaseStatus.OPEN
    refused = write_to_customer(row.pk, "Bonjour.", channel="sms", version=row.version, by=by)
    assert (bool(refused), kinds(row)) == (False, ["opened", "message_out", "message_in"])


def test_closing_asks_the_customer_and_no_opens_it_again(cast: Cast, client: Client) -> None:
    row, by = opened(cast), cast.viewer(Role.ADVISOR)
    close(row.pk, CaseOutcome.SOLVED, root_cause=None, words="Refunded.", version=1, by=by)
    asked = Message.objects.get(key=f"cases.solved:{row.pk}:1")
    path = "/solved/" + solved_link(row.pk, 1).partition("/solved/")[2]
    assert path in asked.body

    assert client.get(path).status_code == client.head(path).status_code == 200
    assert client.post(path, {"solved": "maybe"}).status_code == 422
    assert client.get("/solved/1-1.forged/").status_code == 404
    row.refresh_from_db()
    assert row.outcome == CaseOutcome.SOLVED

    assert client.post(path, {"solved": "no", "words": "No money yet"}).status_code == 302
    assert customer_says(row.pk, 1, solved=True) is False  # said already
    after = Case.objects.get(pk=row.pk)
    assert (after.status, after.outcome, after.closed_at) == (CaseStatus.OPEN, None, None)
    assert kinds(row) == ["opened", "closed", "customer_says"]
    assert held("lea")


def test_nothing_closes_a_case_by_itself(cast: Cast) -> None:
    row = opened(cast)
    with clock.stopped_at(NOW + timedelta(days=60)):
        run_until_idle()
    with pytest.raises(CaseRefusedError, match="not_a_person"):
        close(row.pk, CaseOutcome.SOLVED, root_cause=None, words="", version=row.version, by=BY)
    row.refresh_from_db()
    assert row.closed_at is None


def test_a_merged_case_ends_in_the_other_without_an_outcome(cast: Cast) -> None:
    by = cast.viewer(Role.ADVISOR)
    one, two, stranger = opened(cast), opened(cast, matter="b"), opened(cast, "tom")
    with pytest.raises(CaseRefusedError, match="other_customer"):
        merge(one.pk, into=stranger.pk, version=1, by=by)
    merge(one.pk, into=two.pk, version=1, by=by)
    one.refresh_from_db()
    assert (one.status, one.outcome, one.merged_into_id) == (CaseStatus.CLOSED, None, two.pk)

    second = split(two.pk, words="The meter, too", version=2, by=by)
    made = Case.objects.get(pk=second)
    assert (made.customer_id, made.unit_id, made.is_open) == (two.customer_id, two.unit_id, True)
    assert kinds(two) == ["opened", "merged", "split"]


def test_a_transfer_needs_a_summary(cast: Cast) -> None:
    row, by = opened(cast), cast.viewer(Role.SUPERVISOR)
    with pytest.raises(CaseRefusedError, match="no_summary"):
        transfer(row.pk, unit_id=cast.units["lille-b"].pk, summary=" ", version=1, by=by)
    transfer(row.pk, unit_id=cast.units["lille-b"].pk, summary="Wants her money back.", version=1, by=by)
    row.refresh_from_db()
    assert (row.unit_id, kinds(row)) == (cast.units["lille-b"].pk, ["opened", "transferred"])


def test_the_next_case_is_the_most_pressing_of_ones_units(cast: Cast) -> None:
    by = cast.viewer(Role.ADVISOR)
    late = opened(cast, due_hours=8)
    first = opened(cast, "tom", due_hours=8, stake=40)
    opened(cast, "tom", "belgian", unit_id=cast.units["namur-a"].pk, stake=100)
    assert [take_next(by=by), take_next(by=by), take_next(by=by)] == [first.pk, late.pk, None]
    assert assign([first.pk, late.pk], owner_id=None, by=cast.viewer(Role.SUPERVISOR)) == 2


def test_who_may_not_see_the_unit_finds_no_case(cast: Cast) -> None:
    row = opened(cast, unit_id=cast.units["namur-a"].pk)
    assert case_for(cast.viewer(Role.ADVISOR), row.number) is None
    assert case_for(cast.viewer(Role.ADMINISTRATOR), row.number) is None
    seen = case_for(cast.viewer(Role.MANAGER), row.number.lower())
    assert seen == row


def test_two_who_look_at_one_case_see_each_other(cast: Cast) -> None:
    row = opened(cast)
    hugo, samira = cast.viewer(Role.ADVISOR), cast.viewer(Role.SUPERVISOR)
    assert watch(row.pk, by=hugo, writing=True) == []
    assert watch(row.pk, by=samira) == [(hugo.person_id, "Hugo Lambert", True)]
    assert watch(row.pk, by=hugo) == [(samira.person_id, "Samira Haddad", False)]
    assert watch(row.pk, by=samira) == [(hugo.person_id, "Hugo Lambert", False)]
    with clock.stopped_at(NOW + timedelta(minutes=2)):
        assert watch(row.pk, by=samira) == []


def test_cases_of_customers_who_turn_out_to_be_one_become_one(cast: Cast) -> None:
    one, two = opened(cast), opened(cast, "tom")
    same(customer("lea"), customer("tom"), by=BY, reason="One address")
    run_until_idle()
    one.refresh_from_db()
    two.refresh_from_db()
    assert [row.is_open for row in (one, two)].count(True) == 1
    assert (two if one.is_open else one).merged_into_id == (one if one.is_open else two).pk


def test_a_message_that_came_back_is_told_in_the_case_and_to_its_owner(cast: Cast) -> None:
    row, by = opened(cast), cast.viewer(Role.ADVISOR)
    take(row.pk, version=1, by=by)
    write_to_customer(row.pk, "We look into it.", channel="email", version=2, by=by)
    sent = Message.objects.get(key__startswith="cases.message:")

    bury_address(sent, "550 no such user")
    bury_address(sent, "550 no such user")
    run_until_idle()
    message_lost(sent.key, "returned")
    message_lost("surveys.invitation:1", "returned")

    row.refresh_from_db()
    assert (row.status, kinds(row)) == (CaseStatus.OPEN, ["opened", "taken", "message_out", "undelivered"])
    told = DeskNotice.objects.values_list("topic", "person_id", "case_id")
    assert list(told) == [("undelivered", by.person_id, row.pk)]
