"""The mapping: a TOML file that says how somebody's file becomes the product's columns.

`docs/reference/mapping.md` describes every key. A mistake names the key, what it holds and what is possible.
"""

import codecs
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from aisance.intake.contracts import ColumnKind, ImportKind, WrongUse
from aisance.intake.readers import Layout
from aisance.intake.rules import UNITS_OF_TIME

type Texts = dict[str, str]
type Choices = dict[str, frozenset[str]]

SECTIONS = (
    "file",
    "constants",
    "columns",
    "attributes",
    "dates",
    "numbers",
    "translate",
    "empty",
    "only_when",
    "skip",
    "reasons",
)


@dataclass(frozen=True, slots=True)
class FileMapping:
    """A mapping that makes sense for one kind of import; whether it fits a file is the binding's question."""

    layout: Layout = field(default_factory=Layout)
    constants: Texts = field(default_factory=dict)
    columns: Texts = field(default_factory=dict)
    attributes: Texts = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    zone: ZoneInfo | None = None
    decimal: str = "."
    units: Texts = field(default_factory=dict)
    translate: dict[str, Texts] = field(default_factory=dict)
    empty: Choices = field(default_factory=dict)
    only_when: dict[str, Choices] = field(default_factory=dict)
    skip: Choices = field(default_factory=dict)
    reasons: dict[str, Texts] = field(default_factory=dict)


def read_mapping(path: Path, kind: ImportKind) -> FileMapping:
    """Read and check a mapping. Raises WrongUse at the first mistake."""
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise WrongUse(_("The mapping %(path)s cannot be read: %(why)s.") % {"path": path, "why": problem}) from problem
    return _Checker(kind).mapping(document)


def mapping_of(document: Mapping[str, Any], kind: ImportKind) -> FileMapping:
    """The same of a document that is no file, such as what somebody chose in a page."""
    return _Checker(kind).mapping(document)


def mistake(key: str, held: object, expected: str) -> WrongUse:
    """What is wrong with one key of the mapping."""
    return WrongUse(
        _("Mapping, %(key)s: holds %(held)r; expected %(expected)s.") % {"key": key, "held": held, "expected": expected}
    )


def one_of(wanted: str, possible: Iterable[str]) -> str:
    """What is possible, the nearest first: `one of: ... (did you mean ...?)`."""
    names = list(possible)
    near = get_close_matches(wanted.lower(), names, n=1, cutoff=0.6)
    words = _("one of: %(names)s") % {"names": ", ".join(names)}
    if not near:
        return words
    guess = _("did you mean %(name)s?") % {"name": near[0]}
    return f"{words} ({guess})"


