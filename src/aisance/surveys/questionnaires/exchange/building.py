"""What the readers of other products' files share: plain words out of HTML, codes that fit, the account. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.intake.contracts import Problem
from aisance.surveys.contracts import COMPONENTS_SCREEN, QuestionKind
from aisance.surveys.questionnaires.checks import CODE, LANGUAGE, OPTION_CODE
from aisance.surveys.questionnaires.contracts import Condition, Item, ItemKind, Option, ShowIf, Test, Words
from aisance.surveys.questionnaires.exchange.contracts import Account, FileRefused

TAKEN = frozenset({*(kind.value for kind in QuestionKind), COMPONENTS_SCREEN})
"""Codes that mean something here already."""

ITEMS_READ = 300

_WITHOUT_LOOK = frozenset({"p", "br", "div", "span", "html", "body"})
_SILENT = frozenset({"script", "style"})
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3"})

LAYOUT_LOST = _("its layout, pictures and links were left out, the words are there")
PIPING_LOST = _("what was filled in from elsewhere is not known here, and was left out")
OTHER_TEXT_LOST = _("the field to write something other was left out, the option is there; ask with a free text")
MANDATORY_SOFT = _("it only asked for an answer; here it may be skipped")
CONDITION_LOST = _("its condition cannot be said here, so everybody is shown it: %(condition)s")
SPLIT = _("its rows became one question each, since its columns are no scale of ours")
LIMITS_LOST = _("its limits on what may be answered were left out, but for whether it must be")
ORDER_LOST = _("its options stand in one order here")
OPTIONS_CONDITIONED = _("conditions on single options or rows were left out: all of them are shown")
AS_NPS = _("it became the question of recommendation, on its scale from 0 to 10")


class _Plain(HTMLParser):
    """Words out of HTML, and whether anything else than paragraphs was there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost = False
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.lost = self.lost or tag not in _WITHOUT_LOOK
        self.silent += tag in _SILENT
        if tag in _BREAKING:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKING:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def storable(text: str) -> str:
    """A text that every database takes: without nulls and halves of characters, which JSON lets through.

    >>> storable("a\\x00b\\ud800")
    'ab?'
    """
    return text.encode(errors="replace").decode().replace("\0", "")


def plain(html: str) -> tuple[str, bool]:
    """The words of a piece of HTML on one line, and whether a layout was lost with the tags.

    >>> plain("<p>How <b>easy</b> was it&nbsp;?</p>")
    ('How easy was it\\xa0?', True)
    >>> plain("3 < 4")
    ('3 < 4', False)
    """
    reader = _Plain()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[\x00-\x20\x7f]+", " ", storable("".join(reader.parts))).strip()
    return text, reader.lost


def without_gaps(text: str) -> str:
    """A text from which something was taken out, without the commas and spaces that it leaves.

    >>> without_gaps("You said 3, . Is it solved , then ?")
    'You said 3. Is it solved, then ?'
    """
    return re.sub(r",(?=[.,?!])", "", re.sub(r" +(?=[,.])", "", text)).replace("  ", " ").strip()


@dataclass(slots=True)
class Read:
    """One question of the file on its way: the item so far, what was changed about it, whence it comes in the file."""

    name: str
    item: Item
    origin: str = ""
    changes: list[Any] = field(default_factory=list)

    def change(self, why: Any) -> None:
        if why not in self.changes:
            self.changes.append(why)


@dataclass(slots=True)
class Building:
    """A questionnaire under construction, with its account. `codes` leads from the file's names to item codes,
    `choices` from a question's id and a choice's to the code of the option."""

    account: Account = field(default_factory=Account)
    reads: list[Read] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    choices: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, name: str, item: Item, *changes: Any, origin: str = "", known_as: Iterable[str] = ()) -> Read:
        """Put an item at the end, under a code that is free; other names by which the file calls it lead to it too."""
        taken = {read.item.code for read in self.reads}
        code = item.kind if item.kind in TAKEN else free_code(item.code, taken)
        if len(self.reads) >= ITEMS_READ:
            raise FileRefused([Problem("questions", str(len(self.reads) + 1), _("at most 300 questions"))])
        read = Read(name, replace(item, code=code), origin)
        for why in changes:
            read.change(why)
        self.reads.append(read)
        self.codes |= dict.fromkeys(known_as, code)
        return read

    def source(self, name: str) -> Item | None:
        """The item that the file calls so."""
        code = self.codes.get(name)
        return next((read.item for read in self.reads if read.item.code == code), None)

    def words(self, read_from: Mapping[str, str], changed: Callable[[Any], None]) -> Words:
        """Texts by language out of HTML, without what is not known here."""
        found = {}
        for language, html in read_from.items():
            text, lost = plain(html or "")
            if lost:
                changed(LAYOUT_LOST)
            if text:
                found[language_code(language)] = text
        return found

    def items(self) -> tuple[Item, ...]:
        """The items in order, each written into the account."""
        for read in self.reads:
            if read.changes:
                for why in read.changes:
                    self.account.changed(read.name, why)
            else:
                self.account.kept(read.name)
        return tuple(read.item for read in self.reads)


