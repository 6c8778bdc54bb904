"""A mapping bound to one file's header: turns a row of cells into the product's values."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from difflib import get_close_matches
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aisance.intake.contracts import Column, ColumnKind, ImportKind, Problem, Refusal, Values, WrongUse
from aisance.intake.mapping import Choices, FileMapping, mistake, one_of
from aisance.intake.rules import moment_text, seconds_text

PIECE = re.compile(r"\{([^{}]*)\}")
ATTRIBUTE = "attributes."

type Cells = Sequence[str]
"""The cells of one row, without the spaces around them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one product column is read from a row. The steps apply in the order of the fields."""

    name: str
    pick: Callable[[Cells], str]
    conditions: tuple[tuple[int, frozenset[str]], ...] = ()
    empty: frozenset[str] = frozenset()
    translate: Mapping[str, str] | None = None
    convert: Callable[[str], str] | None = None
    expected: Any = ""

    def value(self, cells: Cells) -> str | Problem:
        """The product's text, empty where there is none."""
        if self.conditions and any(cells[place] not in wanted for place, wanted in self.conditions):
            return ""
        raw = self.pick(cells)
        if not raw or raw in self.empty:
            return ""
        text = raw
        if self.translate is not None:
            if raw not in self.translate and "*" not in self.translate:
                return Problem(self.name, raw, one_of(raw, self.translate))
            text = self.translate.get(raw, self.translate.get("*", "")).replace("{value}", raw)
        return self._converted(text, raw)

    def _converted(self, text: str, raw: str) -> str | Problem:
        if self.convert is None or not text:
            return text
        try:
            return self.convert(text)
        except (ValueError, OverflowError):
            return Problem(self.name, raw, self.expected)


@dataclass(frozen=True, slots=True)
class Binding:
    """What to do with each row of one file."""

    readings: tuple[Reading, ...]
    skips: tuple[tuple[int, frozenset[str]], ...]
    unused: tuple[str, ...]

    def left_out(self, cells: Cells) -> bool:
        """Whether the mapping leaves this row out."""
        return any(cells[place] in unwanted for place, unwanted in self.skips)

    def values(self, cells: Cells) -> Values | Refusal:
        """The row in the product's words, or everything that is wrong with it."""
        values: Values = {}
        problems = []
        for reading in self.readings:
            value = reading.value(cells)
            if isinstance(value, Problem):
                problems.append(value)
            elif value:
                values[reading.name] = value
        return tuple(problems) if problems else values


def bind(mapping: FileMapping, kind: ImportKind, header: Sequence[str]) -> Binding:
    """Bind a mapping to a header. Raises WrongUse where they do not fit, or where nothing gives a needed column."""
    return _Binder(mapping, kind, header).binding()


