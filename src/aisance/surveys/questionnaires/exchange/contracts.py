"""What comes of reading a file: a questionnaire with an account of it, or why it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aisance.intake.contracts import Problem
from aisance.surveys.questionnaires.contracts import Content

BYTES_AT_MOST = 2_000_000
"""A questionnaire is a few pages; a larger file is something else."""


class Became(StrEnum):
    """What became of a part of the file."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account: what it was in the file, what became of it, and why where it is not as it was."""

    became: Became
    what: str
    why: Any = ""


@dataclass(slots=True)
class Account:
    """What was kept, changed and dropped, in the order of the file."""

    entries: list[Entry] = field(default_factory=list)

    def kept(self, what: str) -> None:
        self.entries.append(Entry(Became.KEPT, what))

    def changed(self, what: str, why: Any) -> None:
        self.entries.append(Entry(Became.CHANGED, what, why))

    def dropped(self, what: str, why: Any) -> None:
        self.entries.append(Entry(Became.DROPPED, what, why))

    def of(self, became: Became) -> list[Entry]:
        return [entry for entry in self.entries if entry.became is became]


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire read from a file, not stored yet."""

    content: Content
    account: Account


class FileRefused(ValueError):  # noqa: N818  named as a decision, it says why and by which place
    """A file that cannot be read; `problems` name the item, the field and what was expected."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.expected}" for problem in problems))
        self.problems = tuple(problems)
