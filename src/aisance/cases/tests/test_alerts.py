"""Which answers open a case: each decided once, with its reason, and joined where the matter is the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aisance.cases.alerts.conditions import Facts, Rule, holds
from aisance.cases.alerts.setting import ensure_ready_rules, set_rule, switch_rule, try_rule
from aisance.cases.alerts.weighing import weigh
from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryKind, NewCase, Weighed
from aisance.cases.models import AlertRule, Case, CaseEntry, CaseNotice, Weighing
from aisance.cases.public import close, open_case, promise, set_hours, set_status
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.journeys.public import add_reason
from aisance.surveys.contracts import ProgrammeKind, ResponseDraft
from aisance.surveys.models import Response
from aisance.surveys.public import record_responses
from tests.cast import BY, Cast
from tests.smtp import SmtpServer
from tests.standing import standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in Paris
NPS_LOW = {"score": {"question": "nps", "scale": "nps_11", "bound": 3}}
BAD_WORDS = {"feeling": "bad"}


def lay(cast: Cast) -> None:
    add_reason(code="billing", names={"en": "Billing"}, by=BY)
    ensure_ready_rules(by=BY)


company = standing(lay, moment=NOW, autouse=True)


def answers(external_id: str, *, name: str = "lea", reason: str = "billing", at: datetime = NOW, **given: Any) -> int:
    """A response recorded elsewhere: scores by question, words under `why`."""
    claim = CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}) if name else CustomerClaim()
    drafts = [
        ResponseDraft(
            "shop",
            external_id,
            at,
            question,
            score=None if question == "why" else value,
            text=value if question == "why" else "",
            customer=claim,
            reason=reason,
            unit="lille-a",
            language="en",
            kind=ProgrammeKind.HOT,
        )
        for question, value in given.items()
    ]
    told = record_responses(drafts, by=BY)
    assert told[0].id is not None, told
    return told[0].id


def decided(response_id: int) -> tuple[str, str, list[str]]:
    row = Weighing.objects.get(response_id=response_id)
    return row.decision, row.reason, row.rules


def on(*codes: str) -> None:
    for code in codes:
        switch_rule(code=code, on=True, by=BY)


def test_every_answer_gets_one_decision_with_its_reason(cast: Cast) -> None:
    on("nps-0-3")
    bad, same, good, stranger = (
        answers("1", nps=2, why="I waited for three weeks."),
        answers("2", nps=0),
        answers("3", name="tom", nps=9),
        answers("4", name="", nps=1),
    )
    run_until_idle()
    run_until_idle()

    assert decided(bad) == (Weighed.OPENED, "", ["nps-0-3"])
    assert decided(same) == (Weighed.JOINED, "", ["nps-0-3"])
    assert decided(good) == (Weighed.NO_RULE, "", [])
    assert decided(stranger) == (Weighed.REFUSED, "no_customer", [])
    [row] = Case.objects.all()
    assert (row.source, row.response_id, row.stake, row.unit_id) == ("nps-0-3", bad, 40.0, cast.units["lille-a"].pk)
    assert row.due_at == NOW + timedelta(hours=8)  # ten to six
    entries = CaseEntry.objects.filter(case=row).order_by("pk")
    assert [entry.kind for entry in entries] == [EntryKind.OPENED, EntryKind.JOINED]
    assert entries[0].words == "I waited for three weeks."


def test_words_are_weighed_once_they_are_read(cast: Cast) -> None:
    on("nps-0-6-bad-words", "threat-to-leave")
    response = answers("1", nps=5, why="Terrible service, I am very angry. I am going to switch to another provider.")
    weigh([response])
    assert decided(response) == (Weighed.NO_RULE, "", [])
    run_until_idle()
    decision, _reason, rules = decided(response)
    assert (decision, rules) == (Weighed.OPENED, ["threat-to-leave", "nps-0-6-bad-words"])
    row = Case.objects.get()
    assert (row.stake, row.source) == (75.0, "threat-to-leave")
    assert CaseEntry.objects.filter(case=row).count() == 1


def test_a_rule_holds_where_all_its_conditions_do() -> None:
    low = Facts("hot", {"nps": (3, "nps_11", False), "net_easy": (6, "net_easy_7", True)}, True, is_bad=True)
    hard = {"score": {"question": "net_easy", "scale": "net_easy_7", "bound": 6}}
    assert holds(NPS_LOW | BAD_WORDS, low)
    assert holds(hard, low)
    assert not holds(NPS_LOW | {"programme": "other"}, low)
    assert not holds(NPS_LOW | {"flags": ["call_back"]}, low)
    assert not holds({"unheard of": True}, low)
    assert not holds({}, low)
    money = Facts("", {}, True, profile=lambda _code: 1200, segment=lambda: "gold", contacts_before=lambda days: days)
    assert holds({"profile": {"field": "revenue", "least": 1000}, "segments": ["gold"]}, money)
    assert not holds({"profile": {"field": "revenue", "least": 1201}}, money)
    assert holds({"repeat": {"days": 7}}, money)
    assert not holds({"repeat": {"days": 1}}, money)
    themes = Facts("", {}, True, themes=frozenset({"waiting.phone"}))
    assert holds({"themes": ["waiting"]}, themes)
    assert not holds({"themes": ["wait"]}, themes)


def test_a_promise_that_was_not_kept_opens_a_case(cast: Cast) -> None:
    on("broken-promise", "not-resolved")
    by = cast.viewer(Role.ADVISOR)
    [lea] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "lea@example.org"})], by=BY)
    assert lea is not None
    first = open_case(NewCase(lea, "parcel", "by_hand", unit_id=cast.units["lille-a"].pk), by=BY).case_id
    close(first, CaseOutcome.SOLVED, root_cause=None, words="", version=1, by=by, ask=False)
    with clock.stopped_at(NOW + timedelta(days=1)):
        response = answers("1", at=clock.now(), resolved=0, why="This is awful, nothing was done, I am angry.")
        run_until_idle()
    assert sorted(decided(response)[2]) == ["broken-promise", "not-resolved"]


def test_old_answers_open_nothing_and_partial_ones_wait(cast: Cast) -> None:
    on("nps-0-3")
    old, partial = answers("1", nps=0, at=NOW - timedelta(days=8)), answers("2", name="tom", nps=0)
    Response.objects.filter(pk=partial).update(completed_at=None)
    run_until_idle()
    assert not Weighing.objects.exists()
    with clock.stopped_at(NOW + timedelta(hours=2, minutes=1)):
        run_until_idle()
    assert decided(partial)[0] == Weighed.OPENED
    assert not Weighing.objects.filter(response_id=old).exists()


def test_a_rule_is_tried_on_the_last_month_before_it_is_switched_on(cast: Cast) -> None:
    for number in range(6):
        at = NOW - timedelta(days=number)
        answers(str(number), name=f"c{number // 2}", nps=number % 2 * 9, at=at)
    rule = Rule("x", cast.units["lille"].path or "", NPS_LOW, 8, 40)
    trial = try_rule(rule, minutes_a_case=30)
    assert (trial.weighed, trial.matched, trial.cases) == (5, 2, 2)  # the one of this very moment is not over
    assert trial.working_days == 20
    assert trial.people == pytest.approx(2 / 20 * 30 / 60 / 6)
    elsewhere = try_rule(Rule("x", cast.units["namur"].path or "", NPS_LOW, 8, 40), minutes_a_case=30)
    assert (elsewhere.weighed, elsewhere.people) == (0, 0.0)
    assert not Case.objects.exists()


def test_ready_rules_come_once_and_switched_off(cast: Cast) -> None:
    assert ensure_ready_rules(by=BY) == 0
    assert not AlertRule.objects.filter(is_on=True).exists()
    set_rule(
        code="nps-0-3",
        name={"en": "Mine"},
        unit_id=cast.units["france"].pk,
        conditions=NPS_LOW,
        deadline_hours=2,
        stake=90,
        skill="",
        position=5,
        by=BY,
    )
    assert ensure_ready_rules(by=BY) == 0
    assert AlertRule.objects.get(code="nps-0-3").version == 2


def test_a_deadline_is_told_to_the_owner_then_upwards_each_once(cast: Cast, smtp_server: SmtpServer) -> None:
    [lea] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "lea@example.org"})], by=BY)
    assert lea is not None
    draft = NewCase(lea, "a", "by_hand", unit_id=cast.units["lille-a"].pk, due_hours=4, language="en")
    row = Case.objects.get(pk=open_case(draft, by=BY).case_id)
    moments = [NOW + timedelta(hours=h) for h in (1, 2, 3, 4, 5, 24 - 1, 24, 48, 72)]
    for moment in moments:
        with clock.stopped_at(moment):
            run_until_idle()
            run_until_idle()
    told = CaseNotice.objects.filter(case=row).order_by("level", "person__name")
    assert [(one.level, one.person.name, one.told_at) for one in told] == [
        (0, "Hugo Lambert", NOW + timedelta(hours=2)),
        (1, "Hugo Lambert", NOW + timedelta(hours=4)),
        (1, "Samira Haddad", NOW + timedelta(hours=4)),
        (2, "Claire Morvan", NOW + timedelta(hours=23)),
    ]
    kinds = list(CaseEntry.objects.filter(case=row).order_by("pk").values_list("kind", flat=True))
    assert kinds == [EntryKind.OPENED, EntryKind.REMINDER, EntryKind.ESCALATED, EntryKind.ESCALATED]
    names = sorted(mail["To"].partition("@")[0] for mail in smtp_server.received)
    assert names == ["claire", "hugo", "hugo", "samira"]
    assert all(row.number in mail.get_content() for mail in smtp_server.received)
    row.refresh_from_db()
    assert row.is_open


def test_nobody_is_told_while_the_customer_is_waited_for(cast: Cast) -> None:
    [lea] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "lea@example.org"})], by=BY)
    assert lea is not None
    case_id = open_case(NewCase(lea, "a", "by_hand", unit_id=cast.units["lille-a"].pk, language="en"), by=BY).case_id
    set_status(case_id, CaseStatus.WAITING, version=1, by=cast.viewer(Role.ADVISOR))
    with clock.stopped_at(NOW + timedelta(days=3)):
        run_until_idle()
    assert not CaseNotice.objects.exists()


def test_a_deadline_runs_by_the_hours_of_the_unit_above(cast: Cast) -> None:
    mornings = {str(day): [["08:00", "12:00"]] for day in range(5)}
    set_hours(
        unit_id=cast.units["france"].pk,
        zone="Europe/Paris",
        week=mornings,
        country="FR",
        region="",
        closed_days=[NOW.date() + timedelta(days=1)],
        by=BY,
    )
    [lea] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "lea@example.org"})], by=BY)
    assert lea is not None
    draft = NewCase(lea, "a", "by_hand", unit_id=cast.units["lille-a"].pk, due_hours=4)
    row = Case.objects.get(pk=open_case(draft, by=BY).case_id)
    assert row.due_at == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # two hours today, none tomorrow, two after
    promise(row.pk, "A call", promised_by=NOW + timedelta(hours=1), version=1, by=cast.viewer(Role.ADVISOR))
    row.refresh_from_db()
    assert row.due_at == NOW + timedelta(hours=1)
