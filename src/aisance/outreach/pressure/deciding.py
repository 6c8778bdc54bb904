"""Decides whether a customer may be contacted, and keeps each decision in the ledger: its only writer."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from aisance.core import clock
from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import ContactRequest, Later, Verdict
from aisance.outreach.models import PressureDecision, PressureDelay
from aisance.outreach.pressure.persons import Persons
from aisance.outreach.pressure.queries import Known, holds_of, known_decisions, reach_of, rules_in_force, standing
from aisance.outreach.pressure.rules import decide

_LEDGER = PressureDecision._meta.db_table
_DELAYS = PressureDelay._meta.db_table
_COLUMNS = (
    "key",
    "customer_id",
    "message_class",
    "family",
    "programme",
    "channel",
    "at",
    "expires_at",
    "verdict",
    "rule",
    "until",
    "times_delayed",
    "decided_at",
    "day",
)
_DELAY_COLUMNS = ("decision_id", "rule", "programme", "asked_for", "until", "decided_at", "day")
_AGAIN = ("at", "expires_at", "verdict", "rule", "until", "times_delayed", "decided_at", "day")
_UNLESS_KNOWN = "ON CONFLICT (key) DO NOTHING RETURNING id"
LEDGER_LOCK = 7_340_221
"""Any number that no other lock of ours bears."""

type Decided = tuple[ContactRequest, Verdict, Known | None]


@transaction.atomic
def weigh(requests: Sequence[ContactRequest]) -> list[Verdict]:
    """Whether each customer may be contacted as asked, in order of the requests; each key is decided once.

    Joins the caller's transaction, and keeps one line a key in the ledger. A request that was told to come later is
    decided anew when it is asked again with its key, its earlier delays being kept; so is one that was withdrawn. Any
    other gets the verdict that is held. Requests that follow other messages come one a call: what they follow is not
    counted in it. Deciders go in a row until their transactions end: two at once could each find
    room for one more message. A handful of queries, whatever the number of requests.
    """
    if not requests:
        return []
    _one_at_a_time()
    asked = {request.key: request for request in requests}
    known = known_decisions(asked)
    # What waits and what was withdrawn is decided again.
    held: dict[str, Verdict] = {
        key: decision.verdict for key, decision in known.items() if isinstance(decision.verdict, Allowed | Refused)
    }
    open_ones = [request for key, request in asked.items() if key not in held]
    verdicts = _decided(open_ones)
    _write([(request, verdicts[request.key], known.get(request.key)) for request in open_ones])
    verdicts.update(held)
    return [verdicts[request.key] for request in requests]


def _one_at_a_time() -> None:
    """Wait until no other decider is at work. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def _decided(requests: Sequence[ContactRequest]) -> dict[str, Verdict]:
    if not requests:
        return {}
    now, rules = clock.now(), rules_in_force()
    persons = Persons({request.customer_id for request in requests})
    since = min(request.at for request in requests) - reach_of(rules)
    asked = {request.key for request in requests} | {key for request in requests for key in request.follows}
    past = (contact for contact in persons.contacts(standing(persons.rows, since)) if contact.key not in asked)
    verdicts = decide(persons.requests(requests), rules, past, persons.holds(holds_of(persons.rows, now)), now)
    return {request.key: verdict for request, verdict in zip(requests, verdicts, strict=True)}


def _write(decided: Sequence[Decided]) -> None:
    now, day = stored_moment(clock.now()), clock.today()
    fresh = [one for one in decided if one[2] is None]
    ids: dict[str, int] = {}
    for is_later in (False, True):
        rows = [_row(one, now, day) for one in fresh if isinstance(one[1], Later) is is_later]
        ending = "RETURNING key, id" if is_later else ""
        ids.update(insert_rows(_LEDGER, _COLUMNS, rows, ending=ending) if rows else ())
    again = [(one, one[2]) for one in decided if one[2] is not None]
    if again:
        changes = ", ".join(f"{column} = %s" for column in _AGAIN)
        with connection.cursor() as cursor:
            rows = [(*_row(one, now, day)[6:], known.pk) for one, known in again]
            cursor.executemany(f"UPDATE {_LEDGER} SET {changes} WHERE id = %s", rows)  # noqa: S608  names of ours
    ids.update((one[0].key, known.pk) for one, known in again)
    delays = [_delay(ids, one, now, day) for one in decided if _is_news(one)]
    if delays:
        insert_rows(_DELAYS, _DELAY_COLUMNS, delays)


def _is_news(one: Decided) -> bool:
    """Whether it was delayed now, and not told the same again."""
    _request, verdict, known = one
    return isinstance(verdict, Later) and (known is None or known.verdict != verdict)


def _row(one: Decided, now: Any, day: Any) -> tuple[Any, ...]:
    request, verdict, known = one
    until, rule = None, ""
    match verdict:
        case Later(moment, rule):
            word, until = PressureDecision.Verdict.LATER, stored_moment(moment)
        case Refused(rule):
            word = PressureDecision.Verdict.REFUSED
        case _:
            word = PressureDecision.Verdict.ALLOWED
            rule = _last_rule(known)
    return (
        request.key,
        request.customer_id,
        str(request.message_class),
        request.family,
        request.programme,
        str(request.channel),
        stored_moment(request.at),
        stored_moment(request.expires_at),
        word.value,
        rule,
        until,
        (known.times_delayed if known else 0) + _is_news(one),
        now,
        day,
    )


def _last_rule(known: Known | None) -> str:
    return known.verdict.rule if known and isinstance(known.verdict, Later) else ""


def _delay(ids: Mapping[str, int], one: Decided, now: Any, day: Any) -> tuple[Any, ...]:
    request, verdict, _known = one
    assert isinstance(verdict, Later)
    at, until = stored_moment(request.at), stored_moment(verdict.at)
    return ids[request.key], verdict.rule, request.programme, at, until, now, day


@transaction.atomic
def withdraw(keys: Collection[str]) -> int:
    """What was allowed will not take place, and what waits need not be asked again: it counts no more. How many."""
    _one_at_a_time()
    standing = (PressureDecision.Verdict.ALLOWED, PressureDecision.Verdict.LATER)
    found = [pk for (pk,) in rows_among(f"SELECT id FROM {_LEDGER} WHERE key", keys)]  # noqa: S608  names of ours
    rows = PressureDecision.objects.filter(pk__in=found, verdict__in=standing)
    return rows.update(verdict=PressureDecision.Verdict.WITHDRAWN, until=None)


@transaction.atomic
def note_past(messages: Sequence[ContactRequest]) -> int:
    """Write down messages that took place before the ledger was there, so that rules count them; how many were new.

    They are not weighed. Those to which no rule in force reaches back any more are left out.
    """
    since = clock.now() - reach_of(rules_in_force())
    recent = [message for message in messages if message.at > since]
    rows = []
    for message in recent:
        *names, _now, _day = _row((message, Allowed(), None), None, None)
        rows.append((*names, stored_moment(message.at), clock.local_day(message.at)))
    return len(insert_rows(_LEDGER, _COLUMNS, rows, ending=_UNLESS_KNOWN) if rows else ())
