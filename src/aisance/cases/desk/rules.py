"""What the desk decides by itself: which words to quote, when a message may go, what to do next."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import comb

LONGEST_QUOTE = 140
SHORTEST_QUOTE_WORDS = 4
PLACEHOLDER = re.compile(r"\[[^\[\]\n]{2,80}\]")
"""What whoever writes must fill in: words in square brackets."""


def telling_quote(text: str) -> str:
    """The words of a customer that stand in a line: the first sentence that tells something, else the beginning.

    Sentences of fewer than four words tell too little ("Bonjour.", "No!"). At most 140 characters; empty without words.

    >>> telling_quote("Bonjour. On m'a redemandé trois fois la même pièce ! Je suis cliente depuis six ans.")
    "On m'a redemandé trois fois la même pièce !"
    >>> telling_quote("Nul.")
    'Nul.'
    """
    whole = " ".join(text.split())
    return next((one for one in re.split(r"(?<=[.!?…])\s+", whole) if _tells(one)), _cut(whole))


def _tells(words: str) -> bool:
    return len(words.split()) >= SHORTEST_QUOTE_WORDS and len(words) <= LONGEST_QUOTE


def _cut(words: str) -> str:
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def left_to_fill(body: str) -> list[str]:
    """The placeholders that still stand in a message, each once, in their order.

    >>> left_to_fill("Dear Ms Garnier, [what happened]. We [what we do] today, and [what happened].")
    ['[what happened]', '[what we do]']
    """
    return list(dict.fromkeys(PLACEHOLDER.findall(body)))


def is_unchanged(body: str, filled: str) -> bool:
    """Whether a message is its template and nothing more; spaces, case and punctuation make no letter personal.

    >>> is_unchanged("Dear Ms Garnier,  we are sorry", "Dear Ms Garnier, we are sorry.")
    True
    >>> is_unchanged("Dear Ms Garnier, your second letter came: we are sorry.", "Dear Ms Garnier, we are sorry.")
    False
    """
    return _bare(body) == _bare(filled)


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def filled(text: str, known: dict[str, str]) -> str:
    """A template with what is known put in place of `{customer}`, `{advisor}`, `{case}`; other braces stay.

    >>> filled("Hello {customer}, {nobody}", {"customer": "Ms Garnier"})
    'Hello Ms Garnier, {nobody}'
    """
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), text)


@dataclass(frozen=True, slots=True)
class Median:
    """The median of n durations with its 95 % interval by order statistics; null where n is too small for one."""

    value: timedelta | None
    low: timedelta | None
    high: timedelta | None
    n: int


def median_of(durations: Sequence[timedelta]) -> Median:
    """The median and the interval that covers it in at least 95 %; no value of nothing, no interval below 6.

    The bounds are the k-th smallest and the k-th largest, with k the greatest for which the binomial law of n and 1/2
    leaves at most 2.5 % below it. Source: W. J. Conover, Practical Nonparametric Statistics, 1999, section 3.2.

    >>> found = median_of([timedelta(hours=hours) for hours in (1, 2, 3, 4, 5, 6)])
    >>> found.value, found.low, found.high, found.n
    (datetime.timedelta(seconds=12600), datetime.timedelta(seconds=3600), datetime.timedelta(seconds=21600), 6)
    >>> median_of([]).value is None
    True
    """
    ordered = sorted(durations)
    if not ordered:
        return Median(None, None, None, 0)
    seconds = statistics.median(duration.total_seconds() for duration in ordered)
    rank = _rank(len(ordered))
    low, high = (ordered[rank - 1], ordered[-rank]) if rank else (None, None)
    return Median(timedelta(seconds=seconds), low, high, len(ordered))


def _rank(n: int) -> int:
    """The greatest k with P(fewer than k of n lie below the median) at most 2.5 %; 0 where there is none."""
    below, k = 0, 0
    while k < n and (below + comb(n, k)) * 40 <= 2**n:
        below += comb(n, k)
        k += 1
    return k


class Step(StrEnum):
    """What is best done next in a case."""

    TAKE = "take"
    KEEP_BROKEN_PROMISE = "keep_broken_promise"
    ANSWER = "answer"
    ANSWER_COLLEAGUE = "answer_colleague"
    REACH_OTHERWISE = "reach_otherwise"
    BEGIN = "begin"
    READ_COLLEAGUE = "read_colleague"
    KEEP_PROMISE = "keep_promise"
    WAIT_FOR_COLLEAGUE = "wait_for_colleague"
    ASK_AGAIN = "ask_again"
    WAIT = "wait"
    CLOSE = "close"
    NOTHING = "nothing"


LONG_SILENCE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as far as the next step hangs on it. `came_back`: our last message reached nobody."""

    is_open: bool
    has_owner: bool
    is_waiting: bool
    is_touched: bool
    promised_by: datetime | None
    customer_spoke_last: bool
    colleague: str
    last_at: datetime
    came_back: bool = False


def next_step(case: Standing, now: datetime) -> Step:
    """What to do next; the first that holds: what the customer waits for comes before what we wait for.

    `colleague` is "asks_me" where the reader is asked, "asked" while somebody else's answer is out, "answered" where
    one came after the last exchange, else empty. A customer who is silent for three days is asked again, best by
    another channel.

    >>> new = Standing(True, False, False, False, None, False, "", datetime(2026, 11, 20, 9))
    >>> next_step(new, datetime(2026, 11, 20, 10))
    <Step.TAKE: 'take'>
    """
    if case.colleague == "asks_me":
        return Step.ANSWER_COLLEAGUE
    if not case.is_open:
        return Step.NOTHING
    if not case.has_owner:
        return Step.TAKE
    return _owed(case, now) or _awaited(case, now) or Step.CLOSE


def _owed(case: Standing, now: datetime) -> Step | None:
    """What we owe the customer, the heaviest first."""
    if case.promised_by and case.promised_by <= now:
        return Step.KEEP_BROKEN_PROMISE
    if case.customer_spoke_last:
        return Step.ANSWER
    if case.came_back:
        return Step.REACH_OTHERWISE
    if not case.is_touched:
        return Step.BEGIN
    if case.colleague == "answered":
        return Step.READ_COLLEAGUE
    return Step.KEEP_PROMISE if case.promised_by else None


def _awaited(case: Standing, now: datetime) -> Step | None:
    """What we wait for ourselves."""
    if case.colleague == "asked":
        return Step.WAIT_FOR_COLLEAGUE
    if not case.is_waiting:
        return None
    return Step.ASK_AGAIN if now - case.last_at >= LONG_SILENCE else Step.WAIT