class _Binder:
    def __init__(self, mapping: FileMapping, kind: ImportKind, header: Sequence[str]) -> None:
        self._mapping = mapping
        self._kind = kind
        self._header = list(header)
        self._places = {name: place for place, name in enumerate(header)}
        self._used: set[str] = set()

    def binding(self) -> Binding:
        readings = [reading for column in self._kind.columns if (reading := self._reading(column))]
        readings += self._attributes()
        skips = self._conditions("skip", self._mapping.skip)
        unused = tuple(name for name in self._header if name not in self._used)
        self._complain_of_missing({reading.name for reading in readings}, unused)
        return Binding(tuple(readings), skips, unused)

    def _reading(self, column: Column) -> Reading | None:
        name, mapping = column.name, self._mapping
        pick = self._pick(name)
        if pick is None:
            return None
        convert, expected = self._conversion(column)
        conditions = self._conditions(f"only_when.{name}", mapping.only_when.get(name, {}))
        empty = mapping.empty.get(name, frozenset())
        return Reading(name, pick, conditions, empty, mapping.translate.get(name), convert, expected)

    def _pick(self, name: str) -> Callable[[Cells], str] | None:
        mapping = self._mapping
        if name in mapping.constants:
            if name in mapping.columns:
                raise mistake(
                    f"constants.{name}", mapping.constants[name], _("either a constant or a column, not both")
                )
            constant = mapping.constants[name]
            return lambda cells: constant
        if name in mapping.columns:
            return self._template(f"columns.{name}", mapping.columns[name]) if mapping.columns[name] else None
        return self._template(name, name) if name in self._places else None

    def _template(self, key: str, text: str) -> Callable[[Cells], str]:
        """A file column's name, or words with such names in braces; without any value in them they give nothing."""
        if text in self._places:
            place = self._place(key, text)
            return lambda cells: cells[place]
        if "{" not in text:
            raise mistake(key, text, one_of(text, self._header))
        literals = PIECE.split(text)[::2]
        places = [self._place(key, name) for name in PIECE.findall(text)]
        return partial(_joined, literals, places)

    def _place(self, key: str, name: str) -> int:
        if name not in self._places:
            raise mistake(key, name, one_of(name, self._header))
        self._used.add(name)
        return self._places[name]

    def _conditions(self, key: str, choices: Choices) -> tuple[tuple[int, frozenset[str]], ...]:
        return tuple((self._place(f"{key}.{name}", name), values) for name, values in choices.items())

    def _conversion(self, column: Column) -> tuple[Callable[[str], str] | None, Any]:
        mapping = self._mapping
        if column.kind is ColumnKind.MOMENT:
            formats = mapping.formats.get(column.name, ())
            zone: tzinfo = mapping.zone or timezone.get_default_timezone()
            shown = ", ".join([*formats, "2026-01-31T09:30:00+01:00"])
            expected = _("a date and time that exists, as in: %(formats)s") % {"formats": shown}
            return partial(moment_text, formats=formats, zone=zone), expected
        if column.kind is ColumnKind.SECONDS:
            unit = mapping.units.get(column.name, "")
            expected = _("a duration in %(unit)s") % {"unit": unit or "s"}
            return partial(seconds_text, unit=unit, decimal=mapping.decimal), expected
        return None, ""

    def _attributes(self) -> list[Reading]:
        if not self._kind.attributes:
            return []
        readings = [
            Reading(ATTRIBUTE + name, self._template(f"attributes.{name}", text))
            for name, text in self._mapping.attributes.items()
        ]
        taken = {reading.name for reading in readings}
        free = [name for name in self._header if name.startswith(ATTRIBUTE) and name not in taken]
        return readings + [Reading(name, self._template(name, name)) for name in free]

    def _complain_of_missing(self, read: set[str], unused: Iterable[str]) -> None:
        """A needed column without a source, or a file column whose name is nearly a product's, is a mistake."""
        missing = [column.name for column in self._kind.columns if column.required and column.name not in read]
        if missing:
            raise WrongUse(
                _("No column of the file gives %(missing)s. The file has: %(header)s. Say in a mapping where it is.")
                % {"missing": ", ".join(missing), "header": ", ".join(self._header)}
            )
        names = {column.name for column in self._kind.columns} - read
        for name in unused:
            near = _slip_of(name, names)
            if near and not self._mapping.columns:
                raise WrongUse(
                    _("The file's column %(name)s is not one of the product's: did you mean %(near)s?")
                    % {"name": name, "near": near}
                )


def _joined(literals: Sequence[str], places: Sequence[int], cells: Cells) -> str:
    values = [cells[place] for place in places]
    if not any(values):
        return ""
    pairs = zip(literals, [*values, ""], strict=True)
    return "".join(literal + value for literal, value in pairs)


def _slip_of(name: str, possible: Iterable[str]) -> str | None:
    """The product column that this name is written almost like: case, spaces and hyphens apart, or one letter off."""
    plain = re.sub(r"[\s\-]+", "_", name.strip().lower())
    return next(iter(get_close_matches(plain, sorted(possible), n=1, cutoff=0.85)), None)
