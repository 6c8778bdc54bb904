"""What each indicator reads: which rows of a fact are eligible and what v each is worth, as Ibis expressions.

A function here takes the table of the fact and returns an expression; nothing is read until the store runs it. A row
whose v is null is not counted. The same expressions run on every engine. Most are dataclasses rather than lambdas:
equal by value, they let the store remember what it made of them.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from aisance.core import clock
from aisance.indicators.contracts import Asked, Definition
from aisance.indicators.statistics.histograms import EXACT_SECONDS
from aisance.journeys.contracts import Channel, Direction, Outcome
from aisance.surveys.contracts import InvitationState

type Expression = Callable[[Any], Any]
type Period = tuple[date | None, date | None]

SERVED = [Outcome.ANSWERED.value, Outcome.RESOLVED.value, Outcome.TRANSFERRED.value]
DAY_SECONDS = 86_400

CUT_BY = ("channel", "step_id", "reason_id", "unit_id", "advisor_id", "language", "month", "day", "customer_id")
"""The columns that a row of one respondent keeps when it is made of several answers."""

DOUBLINGS = range(8, 32)
"""Durations from 128 s on are counted in steps that double with the duration, see statistics.histograms."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the store: `prepare` makes the rows, `where` keeps the eligible ones, `value` is their v."""

    value: Expression
    where: tuple[Expression, ...]
    prepare: Expression | None = None


def reading_of(definition: Definition, asked: Asked, period: Period) -> Reading:
    """What to read for an indicator in a period, whose days the caller adds to the conditions."""
    if definition.is_composite:
        return Reading(_v, (), Respondents(definition.kind, tuple(_worths(definition)), len(definition.parts)))
    if definition.parts:
        return _one_question(definition)
    if definition.fact == "invitations":
        delivered = InvitationState.DELIVERED.value
        return Reading(_answered, (_is("kind", definition.kind), _is("state", delivered)))
    if definition.name in ("resolved_observed", "repeat_contacts"):
        return repeats(definition.name, asked, period)
    if definition.name in ("promise_kept", "processing_time"):
        return _promises(definition.name)
    return _calls(definition.name, asked.within_seconds)


