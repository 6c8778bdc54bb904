"""A table as it leaves: typed columns, rows, and in words what they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

type Kind = Literal["text", "whole", "number", "day", "moment", "truth"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds; names are those of the API and the same in every language."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under typed columns. Null is no value; a moment is aware; text is whatever somebody wrote.

    `about` says in the reader's language what the rows are. Where rows are not a list but come one by one, from a
    query that no memory would hold, `size` says how many there are.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[tuple[Any, ...]]
    about: Sequence[tuple[str, str]] = field(default_factory=list)
    size: int | None = None

    @property
    def length(self) -> int:
        return len(self.rows) if isinstance(self.rows, list) else self.size or 0
