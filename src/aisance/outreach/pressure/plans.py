"""What the rules of pressure say of each kind of message, worked out once for many requests."""

from collections.abc import Sequence
from dataclasses import dataclass

from aisance.outreach.contracts import HELD_CLASSES, MessageClass
from aisance.outreach.pressure.contracts import About, Per, Rule, RuleKind

DAY = 86_400_000_000
"""Microseconds."""
RANKS = {message_class: rank for rank, message_class in enumerate(MessageClass)}

type Kind = tuple[str, str, str, str]
"""What the rules see of a message: its class, family, programme and channel."""


def is_about(about: About, kind: Kind) -> bool:
    """Whether a message is one of those that a rule is about.

    >>> is_about(About(programme="nps"), ("survey", "barometer", "nps", "email"))
    True
    >>> is_about(About(frozenset({MessageClass.MARKETING})), ("survey", "", "nps", "email"))
    False
    """
    return (
        (not about.classes or kind[0] in about.classes)
        and about.family in {"", kind[1]}
        and about.programme in {"", kind[2]}
        and about.channel in {"", kind[3]}
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One rule as it bears on one kind of message: the counter it reads and the stretch it forbids.

    A rule that heeds holds reads no counter.
    """

    rule: Rule
    counter: int | None = None
    limit: int = 1
    span: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the rules say of one kind of message, worked out once."""

    rank: int
    is_held: bool
    checks: tuple[Check, ...]
    feeds: tuple[int, ...]
    reserves: frozenset[str]


class Book:
    """The rules, made ready for the kinds of messages that come along."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._counters: dict[tuple[str, str], int] = {}
        self._plans: dict[Kind, Plan] = {}
        self.reserves = [rule for rule in rules if rule.kind == RuleKind.RESERVE]
        self.expecting = [rule for rule in self.reserves if rule.every_days]
        self._expected_kinds: dict[str, Kind] = {}

    def plan(self, kind: Kind) -> Plan:
        found = self._plans.get(kind)
        if found is None:
            found = self._plans[kind] = self._planned(kind)
            for rule in self.expecting:
                if is_about(rule.about, kind):
                    self._expected_kinds[rule.code] = kind
        return found

    def expected_kind(self, rule: Rule) -> Kind | None:
        """What a message for which a rule keeps room looks like, once one was seen."""
        return self._expected_kinds.get(rule.code)

    def counter(self, rule: Rule, value: str = "") -> int:
        """The number of the counter of a rule, one for each programme, family or channel that it counts by itself."""
        return self._counters.setdefault((rule.code, value), len(self._counters))

    def _planned(self, kind: Kind) -> Plan:
        checks: list[Check] = []
        feeds: list[int] = []
        is_held = kind[0] in HELD_CLASSES
        for rule in self._rules:
            is_its = is_about(rule.about, kind)
            match rule.kind:
                case RuleKind.CAP if is_its:
                    counter = self.counter(rule, _shared(rule.per, kind))
                    feeds.append(counter)
                    checks.append(Check(rule, counter, rule.limit, rule.days * DAY))
                case RuleKind.APART:
                    if kind[2] == rule.other:
                        feeds.append(self.counter(rule))
                    elif is_its:
                        checks.append(Check(rule, self.counter(rule), 1, rule.days * DAY))
                case RuleKind.HOLD if is_its:
                    checks.append(Check(rule))
                case RuleKind.RESERVE if is_its and rule.every_days:
                    feeds.append(self.counter(rule))
        return Plan(
            rank=RANKS[MessageClass(kind[0])],
            is_held=is_held,
            checks=tuple(checks) if is_held else (),
            feeds=tuple(feeds),
            reserves=frozenset(rule.code for rule in self.reserves if is_about(rule.about, kind)),
        )


def _shared(per: Per, kind: Kind) -> str:
    match per:
        case Per.FAMILY:
            return kind[1]
        case Per.PROGRAMME:
            return kind[2]
        case Per.CHANNEL:
            return kind[3]
        case _:
            return ""
