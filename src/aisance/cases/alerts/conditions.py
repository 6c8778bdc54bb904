"""Whether a rule holds for an answer: pure functions over what is known of it.

A rule's conditions, all of which must hold, are words and their terms:

- `score`: `{"question": "nps", "scale": "nps_11", "bound": 3}`, this score or a worse one;
- `programme`: the code of the one programme it is about;
- `feeling`: `"bad"`, some of what was written is displeased;
- `themes`: codes, one of which was written about, it or what lies below it;
- `flags`: what the words ask for or threaten, one of them (`call_back`, `threat_to_leave`, `contradiction` ...);
- `segments`: codes, the customer belongs to one of them;
- `profile`: `{"field": "...", "least": 1000}`, what is known of the customer is at least this number;
- `repeat`: `{"days": 7}`, the person had come about the same reason before, within so many days;
- `broken_promise`: `true`, a promise to the person was not kept, or what was closed as solved is not.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from aisance.cases.contracts import StakePart

WORD_CONDITIONS = frozenset({"feeling", "themes", "flags"})
"""Those that wait until what was written is read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one answer. What costs a query of its own is asked for only where a rule comes to it.

    `scores` gives score, scale and whether a low one is good, by question. `words_read` says whether feeling, themes
    and flags are known; there may be none.
    """

    programme: str
    scores: Mapping[str, tuple[int, str, bool]]
    words_read: bool
    is_bad: bool = False
    themes: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    segment: Callable[[], str] = str
    profile: Callable[[str], Any] = lambda _code: None
    contacts_before: Callable[[int], int] = lambda _days: 0
    promise_broken: Callable[[], bool] = bool


@dataclass(frozen=True, slots=True)
class Rule:
    """An alert rule: its code, where it holds, its conditions, and what it makes of a case."""

    code: str
    unit_path: str
    conditions: Mapping[str, Any]
    deadline_hours: float
    stake: float
    skill: str = ""
    position: int = 100
    name: Mapping[str, str] = field(default_factory=dict)


def score_holds(terms: Mapping[str, Any], facts: Facts) -> bool:
    """Whether a question was answered, on the scale the rule names, with this score or a worse one.

    >>> facts = Facts("", {"nps": (3, "nps_11", False), "net_easy": (6, "net_easy_7", True)}, True)
    >>> score_holds({"question": "nps", "scale": "nps_11", "bound": 3}, facts)
    True
    >>> score_holds({"question": "net_easy", "scale": "net_easy_7", "bound": 7}, facts)
    False
    """
    given = facts.scores.get(terms["question"])
    if given is None or given[1] != terms["scale"]:
        return False
    score, _scale, low_is_good = given
    return bool(score >= terms["bound"] if low_is_good else score <= terms["bound"])


def _themes_hold(codes: Collection[str], facts: Facts) -> bool:
    return any(theme == code or theme.startswith(f"{code}.") for code in codes for theme in facts.themes)


def _profile_holds(terms: Mapping[str, Any], facts: Facts) -> bool:
    known = facts.profile(terms["field"])
    return isinstance(known, int | float) and not isinstance(known, bool) and known >= terms["least"]


# In the order of what they cost: the last ones read a table each.
_CONDITIONS: dict[str, Callable[[Any, Facts], bool]] = {
    "programme": lambda code, facts: facts.programme == code,
    "score": score_holds,
    "feeling": lambda _bad, facts: facts.is_bad,
    "themes": _themes_hold,
    "flags": lambda wanted, facts: bool(facts.flags & set(wanted)),
    "segments": lambda codes, facts: facts.segment() in codes,
    "profile": _profile_holds,
    "repeat": lambda terms, facts: facts.contacts_before(terms["days"]) > 1,
    "broken_promise": lambda wanted, facts: bool(wanted) and facts.promise_broken(),
}


def holds(conditions: Mapping[str, Any], facts: Facts) -> bool:
    """Whether all conditions hold; a rule without any never does, so that an empty one opens nothing.

    >>> holds({}, Facts("", {}, True))
    False
    """
    if not conditions or conditions.keys() - _CONDITIONS.keys():
        return False
    return all(condition(conditions[name], facts) for name, condition in _CONDITIONS.items() if name in conditions)


def needs_words(conditions: Mapping[str, Any]) -> bool:
    """Whether a rule can only hold once words are read."""
    return bool(WORD_CONDITIONS & conditions.keys())


def parts_of_rules(rules: Collection[Rule]) -> tuple[StakePart, ...]:
    """What the rules that hold add to what is lost if the case waits, each with its name of then."""
    return tuple(StakePart("rule", rule.stake, {"rule": rule.code, "name": dict(rule.name)}) for rule in rules)
