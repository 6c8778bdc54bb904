"""Our own file: one questionnaire as TOML, to read, to mend by hand, to keep under version control. Pure.

`read_own(write_own(content)) == content`, whatever the content.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.intake.contracts import Problem
from aisance.surveys.questionnaires.checks import CODE, LANGUAGE, OPTION_CODE
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, Option, ShowIf, Test, Words
from aisance.surveys.questionnaires.exchange.contracts import BYTES_AT_MOST, Account, FileRefused, Imported

FORMAT = "aisance.questionnaire/1"
HEAD = "# A questionnaire of Aisance. Texts by language; where one is missing, that of the usual language stands in.\n"
PROBLEMS_SHOWN, ITEMS_READ, ROWS_READ = 20, 300, 200
IN_QUOTES = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'''(?:[^']++|'(?!''))*+'{0,5}|'[^'\n]*+'?|#[^\n]*+",
    re.DOTALL,
)
"""A text in quotes or a remark; one that is not ended too, over which the parser falls by itself."""
LONG_KEY = re.compile(r"(?<![\w-])[\w-]++(?:[ \t]*\.[ \t]*[\w-]++){8}")
"""A name of so many parts, such as `a.b.c`: the parser takes their square in memory. Ours have two."""

type Row = Mapping[str, Any]


def write_own(content: Content) -> str:
    """The content as a TOML file."""
    lines = [HEAD, f"format = {_text(FORMAT)}", f"language = {_text(content.language)}", ""]
    lines += _table("title", content.title)
    if content.thanks:
        lines += _table("thanks", content.thanks)
    for item in content.items:
        lines += _item_lines(item)
    return "\n".join(lines)


def _table(name: str, words: Words) -> list[str]:
    return [f"[{name}]", *(f"{_key(code)} = {_text(text)}" for code, text in words.items()), ""]


def _item_lines(item: Item) -> Iterator[str]:
    yield "[[item]]"
    yield f"code = {_text(item.code)}"
    yield f"kind = {_text(item.kind)}"
    if item.scale:
        yield f"scale = {_text(item.scale)}"
    if item.required:
        yield "required = true"
    for name in ("minimum", "maximum"):
        if (bound := getattr(item, name)) is not None:
            yield f"{name} = {_number(bound)}"
    if item.show_if.conditions or item.show_if.of_them == "any":
        yield f"show_when_{item.show_if.of_them} = ["
        yield from (f"  {_condition_line(one)}," for one in item.show_if.conditions)
        yield "]"
    if item.options:
        yield "options = ["
        yield from (f"  {_option_line(option)}," for option in item.options)
        yield "]"
    yield from (f"wording.{_key(code)} = {_text(text)}" for code, text in item.wording.items())
    yield from (f"help.{_key(code)} = {_text(text)}" for code, text in item.help.items())
    yield ""


def _condition_line(one: Condition) -> str:
    values = [_text(value) if isinstance(value, str) else _number(value) for value in one.values]
    return f"{{ of = {_text(one.of)}, {one.test.value} = [{', '.join(values)}] }}"


def _option_line(option: Option) -> str:
    words = "".join(f", {_key(code)} = {_text(text)}" for code, text in option.wording.items())
    return f"{{ code = {_text(option.code)}{words} }}"


def _key(code: str) -> str:
    return code if LANGUAGE.fullmatch(code) else _text(code)


def _text(text: str) -> str:
    """A TOML string is a JSON string, but for the one control character that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(number: float) -> str:
    return repr(number)


def read_own(data: bytes) -> Imported:
    """The questionnaire in one of our files, with the account that everything was kept. Raises FileRefused."""
    row = _parsed(data)
    reader = _Reader()
    content = reader.content(row)
    if reader.problems:
        raise FileRefused(reader.problems[:PROBLEMS_SHOWN])
    account = Account()
    for item in content.items:
        account.kept(item.wording.get(content.language, "") or item.code)
    return Imported(content, account)


def _parsed(data: bytes) -> Row:
    if len(data) > BYTES_AT_MOST:
        raise FileRefused([Problem("file", f"{len(data)}", _("a file of at most 2 MB"))])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if LONG_KEY.search(IN_QUOTES.sub(_unquoted, text)):
            raise ValueError("a.b.c")
        row = tomllib.loads(text)
        holds_null = _holds_null(row)
    except UnicodeDecodeError:
        raise FileRefused([Problem("file", "", _("a text in UTF-8"))]) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as wrong:
        raise FileRefused([Problem("file", str(wrong)[:100], _("a TOML file as the export writes it"))]) from None
    if holds_null:
        raise FileRefused([Problem("file", "", _("a text without null characters"))])
    return row


def _unquoted(found: re.Match[str]) -> str:
    """A text in quotes as one letter, since it may be a part of a name; a remark as nothing."""
    return "" if found[0].startswith("#") else "x"