class _Checker:
    """Turns the document into a mapping, section by section."""

    def __init__(self, kind: ImportKind) -> None:
        self._kind = kind
        self._columns = [column.name for column in kind.columns]

    def mapping(self, document: Mapping[str, Any]) -> FileMapping:
        for section, table in document.items():
            self._known(section, section, SECTIONS)
            self._table(section, table)
        held: dict[str, Any] = {section: document.get(section, {}) for section in SECTIONS}
        formats, zone = self._dates(held["dates"])
        decimal, units = self._numbers(held["numbers"])
        return FileMapping(
            layout=self._layout(held["file"]),
            constants=self._by_column("constants", held["constants"]),
            columns=self._by_column("columns", held["columns"]),
            attributes=self._attributes(held["attributes"]),
            formats=formats,
            zone=zone,
            decimal=decimal,
            units=units,
            translate={c: self._texts(f"translate.{c}", t) for c, t in self._checked("translate", held["translate"])},
            empty={c: self._list(f"empty.{c}", v) for c, v in self._checked("empty", held["empty"])},
            only_when={c: self._choices(f"only_when.{c}", t) for c, t in self._checked("only_when", held["only_when"])},
            skip=self._choices("skip", held["skip"]),
            reasons=self._reasons(held["reasons"]),
        )

    def _layout(self, table: Mapping[str, Any]) -> Layout:
        names = ("encoding", "separator", "quote", "sheet")
        for key in table:
            self._known(f"file.{key}", key, names)
        given = self._texts("file", table)
        if (encoding := given.get("encoding", "")) and not _is_encoding(encoding):
            raise mistake("file.encoding", encoding, _("the name of an encoding, such as utf-8, cp1252 or latin-1"))
        if "separator" in given and (len(given["separator"]) != 1 or given["separator"] in '\r\n"'):
            raise mistake("file.separator", given["separator"], _("one character, such as ; or \\t"))
        if len(given.get("quote", "")) > 1 or given.get("quote", "") in {"\r", "\n", given.get("separator")}:
            raise mistake("file.quote", given["quote"], _("one character, or nothing where values are never quoted"))
        return Layout(**given)

    def _dates(self, table: Mapping[str, Any]) -> tuple[dict[str, tuple[str, ...]], ZoneInfo | None]:
        moments = [column.name for column in self._kind.columns if column.kind is ColumnKind.MOMENT]
        formats: dict[str, tuple[str, ...]] = {}
        for key, held in table.items():
            self._known(f"dates.{key}", key, ["zone", *moments])
            if key != "zone":
                formats[key] = tuple(self._ordered(f"dates.{key}", held))
        zone = table.get("zone")
        if zone is not None and zone not in available_timezones():
            raise mistake("dates.zone", zone, _("the name of a time zone, such as Europe/Paris"))
        return formats, ZoneInfo(zone) if zone else None

    def _numbers(self, table: Mapping[str, Any]) -> tuple[str, Texts]:
        for key in table:
            self._known(f"numbers.{key}", key, ("decimal", "units"))
        decimal = table.get("decimal", ".")
        if decimal not in {".", ","}:
            raise mistake("numbers.decimal", decimal, '"." / ","')
        units = self._texts("numbers.units", self._table("numbers.units", table.get("units", {})))
        seconds = [column.name for column in self._kind.columns if column.kind is ColumnKind.SECONDS]
        for column, unit in units.items():
            self._known(f"numbers.units.{column}", column, seconds)
            self._known(f"numbers.units.{column}", unit, UNITS_OF_TIME)
        return decimal, units

    def _attributes(self, table: Mapping[str, Any]) -> Texts:
        if table and not self._kind.attributes:
            raise mistake("attributes", dict(table), _("nothing: %(kind)s bear none") % {"kind": self._kind.name})
        return self._texts("attributes", table)

    def _reasons(self, table: Mapping[str, Any]) -> dict[str, Texts]:
        if table and self._kind.add_reasons is None:
            raise mistake("reasons", list(table), _("nothing: %(kind)s make no reasons") % {"kind": self._kind.name})
        named = {code: self._texts(f"reasons.{code}", self._table(f"reasons.{code}", t)) for code, t in table.items()}
        for code, names in named.items():
            for language in names:
                self._known(f"reasons.{code}.{language}", language, ("fr", "en", "parent"))
            if not (names.get("fr") or names.get("en")):
                raise mistake(f"reasons.{code}", names, 'fr = "...", en = "..."')
        return named

    def _checked(self, section: str, table: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        for column, held in table.items():
            self._known(f"{section}.{column}", column, self._columns)
            yield column, held

    def _by_column(self, section: str, table: Mapping[str, Any]) -> Texts:
        return self._texts(section, dict(self._checked(section, table)))

    def _choices(self, key: str, held: Any) -> Choices:
        return {column: self._list(f"{key}.{column}", values) for column, values in self._table(key, held).items()}

    def _list(self, key: str, held: Any) -> frozenset[str]:
        return frozenset(self._ordered(key, held))

    def _ordered(self, key: str, held: Any) -> list[str]:
        values = held if isinstance(held, list) else [held]
        if not values:
            raise mistake(key, held, _("a value or a list of values"))
        return [self._text(key, value) for value in values]

    def _texts(self, key: str, held: Any) -> Texts:
        return {name: self._text(f"{key}.{name}", value) for name, value in self._table(key, held).items()}

    def _text(self, key: str, held: Any) -> str:
        if isinstance(held, bool) or not isinstance(held, str | int):
            raise mistake(key, held, _("a text in quotes"))
        return str(held)

    def _table(self, key: str, held: Any) -> Mapping[str, Any]:
        if not isinstance(held, dict):
            raise mistake(key, held, _("a section, written [%(key)s]") % {"key": key})
        return held

    def _known(self, key: str, name: str, possible: Iterable[str]) -> None:
        if name not in possible:
            raise mistake(key, name, one_of(name, possible))


def _is_encoding(name: str) -> bool:
    """Whether Python decodes text with it; escapes and transports of bytes are not how files are written."""
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)
    except (LookupError, ValueError):
        return False
    return "escape" not in found.name and found.name not in {"idna", "punycode", "undefined", "utf-7"}
