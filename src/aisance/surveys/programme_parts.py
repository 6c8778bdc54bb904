"""The parts of the page on which a programme's terms are edited: sections, blocks of rows, groups of a question."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """What the page shows of one question: its name, and its place and wordings as fields."""

    name: Any
    fields: list[forms.BoundField]

    @property
    def place(self) -> int:
        """The place chosen; 0 where the question is not asked, or what was sent is no place."""
        value = str(self.fields[0].value() or 0)
        return int(value) if value.isascii() and value.isdigit() else 0

    @property
    def is_open(self) -> bool:
        """Whether the page shows the fields at once: the question is asked, or something is wrong with it."""
        return bool(self.place) or any(field.errors for field in self.fields)


type Row = tuple[str, list[forms.BoundField]]
"""How fields lie beside each other, and the fields."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of fields under one name; folded away where nothing is said in them. Without a name they are always open."""

    rows: list[Row]
    name: Any = ""

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for _shape, fields in self.rows for field in fields)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a title, a sentence, and its fields."""

    title: Any
    words: Any
    blocks: list[Block]


def present(*blocks: Block) -> list[Block]:
    """Those that have fields at all."""
    return [block for block in blocks if any(fields for _shape, fields in block.rows)]
