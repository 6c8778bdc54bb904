"""What a domain and the intake of files say to each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from aisance.core.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row or item was refused: the field, what it held, and what was expected (words, perhaps lazy)."""

    field: str
    value: str
    expected: Any


class WrongUse(Exception):  # noqa: N818  it is the caller's doing, and the command ends with status 2
    """The file or the mapping cannot be used at all; the text, in the reader's language, says what to mend."""


class ColumnKind(StrEnum):
    """How the text of a column is brought into the product's form before the domain reads it."""

    TEXT = "text"
    MOMENT = "moment"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the product's vocabulary; `description` is for people, in their language."""

    name: str
    description: Any
    required: bool = False
    kind: ColumnKind = ColumnKind.TEXT


class Fate(StrEnum):
    """What became of a row that was not refused."""

    ACCEPTED = "accepted"
    KNOWN = "known"


type Refusal = tuple[Problem, ...]
type Values = dict[str, str]


class Importer[Draft](Protocol):
    """One import under way. Rows come to `parse` in the order of the file, so that it may remember earlier ones."""

    def parse(self, values: Values) -> Draft | Refusal:
        """A row in the product's words (empty values are absent; free ones are `attributes.NAME`), read or refused."""

    def record(self, drafts: Sequence[Draft], *, by: Viewer) -> Sequence[Fate | Refusal]:
        """Write a batch in one transaction; the fate of each draft, in order. Idempotent."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of thing that files bring. `start` begins an import; `add_reasons` makes the mapping's reasons."""

    name: str
    columns: tuple[Column, ...]
    start: Callable[[], Importer[Any]]
    attributes: bool = False
    add_reasons: Callable[[Mapping[str, Mapping[str, str]], Viewer], object] | None = None


@dataclass(slots=True)
class Totals:
    """How many rows met which fate; `read` is always the sum of the others."""

    read: int = 0
    accepted: int = 0
    known: int = 0
    left_out: int = 0
    refused: int = 0


@dataclass(slots=True)
class Report:
    """How an import ended. `refused_file` is null where nothing was written to it.

    `run_id` is the number by which the import can be taken back; null for kinds that cannot.
    """

    totals: Totals = field(default_factory=Totals)
    first_refusals: list[tuple[int, Refusal]] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    refused_file: str | None = None
    unwritten: str = ""
    interrupted: bool = False
    run_id: int | None = None