def _holds_null(value: Any) -> bool:
    """A null character, which TOML lets through and a database does not."""
    if isinstance(value, dict):
        return any(_holds_null(one) for one in value.values())
    return any(map(_holds_null, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


@dataclass(slots=True)
class _Reader:
    """Reads what the parser gave, noting everything that is not as expected instead of stopping at the first."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: str, value: Any, expected: Any) -> None:
        self.problems.append(Problem(place, str(value)[:60], expected))

    def content(self, row: Row) -> Content:
        if row.get("format") != FORMAT:
            self.refuse("format", row.get("format", ""), FORMAT)
        self.only(row, "", {"format", "language", "title", "thanks", "item"})
        rows = row.get("item", [])
        if not isinstance(rows, list):
            self.refuse("item", rows, _("a list of items, each under [[item]]"))
            rows = []
        if len(rows) > ITEMS_READ:
            self.refuse("item", len(rows), _("at most 300 items"))
            rows = []
        return Content(
            title=self.words(row, "title", "title"),
            language=self.code(row, "language", "language", LANGUAGE, _("a language such as fr, en or nl-be")),
            items=tuple(self.item(one, f"item {number}") for number, one in enumerate(rows, start=1)),
            thanks=self.words(row, "thanks", "thanks"),
        )

    def item(self, row: Any, place: str) -> Item:
        if not isinstance(row, dict):
            self.refuse(place, row, _("a table with code, kind and wording"))
            return Item("", "", {})
        place = f"{place} ({str(row.get('code', '?'))[:40]})"
        known = {"code", "kind", "scale", "required", "minimum", "maximum", "options", "wording", "help"}
        self.only(row, place, known | {"show_when_all", "show_when_any"})
        return Item(
            code=self.code(row, "code", f"{place}, code", CODE, _("small letters, digits and underscores")),
            kind=self.code(row, "kind", f"{place}, kind", CODE, _("a kind such as nps, single or text")),
            wording=self.words(row, "wording", f"{place}, wording"),
            help=self.words(row, "help", f"{place}, help"),
            scale=self.text(row, "scale", f"{place}, scale"),
            options=tuple(self.option(one, f"{place}, options") for one in self.rows(row, "options", place)),
            required=self.truth(row, "required", f"{place}, required"),
            minimum=self.number(row, "minimum", f"{place}, minimum"),
            maximum=self.number(row, "maximum", f"{place}, maximum"),
            show_if=self.show_if(row, place),
        )

    def show_if(self, row: Row, place: str) -> ShowIf:
        if "show_when_all" in row and "show_when_any" in row:
            self.refuse(f"{place}, show_when_any", "", _("either show_when_all or show_when_any"))
        any_of = "show_when_any" in row
        name = "show_when_any" if any_of else "show_when_all"
        conditions = [self.condition(one, f"{place}, {name}") for one in self.rows(row, name, place)]
        return ShowIf(tuple(one for one in conditions if one is not None), "any" if any_of else "all")

    def condition(self, row: Any, place: str) -> Condition | None:
        tests = [key for key in row if key != "of"] if isinstance(row, dict) else []
        if len(tests) != 1 or tests[0] not in {*Test} or not isinstance(row.get("of"), str):
            self.refuse(place, row, _("{ of = …, in = […] }, where “in” may also be another comparison"))
            return None
        values = row[tests[0]] if isinstance(row[tests[0]], list) else [row[tests[0]]]
        if not all(isinstance(value, str | int | float) and not isinstance(value, bool) for value in values):
            self.refuse(place, row, _("texts or numbers to compare with"))
            return None
        return Condition(row["of"], Test(tests[0]), tuple(values))

    def option(self, row: Any, place: str) -> Option:
        if not isinstance(row, dict):
            self.refuse(place, row, _("{ code = …, en = … }"))
            return Option("", {})
        code = self.code(row, "code", f"{place}, code", OPTION_CODE, _("letters, digits, “_”, “-” and “.”"))
        words = {key: value for key, value in row.items() if key != "code"}
        return Option(code, self.words({"words": words}, "words", f"{place} ({code})"))

    def only(self, row: Row, place: str, known: set[str]) -> None:
        for key in row.keys() - known:
            self.refuse(f"{place}, {key}" if place else key, "", _("no such field"))

    def rows(self, row: Row, name: str, place: str) -> Sequence[Any]:
        found = row.get(name, [])
        if isinstance(found, list) and len(found) <= ROWS_READ:
            return found
        self.refuse(f"{place}, {name}", found, _("a list of at most 200"))
        return []

    def words(self, row: Row, name: str, place: str) -> Words:
        found = row.get(name, {})
        if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
            self.refuse(place, found, _("texts by language, as in en = “Why?”"))
            return {}
        for language in found:
            if not LANGUAGE.fullmatch(language):
                self.refuse(place, language, _("a language such as fr, en or nl-be"))
        return found

    def code(self, row: Row, name: str, place: str, shape: Any, expected: Any) -> str:
        found = row.get(name, "")
        if not isinstance(found, str) or not shape.fullmatch(found):
            self.refuse(place, found, expected)
            return ""
        return found

    def text(self, row: Row, name: str, place: str) -> str:
        found = row.get(name, "")
        if not isinstance(found, str):
            self.refuse(place, found, _("a text"))
            return ""
        return found

    def truth(self, row: Row, name: str, place: str) -> bool:
        found = row.get(name, False)
        if not isinstance(found, bool):
            self.refuse(place, found, _("true or false"))
        return bool(found)

    def number(self, row: Row, name: str, place: str) -> float | None:
        found = row.get(name)
        if found is None or (isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e15):
            return found
        self.refuse(place, found, _("a number"))
        return None