@dataclass(frozen=True, slots=True)
class Holds:
    """The rows whose column stands in a relation to a value."""

    column: str
    relation: Callable[[Any, Any], Any]
    value: Any

    def __call__(self, t: Any) -> Any:
        return self.relation(t[self.column], self.value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The rows whose column holds one of these values."""

    column: str
    values: tuple[Any, ...]

    def __call__(self, t: Any) -> Any:
        return t[self.column].isin(self.values)


@dataclass(frozen=True, slots=True)
class Worth:
    """What the score of a row is worth; null for a score that the mapping does not name."""

    values: tuple[tuple[int, float], ...]

    def __call__(self, t: Any) -> Any:
        import ibis

        # Ranges, since eleven comparisons a row cost a quarter more than three.
        branches = [(t.score.between(low, high), worth) for low, high, worth in ranges(self.values)]
        return ibis.cases(*branches).cast("float64")


def ranges(values: Sequence[tuple[int, float]]) -> list[tuple[int, int, float]]:
    """Scores that follow each other and are worth the same, from the first to the last.

    >>> ranges([(1, -1.0), (2, -1.0), (4, -1.0), (5, 1.0)])
    [(1, 2, -1.0), (4, 4, -1.0), (5, 5, 1.0)]
    """
    ordered = sorted(values)
    breaks = [place for place, (one, other) in enumerate(pairwise(ordered), start=1) if not _follows(one, other)]
    runs = [ordered[first:end] for first, end in pairwise([0, *breaks, len(ordered)])]
    return [(run[0][0], run[-1][0], run[0][1]) for run in runs if run]


def _follows(one: tuple[int, float], other: tuple[int, float]) -> bool:
    return (one[0] + 1, one[1]) == other


def within(start: date | None, end: date | None) -> list[Expression]:
    """The days of a period; the month first, which lets the store leave out whole files."""
    conditions: list[Expression] = []
    if start:
        conditions += [Holds("month", operator.ge, start.year * 100 + start.month), Holds("day", operator.ge, start)]
    if end:
        conditions += [Holds("month", operator.le, end.year * 100 + end.month), Holds("day", operator.le, end)]
    return conditions


def one_of(column: str, values: list[Any]) -> Expression:
    """The rows that hold one of these values."""
    return OneOf(column, tuple(values))


def bucketed(seconds: Any) -> Any:
    """The first second of the histogram's bucket, in whole numbers so that every engine counts alike."""
    import ibis

    branches = [(seconds < EXACT_SECONDS, seconds)]
    branches += [(seconds < 2**power, seconds - seconds % 2 ** (power - 7)) for power in DOUBLINGS]
    return ibis.cases(*branches)


def double(number: float) -> Any:
    """A number as a double on every engine.

    Written as it is, DuckDB takes it for a decimal, whose squares overflow after a million thirds; and a cast of what
    Ibis already takes for a double is left out of the SQL.
    """
    import ibis

    return ibis.literal(repr(float(number))).cast("float64")


def _is(column: str, value: Any) -> Expression:
    return Holds(column, operator.eq, value)


def _v(t: Any) -> Any:
    return t.v


def _answered(t: Any) -> Any:
    return t.answered.cast("float64")


def _one_question(definition: Definition) -> Reading:
    (part,) = definition.parts
    conditions = (_is("question", part.question), _is("scale", part.scale), _is("kind", definition.kind))
    return Reading(Worth(tuple(part.values.items())), conditions)


@dataclass(frozen=True, slots=True)
class Respondents:
    """One row a response that answered every part; its v is the weighted sum of what the parts are worth."""

    kind: str
    worths: tuple[tuple[str, str, int, float], ...]
    parts: int

    def __call__(self, answers: Any) -> Any:
        import ibis

        branches = [
            ((answers.question == question) & (answers.scale == scale) & (answers.score == score), worth)
            for question, scale, score, worth in self.worths
        ]
        rows = answers.filter(answers.kind == self.kind).mutate(worth=ibis.cases(*branches))
        whole = rows.filter(rows.worth.notnull()).group_by(["response_id", *CUT_BY])
        made = whole.aggregate(v=lambda t: t.worth.sum(), parts=lambda t: t.count())
        return made.filter(made.parts == self.parts)


def _worths(definition: Definition) -> list[tuple[str, str, int, float]]:
    return [
        (part.question, part.scale, score, part.weight * value)
        for part in definition.parts
        for score, value in part.values.items()
    ]


type Matters = tuple[tuple[int, tuple[int, ...]], ...]
"""The reasons, by id, that are one matter, with the id of the matter."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Contacts with the time to the next one, and from the one before, of the same customer about the same `matter`.

    The matter is the reason itself, unless `matters` says which reasons are one; a reason in none is then left out.
    """

    days: int
    period: Period
    matters: Matters = ()

    def __call__(self, contacts: Any) -> Any:
        import ibis

        kept = contacts.filter(
            contacts.direction == Direction.INBOUND.value,
            contacts.outcome.notnull(),
            contacts.customer_id.notnull(),
            contacts.reason_id.notnull(),
            *(condition(contacts) for condition in within(*_widened(self.period, self.days))),
        )
        kept = kept.mutate(at=kept.started_at.epoch_seconds().cast("int64"), matter=self._matter(kept))
        kept = kept.filter(kept.matter.notnull())
        same = ibis.window(group_by=[kept.customer_id, kept.matter], order_by=[kept.at, kept.id])
        return kept.mutate(
            until_next=kept.at.lead().over(same) - kept.at, since_last=kept.at - kept.at.lag().over(same)
        )

    def _matter(self, contacts: Any) -> Any:
        import ibis

        if not self.matters:
            return contacts.reason_id
        branches = [(contacts.reason_id.isin(reasons), matter) for matter, reasons in self.matters]
        return ibis.cases(*branches).cast("int64")


def repeats(name: str, asked: Asked, period: Period, matters: Matters = ()) -> Reading:
    """What is read for repeats: the one place where it is decided which contact is one."""
    reach = asked.within_days * DAY_SECONDS
    prepare = Followed(asked.within_days, period, matters)
    if name == "repeat_contacts":
        return Reading(lambda t: _share(t.since_last <= reach, when_unknown=0.0), (), prepare)
    # The day itself and all that were needed to see a repeat are over.
    last_mature = clock.today() - timedelta(days=asked.within_days + 1)
    mature = (lambda t: t.outcome.isin(SERVED), lambda t: t.day <= last_mature)
    return Reading(lambda t: 1.0 - _share(t.until_next <= reach, when_unknown=0.0), mature, prepare)


def _widened(period: Period, days: int) -> Period:
    start, end = period
    more = timedelta(days=days + 1)
    return start and start - more, end and end + more


def _share(condition: Any, *, when_unknown: float) -> Any:
    return condition.fill_null(bool(when_unknown)).ifelse(1.0, 0.0)


def _promises(name: str) -> Reading:
    if name == "processing_time":
        return Reading(_hours_taken, (lambda t: t.promised_by.notnull(), lambda t: t.done_at.notnull()))
    today = datetime.combine(clock.today(), datetime.min.time())

    def due(t: Any) -> Any:
        return t.promised_by.notnull() & (t.done_at.notnull() | (t.promised_by < today))

    return Reading(lambda t: _share(t.done_at <= t.promised_by, when_unknown=0.0), (due,))


def _hours_taken(t: Any) -> Any:
    return (t.done_at.epoch_seconds() - t.started_at.epoch_seconds()).cast("float64") / 3600.0


@lru_cache(maxsize=64)
def _calls(name: str, threshold: int) -> Reading:
    values: dict[str, Expression] = {
        "offered": lambda calls: calls.outcome.notnull().ifelse(1.0, 0.0),
        "answered": lambda calls: calls.outcome.isin(SERVED).ifelse(1.0, 0.0),
        "abandoned": lambda calls: calls.outcome.isin(SERVED).ifelse(0.0, 1.0),
        "answered_within": lambda calls: _in_time(calls, threshold),
        "waiting": lambda calls: calls.wait_seconds.cast("float64"),
        "handling": lambda calls: calls.handling_seconds.cast("float64"),
    }
    offered = (
        _is("channel", Channel.PHONE.value),
        _is("direction", Direction.INBOUND.value),
        lambda calls: calls.outcome.notnull(),
    )
    subject = name.partition("_")[0]
    served = (one_of("outcome", SERVED),) if subject == "handling" else ()
    value = values.get(name) or values[subject]
    return Reading(value, (*offered, *served), _with_bucket(subject) if name.endswith(("_median", "_p90")) else None)


def _with_bucket(subject: str) -> Expression:
    column = {"waiting": "wait_seconds", "handling": "handling_seconds"}[subject]
    return lambda calls: calls.mutate(bucket=bucketed(calls[column]))


def _in_time(calls: Any, within_seconds: int) -> Any:
    """1 for served within the threshold, 0 for served later or not at all, null for served after an unknown wait.

    A null wait makes the comparison null, and a null condition leaves the last branch of `ifelse`; hence the order.
    """
    late = (calls.wait_seconds > within_seconds).ifelse(0.0, 1.0)
    known = calls.wait_seconds.isnull().ifelse(None, late)
    return calls.outcome.isin(SERVED).ifelse(known, 0.0).cast("float64")
