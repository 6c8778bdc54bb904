"""LimeSurvey's expressions of relevance, as far as our conditions can say them. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from aisance.surveys.questionnaires.contracts import Condition, ShowIf
from aisance.surveys.questionnaires.exchange.building import Compared, joined

_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<and>&&|\band\b)|(?P<or>\|\||\bor\b)|"
    r"(?P<operator>==|!=|>=|<=|>|<|=|\b(?:eq|ne|ge|le|gt|lt)\b)|"
    r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))|"
    r"(?P<empty>!?\s*is_empty)\b|(?P<not>!)|(?P<name>[A-Za-z0-9_]+(?:\.(?:NAOK|code|value|shown))?))",
    re.I,
)
OPERATORS = {"eq": "==", "=": "==", "ne": "!=", "ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
LENGTH_AT_MOST, DEPTH_AT_MOST = 2000, 20

type Told = Callable[[Compared], Condition | None]
"""How a comparison with one of the file's names is said here."""


class Unsaid(Exception):  # noqa: N818  no error of anybody: the expression says more than we can
    """The expression cannot be said in conditions."""


def show_if_of(expression: str, told: Told) -> ShowIf | None:
    """The conditions that an expression means: none for one that is always true, null where they cannot say it.

    >>> from aisance.surveys.questionnaires.contracts import Test
    >>> show_if_of("1", lambda compared: None)
    ShowIf(conditions=(), of_them='all')
    >>> show_if_of("((Q1.NAOK == 'A1'))", lambda one: Condition(one.name, Test.IN, (one.value,))).conditions[0].values
    ('A1',)
    >>> show_if_of("count(Q1, Q2) > 1", lambda compared: None) is None
    True
    """
    text = expression.strip()
    if text in {"", "1", "(1)"}:
        return ShowIf()
    if len(text) > LENGTH_AT_MOST:
        return None
    try:
        parser = _Parser(_tokens(text), told)
        found = parser.whole(0)
        parser.end()
    except Unsaid:
        return None
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unsaid
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


@dataclass(slots=True)
class _Parser:
    tokens: list[tuple[str, str]]
    told: Told
    at: int = 0

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self, *kinds: str) -> str:
        if self.peek() not in kinds:
            raise Unsaid
        self.at += 1
        return self.tokens[self.at - 1][1]

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise Unsaid

    def whole(self, depth: int) -> ShowIf:
        """Parts joined by one word throughout, as `a and b and c`."""
        if depth > DEPTH_AT_MOST:
            raise Unsaid
        parts: list[ShowIf | Condition] = [self.part(depth)]
        joint = ""
        while self.peek() in {"and", "or"}:
            word = self.peek()
            if joint not in {"", word}:
                raise Unsaid
            joint = word
            self.take(word)
            parts.append(self.part(depth))
        found = joined(parts, "any" if joint == "or" else "all")
        if found is None:
            raise Unsaid
        return found

    def part(self, depth: int) -> ShowIf | Condition:
        if self.peek() == "open":
            self.take("open")
            inner = self.whole(depth + 1)
            self.take("close")
            return inner
        if self.peek() == "empty":
            return self.emptiness()
        return self.comparison()

    def emptiness(self) -> Condition:
        negated = self.take("empty").startswith("!")
        self.take("open")
        name = self.take("name")
        self.take("close")
        return self.say(name, "!=" if negated else "==", "")

    def comparison(self) -> Condition:
        name = self.take("name")
        operator = self.take("operator").lower()
        value = self.take("double", "single", "number")
        return self.say(name, OPERATORS.get(operator, operator), value)

    def say(self, name: str, operator: str, value: str) -> Condition:
        found = self.told(Compared(name.partition(".")[0], operator, value))
        if found is None:
            raise Unsaid
        return found
