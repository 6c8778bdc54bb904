"""The tables of a LimeSurvey file: rows, the languages of their texts, options and subquestions in order. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from aisance.intake.contracts import Problem
from aisance.surveys.questionnaires.contracts import Option, Words
from aisance.surveys.questionnaires.exchange import building as b
from aisance.surveys.questionnaires.exchange.contracts import BYTES_AT_MOST, FileRefused

type Row = Mapping[str, str]

TEXTS = {"surveyls_title": _("The title"), "surveyls_endtext": _("The thanks")}


def parsed(data: bytes) -> Element:
    """The file as a tree. Raises FileRefused for what is no LimeSurvey structure, and for any entity."""
    if len(data) > BYTES_AT_MOST:
        raise FileRefused([Problem("file", str(len(data)), _("a file of at most 2 MB"))])
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise FileRefused([Problem("file", "", _("an XML file without entities, as LimeSurvey writes it"))]) from None
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if kind != "Survey":
        raise FileRefused([Problem("LimeSurveyDocType", kind[:60], _("a survey structure: “Survey”"))])
    return root


@dataclass(slots=True)
class Survey:
    """The tables of the file, and what is looked up in them all the time."""

    root: Element
    languages: list[str] = field(init=False)
    language: str = field(init=False)
    texts: dict[str, dict[str, Row]] = field(init=False)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        listed = [b.language_code(one.text or "") for one in self.root.iterfind("languages/language")]
        usual = next((row.get("language", "") for row in self.rows("surveys")), "")
        self.language = b.language_code(usual) if usual else next(iter(listed), "en")
        self.languages = list(dict.fromkeys([self.language, *listed]))
        self.texts = defaultdict(dict)
        for row in (*self.rows("question_l10ns"), *self.rows("questions"), *self.rows("subquestions")):
            if row.get("language"):
                self.texts[row.get("qid", "")].setdefault(b.language_code(row["language"]), row)

    def rows(self, table: str) -> list[Row]:
        """The rows of a table; none where the file has no such table."""
        if table not in self.tables:
            found = self.root.iterfind(f"{table}/rows/row")
            self.tables[table] = [{cell.tag: (cell.text or "").strip() for cell in row} for row in found]
        return self.tables[table]

    def questions(self) -> list[Row]:
        """The questions in the order of groups and of their places, each once."""
        groups = {row.get("gid", ""): whole(row.get("group_order", "")) for row in self.rows("groups")}
        once: dict[str, Row] = {}
        for row in self.rows("questions"):
            if row.get("parent_qid", "0") in {"", "0"}:
                once.setdefault(row.get("qid", ""), row)
        return sorted(
            once.values(), key=lambda row: (groups.get(row.get("gid", ""), 0), whole(row.get("question_order", "")))
        )

    def rows_of(self, qid: str) -> list[Row]:
        """The subquestions of a question along its rows, each once, in order."""
        once: dict[str, Row] = {}
        for row in self.rows("subquestions"):
            if row.get("parent_qid") == qid and row.get("scale_id", "0") in {"", "0"}:
                once.setdefault(row.get("qid", ""), row)
        return sorted(once.values(), key=lambda row: whole(row.get("question_order", "")))

    def attributes(self, qid: str) -> Row:
        """What is set about a question beside its words."""
        rows = [row for row in self.rows("question_attributes") if row.get("qid") == qid]
        return {row.get("attribute", ""): row.get("value", "") for row in rows}

    def words(self, qid: str, name: str, found: b.Building, changed: Callable[[Any], None]) -> Words:
        """A text of a question or subquestion by language, with piping in our own words."""
        html = {language: row.get(name, "") for language, row in self.texts.get(qid, {}).items()}
        words = found.words(html, changed)
        return {language: _piped(text, found, changed) for language, text in words.items()}

    def options(self, qid: str, found: b.Building, changed: Callable[[Any], None]) -> tuple[Option, ...]:
        """The answers of a question on its first scale, in order."""
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.rows("answer_l10ns"):
            texts[row.get("aid", "")][row.get("language", "")] = row.get("answer", "")
        codes: dict[str, tuple[int, dict[str, str]]] = {}
        for row in self.rows("answers"):
            if row.get("qid") != qid or row.get("scale_id", "0") not in {"", "0"}:
                continue
            _order, words = codes.setdefault(row.get("code", ""), (whole(row.get("sortorder", "")), {}))
            words.update(texts.get(row.get("aid", ""), {}))
            if row.get("language"):
                words[row["language"]] = row.get("answer", "")
        ordered = sorted(codes.items(), key=lambda entry: entry[1][0])
        return b.options_of((code, found.words(words, changed)) for code, (_order, words) in ordered)

    def settings(self, name: str, found: b.Building) -> Words:
        """A text of the whole survey by language."""
        html = {row.get("surveyls_language", ""): row.get(name, "") for row in self.rows("surveys_languagesettings")}
        return found.words(html, lambda why: found.account.changed(str(TEXTS.get(name, name)), why))


def whole(text: str) -> int:
    """A number that orders rows; what is none comes first."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


OF_THE_ANSWER = {"", "shown", "NAOK", "code", "value", "valueNAOK"}
"""What may stand behind a question's name and still be its answer; `question` is its words."""

_PIPING = re.compile(r"\{(?!\})([^{}]*)\}")


def _piped(text: str, found: b.Building, changed: Callable[[Any], None]) -> str:
    """Answers of earlier questions are piped here too; whatever else was computed or filled in is not."""

    def said(place: re.Match[str]) -> str:
        name, _dot, part = place[1].strip().removeprefix("INSERTANS:").partition(".")
        if part in OF_THE_ANSWER and re.fullmatch(r"\w+", name) and name in found.codes:
            return f"{{answer:{found.codes[name]}}}"
        changed(b.PIPING_LOST)
        return ""

    return b.without_gaps(_PIPING.sub(said, text))