def language_code(name: str) -> str:
    """A language as we write it: `PT-BR` is `pt-br`; what is no language at all is `en`.

    >>> language_code("PT-BR"), language_code("de-informal"), language_code("")
    ('pt-br', 'de-informal', 'en')
    """
    code = name.strip().lower().replace("_", "-")
    return code if LANGUAGE.fullmatch(code) else "en"


def free_code(name: str, taken: Iterable[str]) -> str:
    """A code made of the file's own name that nobody bears yet and that means nothing here.

    >>> free_code("Q1.2 Bill", set()), free_code("1", {"q_1"}), free_code("NPS", set())
    ('q1_2_bill', 'q_1_2', 'nps_q')
    """
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:32] or "question"
    stem = stem if stem[0].isalpha() else f"q_{stem}"
    stem = f"{stem}_q" if stem in TAKEN else stem
    code, number, taken = stem, 2, set(taken)
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    assert CODE.fullmatch(code), "made of what a code may hold"
    return code


def option_code(name: str, number: int) -> str:
    """A code of an option made of the file's own."""
    code = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_.-")[:40]
    return code if OPTION_CODE.fullmatch(code) else f"o{number}"


def options_of(rows: Iterable[tuple[str, Words]]) -> tuple[Option, ...]:
    """Options whose codes fit and are there once."""
    found: dict[str, Option] = {}
    for number, (name, words) in enumerate(rows, start=1):
        code = option_code(name, number)
        while code in found:
            code = f"o{number}_{code}"[:40]
        found[code] = Option(code, words)
    return tuple(found.values())


def is_nps(name: str, options: Iterable[Option]) -> bool:
    """Whether a choice is the question of recommendation by its name and its eleven points."""
    codes = [option.code for option in options]
    points = [str(point) for point in range(11)]
    texts = {next(iter(option.wording.values()), "") for option in options}
    return "nps" in name.lower() and (sorted(codes) == sorted(points) or texts == set(points))


def numbered(first: int, last: int, languages: Iterable[str]) -> tuple[Option, ...]:
    """Options that are the points of a scale without words."""
    languages = list(languages)
    return tuple(Option(str(point), dict.fromkeys(languages, str(point))) for point in range(first, last + 1))


def both(question: Words, row: Words) -> Words:
    """The question and its row as one wording, in each language that has either."""
    languages = {**question, **row}
    return {code: " ".join(part for part in (question.get(code), row.get(code)) if part) for code in languages}


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison in a file's own terms: a name, an operator such as `==`, a value."""

    name: str
    operator: str
    value: str


def condition_on(source: Item, compared: Compared) -> Condition | None:
    """The comparison as a condition on an item; null where ours cannot say it."""
    of, operator, value = f"answer:{source.code}", compared.operator, compared.value
    if value == "" and operator in {"==", "!="}:
        return Condition(of, Test.NOT_ANSWERED if operator == "==" else Test.ANSWERED)
    if source.options:
        codes = [option.code for option in source.options if _holds(option.code, operator, value)]
        if operator == "!=":
            return Condition(of, Test.NOT_IN, (value,)) if value in {one.code for one in source.options} else None
        return Condition(of, Test.IN, tuple(codes)) if codes else None
    number = _number(value)
    if number is None or source.kind in {ItemKind.TEXT, ItemKind.DATE}:
        return None
    return _of_a_number(of, source, operator, number)


def _of_a_number(of: str, source: Item, operator: str, number: float) -> Condition | None:
    step = 0 if operator in {">=", "<="} else 1
    whole = source.kind != ItemKind.NUMBER
    if operator in {">=", "<="} or (operator in {">", "<"} and whole):
        limit = number + step if operator.startswith(">") else number - step
        return Condition(of, Test.AT_LEAST if operator.startswith(">") else Test.AT_MOST, (_tidy(limit),))
    if operator in {"==", "!="} and whole:
        return Condition(of, Test.IN if operator == "==" else Test.NOT_IN, (_tidy(number),))
    return None


def _holds(code: str, operator: str, value: str) -> bool:
    if operator == "==":
        return code == value
    left, right = _number(code), _number(value)
    if left is None or right is None:
        return False
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}.get(operator, False)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", text) else None


def _tidy(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def joined(parts: list[ShowIf | Condition], how: str) -> ShowIf | None:
    """Several conditions in one: all or any of them; null where the two would be mixed.

    Alternatives on one answer become one condition with several values.
    """
    conditions: list[Condition] = []
    for part in parts:
        if isinstance(part, Condition):
            conditions.append(part)
        elif len(part.conditions) == 1 or part.of_them == how:
            conditions += part.conditions
        else:
            return None
    if how == "any":
        conditions = list(_merged(conditions))
    return ShowIf(tuple(conditions), "any" if how == "any" and len(conditions) > 1 else "all")


def _merged(conditions: Iterable[Condition]) -> Iterator[Condition]:
    values: dict[str, list[Any]] = {}
    for one in conditions:
        if one.test is not Test.IN:
            yield one
        else:
            values.setdefault(one.of, []).extend(value for value in one.values if value not in values.get(one.of, []))
    for of, found in values.items():
        yield Condition(of, Test.IN, tuple(found))
