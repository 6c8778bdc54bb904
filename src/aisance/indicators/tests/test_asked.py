"""Who was asked and who was not: the account adds up, keeps to the reader's units, and says the same everywhere."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.public import units_by_code
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.asked.account import AskedAbout, account_of, fates_by_place, total_of
from aisance.indicators.asked.reading import Drawn
from aisance.indicators.asked.silence import compared, established
from aisance.indicators.asked.wording import what_to_try
from aisance.indicators.tests.company import BY
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import InvitationState, PastDecision
from aisance.surveys.public import ensure_default_programme, record_history, switch_on
from tests.cast import Cast
from tests.standing import standing

TODAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
THEN = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
PERIOD = AskedAbout(Drawn((), date(2026, 11, 1), date(2026, 11, 22)))
Q = "period=custom&from=2026-11-01&to=2026-11-22"


def _lay(cast: Cast) -> None:
    """Lille A leaves out whoever was on the phone for long, the other teams nobody in particular."""
    with clock.stopped_at(THEN - timedelta(days=30)):
        programme = ensure_default_programme(by=BY)
        switch_on(programme_id=programme, by=BY)
    drafts, fates = [], []
    for unit in ("lille-a", "lille-b", "namur-a"):
        for number in range(120):
            long = number % 2 == 0
            unknown = number < 60 and long if unit == "lille-a" else number % 10 == (0 if number < 60 else 1)
            drafts.append(_draft(unit, number, long=long, unknown=unknown))
            fates.append("unknown_customer" if unknown else ("answered", "silent", "asked_recently")[number % 3])
    ids = [found.id or 0 for found in record_interactions(drafts, by=BY)]
    decided = [_decided(pk, fate) for pk, fate in zip(ids, fates, strict=True)]
    record_history(programme_id=programme, decisions=decided, by=BY)
    pull()


_company = standing(_lay, moment=TODAY, autouse=True)


def _draft(unit: str, number: int, *, long: bool, unknown: bool) -> InteractionDraft:
    known = CustomerClaim({IdentifierKind.EMAIL: f"{unit}-{number}@example.org"}, "", "en")
    return InteractionDraft(
        source="tests",
        external_id=f"{unit}-{number}",
        channel=Channel.PHONE,
        started_at=THEN,
        customer=CustomerClaim() if unknown else known,
        unit=unit,
        advisor=f"{unit}-{number % 2}",
        wait_seconds=0,
        handling_seconds=500 if long else 100,
        outcome=Outcome.ANSWERED,
    )


def _decided(interaction_id: int, fate: str) -> PastDecision:
    asked = fate in ("answered", "silent")
    opened = THEN + timedelta(hours=1) if fate == "answered" else None
    return PastDecision(
        interaction_id=interaction_id,
        customer_id=None,
        language="en",
        state=InvitationState.DELIVERED if asked else InvitationState.REFUSED,
        reason="" if asked else fate,
        decided_at=THEN,
        sent_at=THEN if asked else None,
        opened_at=opened,
        answers=(("net_easy", 2, ""),) if opened else (),
    )


def test_every_eligible_contact_is_counted_once_and_the_parts_add_up(cast: Cast) -> None:
    account = account_of(cast.viewer(Role.MANAGER), PERIOD)

    assert account.total.eligible == 360
    for fates in (account.total, *(row.fates for row in account.rows)):
        assert sum(fates.refused.values()) + fates.planned + fates.invited == fates.eligible
        assert fates.on_its_way + fates.failed + fates.silent + fates.answered == fates.invited
    [lille_a] = [row.fates for row in account.rows if row.code == "lille-a"]
    assert (lille_a.eligible, lille_a.unknown, lille_a.answered) == (120, 30, 30)
    assert lille_a.rate.value == pytest.approx(30 / lille_a.invited)
    assert lille_a.rate.low is not None
    assert lille_a.rate.value is not None
    assert lille_a.rate.low < lille_a.rate.value


def test_the_team_that_leaves_out_long_calls_is_to_verify_and_no_other(cast: Cast) -> None:
    account = account_of(cast.viewer(Role.MANAGER), PERIOD)

    assert [row.code for row in account.to_verify] == ["lille-a"]
    [found] = [one for one in account.to_verify[0].found if one.is_established]
    assert (found.sign, found.table) == ("handling", (60, 30, 60, 0))


def test_the_verdict_does_not_depend_on_what_stands_beside_it(cast: Cast) -> None:
    whole = account_of(cast.viewer(Role.MANAGER), PERIOD)
    alone = account_of(cast.viewer(Role.MANAGER), AskedAbout(PERIOD.drawn, "lille-a"))

    assert [row for row in whole.rows if row.code == "lille-a"] == list(alone.rows)


def test_a_supervisor_sees_the_account_of_their_units_only(cast: Cast) -> None:
    account = account_of(cast.viewer(Role.SUPERVISOR), PERIOD)

    assert {row.code for row in account.rows} == {"lille-a", "lille-b"}
    assert account.total.eligible == 240
    page = cast.client(Role.SUPERVISOR).get(f"/asked/?{Q}&unit=namur-a")
    assert page.status_code == 422
    assert b"Namur" not in page.content
    assert cast.client(Role.SUPERVISOR).get(f"/asked/decisions/?{DAYS}&unit=namur-a").status_code == 422


def test_the_page_words_what_it_finds_as_to_verify(cast: Cast) -> None:
    text = cast.client(Role.MANAGER).get(f"/asked/?{Q}").content.decode()

    assert "Lille A is to verify" in text
    assert "A difference is no proof of intent." in text
    assert cast.client(Role.ADVISOR).get("/asked/").status_code == 403


def test_advisors_have_an_account_of_their_own(cast: Cast) -> None:
    account = account_of(cast.viewer(Role.MANAGER), AskedAbout(PERIOD.drawn, by="advisor"))

    assert {row.code: row.fates.eligible for row in account.rows}["lille-a-0"] == 60
    assert account.total.eligible == 360


def test_the_three_tables_leave_as_files(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    account = _rows(client, f"/asked/?{Q}&format=csv")
    tests = _rows(client, f"/asked/?{Q}&format=csv&table=tests")
    replies = client.get(f"/asked/?{Q}&format=parquet&table=replies")

    assert sum(int(row["eligible"]) for row in account) == 360
    assert {row["verdict"] for row in account if row["code"] == "lille-a"} == {"to_verify"}
    assert {row["code"] for row in tests if row["verdict"] == "to_verify"} == {"lille-a"}
    assert replies.status_code == 200


def _rows(client: Client, address: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(client.get(address).getvalue().decode())))


DAYS = "start=2026-11-01&end=2026-11-22"


def test_a_count_leads_to_as_many_decisions(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    account = account_of(cast.viewer(Role.MANAGER), PERIOD)
    [fates] = [row.fates for row in account.rows if row.code == "lille-a"]
    asked = {"": fates.eligible, "invited": fates.invited, "answered": fates.answered, "unknown_customer": 30}

    for fate, count in asked.items():
        page = client.get(f"/asked/decisions/?{DAYS}&unit=lille-a&exactly=1&fate={fate}")
        assert (fate, page.context["page"].paginator.count) == (fate, count)
    by_advisor = client.get(f"/asked/decisions/?{DAYS}&advisor=lille-a-0")
    assert by_advisor.context["page"].paginator.count == 60
    assert "example.org" not in by_advisor.content.decode()


def test_decisions_leave_as_a_file(cast: Cast) -> None:
    rows = _rows(cast.client(Role.MANAGER), f"/asked/decisions/?{DAYS}&fate=unknown_customer&unit=lille-a&format=csv")

    assert len(rows) == 30
    assert {row["reason"] for row in rows} == {"unknown_customer"}


def test_without_decisions_the_page_says_what_to_do(cast: Cast) -> None:
    text = cast.client(Role.MANAGER).get("/asked/?period=custom&from=2020-01-01&to=2020-02-01").content.decode()

    assert "No decision in this period and these units." in text


def test_a_state_of_an_invitation_is_counted_where_it_belongs() -> None:
    rows = [
        (1, "refused", "no_address", 0, 2),
        (1, "planned", "", 0, 3),
        (1, "sending", "", 0, 5),
        (1, "failed", "", 0, 7),
        (1, "delivered", "", 0, 11),
        (1, "delivered", "", 1, 13),
        (None, "refused", "daily_cap", 0, 17),
    ]

    found = fates_by_place(rows)

    assert (found[1].eligible, found[1].invited, found[1].answered, found[1].left_out.count) == (41, 36, 13, 2)
    assert total_of(found.values()).refused == {"no_address": 2, "daily_cap": 17}


def test_what_to_try_follows_from_established_differences_only() -> None:
    alike = {"channel": [("phone", 1, 40), ("phone", 0, 60), ("chat", 1, 43), ("chat", 0, 57)]}
    apart = {"hour": [("0", 1, 60), ("0", 0, 340), ("4", 1, 200), ("4", 0, 200)]}

    assert what_to_try(established(compared(alike))) == []
    pairs = what_to_try(established(compared(alike | apart)))
    assert [what for what, _ in pairs] == [
        "Try other hours than 0:00 to 8:00:",
        "Try to send from 14:00 to 16:00:",
    ]
    assert pairs[1][1] == "50.0% answer (n = 400), 15.0% of all others."


def test_a_dimension_with_one_value_compares_nothing() -> None:
    assert compared({"language": [("fr", 1, 4), ("fr", 0, 6), ("", 0, 9)]}) == []


def test_messages_that_may_still_be_answered_are_not_silent(cast: Cast) -> None:
    from aisance.indicators.asked import reading

    drawn = Drawn(tuple(unit.id for unit in units_by_code(["lille-a", "lille-b"]).values()), *_period())

    early, late = (reading.replies(drawn, ["weekday", "hour"], at) for at in (THEN + timedelta(hours=2), TODAY))
    assert early == {"weekday": [], "hour": []}
    counted = {dimension: sum(row[-1] for row in rows) for dimension, rows in late.items()}
    assert counted["weekday"] == counted["hour"] > 0


def _period() -> tuple[date, date]:
    return PERIOD.drawn.start, PERIOD.drawn.end
