"""The content of a questionnaire: items with their words, options and conditions, as stored and as others may hold it.

Content is JSON in the database and these dataclasses in code; `content_of` and `as_json` in `rules` go between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

type Words = Mapping[str, str]
"""Text by language: {"fr": ..., "en": ..., "ar": ...}."""


class ItemKind(StrEnum):
    """The kinds of items beside the scored questions of the trade (`QuestionKind`) and a company's own questions.

    `idea` is free text that asks for an idea; `contact_me` asks whether the customer wishes to be called back;
    `consent` asks for a permission, never ticked beforehand. `why` and `components` are the ones known since the loop.
    """

    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    MATRIX = "matrix"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    IDEA = "idea"
    CONSENT = "consent"
    CONTACT_ME = "contact_me"


class Test(StrEnum):
    """How a condition compares what it looks at with its values."""

    __test__ = False  # the name makes pytest look for tests in it

    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `of` is what is looked at: `answer:<item code>`, `customer:language`, `interaction:channel`,
    `interaction:step`, `interaction:reason`, `interaction:outcome`, `interaction:unit`.

    `values` are codes, or one number for `at_least` and `at_most`; empty for `answered` and `not_answered`.
    """

    of: str
    test: Test
    values: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowIf:
    """When an item is shown: all of the conditions, or any. No conditions: always."""

    conditions: tuple[Condition, ...] = ()
    of_them: Literal["all", "any"] = "all"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice, one thing to rank, or one row of a matrix. The code is stable, the words may change."""

    code: str
    wording: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One screen of a questionnaire.

    `code` is unique in the questionnaire and stable over its versions: answers are kept under it. For the scored
    questions of the trade and a company's own it equals `kind`, which is their code. `scale` is for kinds that have
    several. `options` are choices, things to rank or the rows of a matrix, whose columns are the points of `scale`.
    `minimum` and `maximum` bound a number, or how many options may be ticked. Words may pipe
    `{interaction:channel}`, `{answer:<item code>}` and a few more places, see `kinds.PIPED_PLACES`.
    """

    code: str
    kind: str
    wording: Words
    help: Words = field(default_factory=dict)
    scale: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    show_if: ShowIf = ShowIf()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole questionnaire. Every text falls back on `language`, which must be complete."""

    title: Words
    language: str
    items: tuple[Item, ...]
    thanks: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What a customer gave to one item; nothing at all is an item passed.

    `score` for scored kinds; `text` for words; `value` for the others: the option's code (single), codes in order
    (multiple, ranking), a score by row (matrix), a number, an ISO date, true or false (consent, contact me).
    """

    score: int | None = None
    text: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says: a stable code, words for people (perhaps lazy), the item's code or empty for the whole."""

    code: str
    words: Any
    item: str = ""
