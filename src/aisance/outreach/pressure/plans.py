"""What the rules of pressure say of each kind of message, worked out once for many requests."""

from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """All that the rules say of one kind of message, worked out once.

    `feeds` are the counters that count it; `reserves` the rules that keep room for it, `expects` those of them for
    which it comes again after a time.
    """

    rank: int
    is_held: bool
    checks: tuple[Check, ...]
    feeds: tuple[int, ...]
    reserves: tuple[Rule, ...]
    expects: tuple[Rule, ...]


class Book:
    """The rules, made ready for the kinds of messages that come along."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._counters: dict[tuple[About, str, str], int] = {}
        self._plans: dict[Kind, Plan] = {}
        self._reserves = [rule for rule in rules if rule.kind == RuleKind.RESERVE]
        self.expecting = [rule for rule in self._reserves if rule.every_days]

    def plan(self, kind: Kind) -> Plan:
        """What the rules say of a kind of message."""
        found = self._plans.get(kind)
        return self._plans.setdefault(kind, self._planned(kind)) if found is None else found

    def counter(self, rule: Rule, kind: Kind | None = None) -> int:
        """The number of the counter that a rule reads. Rules that count the same messages share one."""
        about = About(programme=rule.other) if rule.kind == RuleKind.APART else rule.about
        per = rule.per if rule.kind == RuleKind.CAP else Per.ALL
        return self._counters.setdefault((about, per, _shared(per, kind) if kind else ""), len(self._counters))

    def _planned(self, kind: Kind) -> Plan:
        reserves = tuple(rule for rule in self._reserves if is_about(rule.about, kind))
        is_held = kind[0] in HELD_CLASSES
        return Plan(
            rank=RANKS[MessageClass(kind[0])],
            is_held=is_held,
            checks=tuple(self._checks(kind)) if is_held else (),
            feeds=tuple(sorted(set(self._feeds(kind)))),
            reserves=reserves,
            expects=tuple(rule for rule in reserves if rule.every_days),
        )

    def _checks(self, kind: Kind) -> Iterator[Check]:
        for rule in self._rules:
            if not is_about(rule.about, kind):
                continue
            if rule.kind == RuleKind.HOLD:
                yield Check(rule)
            elif rule.kind == RuleKind.CAP:
                yield Check(rule, self.counter(rule, kind), rule.limit, rule.days * DAY)
            elif rule.kind == RuleKind.APART and kind[2] != rule.other:
                yield Check(rule, self.counter(rule), 1, rule.days * DAY)

    def _feeds(self, kind: Kind) -> Iterator[int]:
        """The counters that count it; a rule that keeps room counts only where what it keeps room for comes again."""
        for rule in self._rules:
            about = About(programme=rule.other) if rule.kind == RuleKind.APART else rule.about
            counts = rule.kind in {RuleKind.CAP, RuleKind.APART} or rule in self.expecting
            if counts and is_about(about, kind):
                yield self.counter(rule, kind)


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
