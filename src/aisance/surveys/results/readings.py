"""The sums behind a page of results: at most four readings of the store, whatever the number of questions."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aisance.lake.public import Days, sums
from aisance.surveys.results.contracts import Selection

type Condition = Callable[[Any], Any]


# Equal by value, so that the store knows a question again that it has answered already.
@dataclass(frozen=True, slots=True)
class Among:
    """Rows whose column holds one of these values."""

    column: str
    values: tuple[Any, ...]

    def __call__(self, t: Any) -> Any:
        return t[self.column].isin(self.values)


@dataclass(frozen=True, slots=True)
class Of:
    """The value of a column."""

    column: str

    def __call__(self, t: Any) -> Any:
        return t[self.column]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be counted of a question: an option or a row, with the score that goes with it."""

    option: str
    score: int | None


@dataclass(slots=True)
class Counts:
    """Everything that was counted, by question.

    `scores` are counts by scale and score, `options` by option and score, `answers` of those without a score, `numbers`
    counts in rising order. `ways` are responses by version and items asked, with how many of them are complete.
    """

    scores: Mapping[str, Mapping[tuple[str, int], int]] = field(default_factory=dict)
    options: Mapping[str, Mapping[Option, int]] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[tuple[float, int]]] = field(default_factory=dict)
    ways: Sequence[tuple[int, int, int, int]] = ()


def counts_of(selection: Selection, numeric: Collection[str]) -> Counts:
    """Count what was selected. Numbers only where `numeric` names questions answered by a number or a day."""
    where = _where(selection)
    scores: dict[str, dict[tuple[str, int], int]] = defaultdict(dict)
    for cell in sums("answers", value=Of("score"), where=where, by=("question", "scale", "score")):
        question, scale, score = cell.dimensions
        scores[question][scale, score] = cell.n
    options: dict[str, dict[Option, int]] = defaultdict(dict)
    answers: dict[str, int] = defaultdict(int)
    for cell in sums("choices", value=Of("first"), where=where, by=("question", "option", "score")):
        question, option, score = cell.dimensions
        options[question][Option(option, score)] = cell.n
        answers[question] += round(cell.wv)
    numbers: dict[str, list[tuple[float, int]]] = defaultdict(list)
    if numeric:
        # Without a condition on the question, which takes a third of the time: others have no numbers.
        for cell in sums("choices", value=Of("number"), where=where, by=("question", "number")):
            numbers[cell.dimensions[0]].append((cell.dimensions[1], cell.n))
    return Counts(scores, options, answers, numbers, _ways(where))


def _where(selection: Selection) -> tuple[Condition, ...]:
    found: list[Condition] = [
        Among("version_id", selection.version_ids),
        Days(selection.start, selection.end),
    ]
    if selection.unit_ids is not None:
        found.append(Among("unit_id", selection.unit_ids))
    for column in ("channel", "language", "collected_by"):
        value = getattr(selection, column)
        found += [Among(column, (value,))] if value else []
    return tuple(found)


def _ways(where: tuple[Condition, ...]) -> list[tuple[int, int, int, int]]:
    """Version, items asked as bits, responses, complete ones."""
    cells = sums("responses", value=Of("complete"), where=where, by=("version_id", "way"))
    return [(cell.dimensions[0], int(cell.dimensions[1] or "0", 16), cell.n, round(cell.wv)) for cell in cells]


def last_day_with(selection: Selection, questions: Collection[str]) -> date | None:
    """The newest day on which one of these questions was answered; null where none was."""
    asked: tuple[Condition, ...] = (*_where(selection), Among("question", tuple(sorted(questions))))
    return max(
        (cell.dimensions[0] for cell in sums("choices", value=Of("first"), where=asked, by=("day",))), default=None
    )
