"""Reads of pressure: the rules, what the ledger holds of a customer, and what each rule held back."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aisance.core import clock
from aisance.core.bulk import rows_among, stored_moment
from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import Later, MessageClass, Verdict
from aisance.outreach.models import Hold, PressureDecision, PressureRule
from aisance.outreach.pressure.contracts import (
    About,
    Contact,
    Effect,
    Held,
    Holds,
    Per,
    Rule,
    RuleCard,
    RuleKind,
)
from aisance.outreach.pressure.ready import READY_MADE

_LEDGER = PressureDecision._meta.db_table
_STANDING = (
    "SELECT key, customer_id, message_class, family, programme, channel, at, expires_at, until"  # noqa: S608  names of ours
    f" FROM {_LEDGER} WHERE ((verdict = 'later' AND expires_at > %s) OR (verdict = 'allowed' AND at > %s))"
    " AND customer_id"
)
_KNOWN = (
    "SELECT key, id, verdict, rule, until, times_delayed"  # noqa: S608  names of ours
    f" FROM {_LEDGER} WHERE key"
)
_HOLDS = f"SELECT customer_id, code, until, only_class FROM {Hold._meta.db_table} WHERE until > %s AND customer_id"  # noqa: S608  names of ours


def rule_cards() -> list[RuleCard]:
    """Every rule in the order in which they are named, those ready-made ones included that nobody changed."""
    stored = {row.code: row for row in PressureRule.objects.all()}
    cards = [card for card in READY_MADE if card.rule.code not in stored]
    cards += [card_of(row) for row in stored.values()]
    return sorted(cards, key=lambda card: (card.position, card.rule.code))


def rule_card(code: str) -> RuleCard | None:
    """The rule with this code, null where there is none."""
    return next((card for card in rule_cards() if card.rule.code == code), None)


def rules_in_force() -> list[Rule]:
    """The rules to decide by, in order."""
    return [card.rule for card in rule_cards() if card.is_active]


def card_of(row: PressureRule) -> RuleCard:
    """A stored rule as a page shows it."""
    ready_made = {card.rule.code for card in READY_MADE}
    return RuleCard(_rule(row), row.name, row.position, row.is_active, row.code in ready_made)


def _rule(row: PressureRule) -> Rule:
    classes = frozenset(MessageClass(word) for word in row.classes)
    return Rule(
        code=row.code,
        kind=RuleKind(row.kind),
        effect=Effect(row.effect),
        about=About(classes, row.family, row.programme, row.channel),
        limit=row.limit,
        days=row.days,
        per=Per(row.per),
        other=row.other,
        codes=frozenset(row.hold_codes),
        every_days=row.every_days,
    )


def reach_of(rules: Iterable[Rule]) -> timedelta:
    """How far back the rules look."""
    return timedelta(days=max((rule.days + rule.every_days for rule in rules), default=0))


def standing(customer_ids: Collection[int], since: datetime) -> Iterator[Contact]:
    """What was allowed to these customers after a moment, and all that waits for them and has not expired."""
    for row in rows_among(_STANDING, customer_ids, stored_moment(clock.now()), stored_moment(since)):
        key, customer_id, message_class, family, programme, channel, at, expires_at, until = row
        moment, waits = read_moment(until or at), until is not None
        yield Contact(
            key, customer_id, message_class, family, programme, channel, moment, read_moment(expires_at), waits
        )


def read_moment(value: datetime) -> datetime:
    """A moment as the driver of the database gives it: SQLite's, without its zone, is in UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def holds_of(customer_ids: Collection[int], now: datetime) -> Holds:
    """The customers among these who are on hold, and until when."""
    found: dict[int, tuple[Held, ...]] = {}
    for customer_id, code, until, only in rows_among(_HOLDS, customer_ids, stored_moment(now)):
        found[customer_id] = (*found.get(customer_id, ()), Held(code, read_moment(until), only))
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """A decision that the ledger holds."""

    pk: int
    verdict: Verdict | None
    times_delayed: int


def known_decisions(keys: Collection[str]) -> dict[str, Known]:
    """What the ledger holds for these keys; null as the verdict of one that was withdrawn."""
    found = {}
    for key, pk, verdict, rule, until, times_delayed in rows_among(_KNOWN, keys):
        found[key] = Known(pk, _verdict(verdict, rule, until), times_delayed)
    return found


def is_decided(key: str) -> bool:
    """Whether the ledger holds this key, whatever was decided."""
    return PressureDecision.objects.filter(key=key).exists()


def _verdict(verdict: str, rule: str, until: Any) -> Verdict | None:
    match verdict:
        case PressureDecision.Verdict.ALLOWED:
            return Allowed()
        case PressureDecision.Verdict.REFUSED:
            return Refused(rule)
        case PressureDecision.Verdict.LATER:
            return Later(read_moment(until), rule)
    return None
