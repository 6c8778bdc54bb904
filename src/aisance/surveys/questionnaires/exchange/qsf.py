"""Qualtrics' survey file (.qsf): JSON elements, of which questions, blocks and the flow are read. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.surveys.questionnaires.contracts import Condition, Content, Item, ItemKind, Option, ShowIf, Words
from aisance.surveys.questionnaires.exchange import building as b
from aisance.surveys.questionnaires.exchange.contracts import Imported
from aisance.surveys.questionnaires.exchange.displaylogic import show_if_of, words_of
from aisance.surveys.questionnaires.exchange.qsf_survey import Row, Survey, parsed, table, text

SINGLE = {"SAVR", "SAHR", "SACOL", "DL", "SB"}
MULTIPLE = {"MAVR", "MAHR", "MACOL", "MSB"}
LEFT_OUT = {
    "DB": _("it is a text without an answer"),
    "Meta": _("the browser’s data are not asked for here"),
    "Timing": _("times are kept by themselves"),
    "Captcha": _("bots are set apart without asking people"),
    "FileUpload": _("files are not taken here"),
    "Draw": _("a signature is not taken here"),
    "HeatMap": _("pictures are not asked about here"),
    "HotSpot": _("pictures are not asked about here"),
    "SBS": _("a table of several scales cannot be asked here"),
    "CS": _("a sum to be shared out cannot be asked here"),
    "PGR": _("sorting into groups cannot be asked here"),
    "DD": _("a list inside a list cannot be asked here"),
}


def read_qsf(data: bytes) -> Imported:
    """The questionnaire in a Qualtrics file, with the account of what became of each part. Raises FileRefused."""
    root = parsed(data)
    survey = Survey.of(root)
    found = b.Building()
    for qid in survey.order(found):
        payload = survey.questions.get(qid)
        if payload is not None:
            _read_question(survey, qid, payload, found)
    for read in found.reads:
        _add_condition(survey.questions[read.origin], read, found)
    survey.tell_the_rest(found)
    title = dict.fromkeys(survey.languages, "") | {survey.language: survey.name}
    return Imported(Content(title, survey.language, found.items()), found.account)


@dataclass(slots=True)
class _Question:
    """A question of the file with the words that every kind has."""

    name: str
    qid: str
    payload: Row
    item: Item
    changes: list[Any]

    def texts(self, survey: Survey, found: b.Building, part: str, key: str) -> Words:
        """The words of one choice or column, by language."""
        html = {survey.language: text(table(table(self.payload.get(part)).get(key)).get("Display"))}
        for code, translation in table(self.payload.get("Language")).items():
            html[code] = text(table(table(table(translation).get(part)).get(key)).get("Display"))
        return _worded(html, found, self.changes.append)

    def keys(self, part: str, order: str) -> list[str]:
        """The choices or columns in the order shown."""
        there = table(self.payload.get(part))
        listed = [text(key) for key in self.payload.get(order) or [] if isinstance(key, str | int)]
        return [key for key in listed or there if key in there]

    def options(self, survey: Survey, found: b.Building, part: str = "Choices") -> tuple[Option, ...]:
        """The choices, or the columns of a matrix, under the values that the file gives them."""
        order = "ChoiceOrder" if part == "Choices" else "AnswerOrder"
        codes = table(self.payload.get("RecodeValues"))
        keys = self.keys(part, order)
        options = b.options_of((text(codes.get(key)) or key, self.texts(survey, found, part, key)) for key in keys)
        found.choices |= {(self.qid, key): option.code for key, option in zip(keys, options, strict=True)}
        return options


def _worded(html: Mapping[str, str], found: b.Building, changed: Any) -> Words:
    return {code: _piped(words, found, changed) for code, words in found.words(html, changed).items()}


_OF_THE_ANSWER = r"q://(QID\d+)/(?:ChoiceGroup/SelectedChoices|ChoiceNumericEntryValue|ChoiceTextEntryValue|SelectedChoicesRecode)(?:$|\?)"
_PIPING = re.compile(r"\$\{([^{}]*)\}|\{[^{}]*\}")


def _piped(words: str, found: b.Building, changed: Any) -> str:
    """Answers of earlier questions are piped here too; other data are not known."""

    def said(place: re.Match[str]) -> str:
        source = re.match(_OF_THE_ANSWER, place[1] or "")
        if source and source[1] in found.codes:
            return f"{{answer:{found.codes[source[1]]}}}"
        changed(b.PIPING_LOST)
        return ""

    return b.without_gaps(_PIPING.sub(said, words))


def _read_question(survey: Survey, qid: str, payload: Row, found: b.Building) -> None:
    changes: list[Any] = []
    html = {survey.language: text(payload.get("QuestionText"))}
    for code, translation in table(payload.get("Language")).items():
        html[code] = text(table(translation).get("QuestionText"))
    wording = _worded(html, found, changes.append)
    tag = text(payload.get("DataExportTag")) or qid
    words = wording.get(survey.language) or next(iter(wording.values()), "")
    name = f"{tag}: {words[:100]}" if words else tag
    kind = text(payload.get("QuestionType"))
    if kind in LEFT_OUT:
        found.account.dropped(name, LEFT_OUT[kind])
        return
    forced = text(table(table(payload.get("Validation")).get("Settings")).get("ForceResponse"))
    if forced == "RequestResponse":
        changes.append(b.MANDATORY_SOFT)
    item = Item(tag, ItemKind.TEXT, wording, required=forced == "ON")
    _note_settings(payload, changes)
    reader = READERS.get(kind)
    asked = _Question(name, qid, payload, item, changes)
    if reader is None or not reader(survey, asked, found):
        shape = f"{kind} {text(payload.get('Selector'))}".strip()[:40]
        found.account.dropped(name, _("questions of the type “%(type)s” are not known") % {"type": shape})


def _note_settings(payload: Row, changes: list[Any]) -> None:
    if payload.get("Randomization"):
        changes.append(b.ORDER_LOST)
    if text(payload.get("QuestionJS")).strip():
        changes.append(_("its script was left out"))
    if payload.get("DefaultChoices"):
        changes.append(_("nothing is chosen beforehand here"))
    if payload.get("DynamicChoices"):
        changes.append(_("options taken over from another question were left out: write them, or ask without"))
    if _has_limits(payload):
        changes.append(b.LIMITS_LOST)
    if payload.get("SkipLogic"):
        changes.append(_("its jumps were left out: give the questions behind it conditions"))
    choices = table(payload.get("Choices")).values()
    if any(isinstance(one, dict) and one.get("DisplayLogic") for one in choices):
        changes.append(b.OPTIONS_CONDITIONED)
    if any(isinstance(one, dict) and text(one.get("TextEntry")) in {"true", "1", "on"} for one in choices):
        changes.append(b.OTHER_TEXT_LOST)


def _has_limits(payload: Row) -> bool:
    """Whether the file bounds what may be answered: how many options, how long a text, from which number on."""
    settings = table(table(payload.get("Validation")).get("Settings"))
    limits = [settings.get(name) for name in ("MinChoices", "MaxChoices", "MinChars", "MaxChars", "TotalChars")]
    custom = text(settings.get("Type")) in {"CustomValidation", "MinChar", "CharRange", "ChoiceRange"}
    numbers = table(settings.get("ValidNumber")).values()
    return custom or any(text(one).strip() for one in (*limits, *numbers))


def _put(found: b.Building, asked: _Question, item: Item) -> bool:
    found.add(asked.name, item, *asked.changes, origin=asked.qid, known_as=[asked.qid])
    return True


def _choice(survey: Survey, asked: _Question, found: b.Building) -> bool:
    selector = text(asked.payload.get("Selector"))
    if selector == "NPS":
        return _put(found, asked, replace(asked.item, kind="nps"))
    if selector not in SINGLE | MULTIPLE:
        return False
    options = asked.options(survey, found)
    kind = ItemKind.MULTIPLE if selector in MULTIPLE else ItemKind.SINGLE
    if kind == ItemKind.SINGLE and b.is_nps(asked.item.code, options):
        asked.changes.append(b.AS_NPS)
        return _put(found, asked, replace(asked.item, kind="nps"))
    return _put(found, asked, replace(asked.item, kind=kind, options=options))


def _entry(survey: Survey, asked: _Question, found: b.Building) -> bool:
    selector = text(asked.payload.get("Selector"))
    if selector == "FORM":
        return _rows(survey, asked, found, ItemKind.TEXT)
    if selector not in {"SL", "ML", "ESTB"}:
        return False
    content_type = text(table(table(asked.payload.get("Validation")).get("Settings")).get("ContentType"))
    kind = {"ValidNumber": ItemKind.NUMBER, "ValidDate": ItemKind.DATE}.get(content_type, ItemKind.TEXT)
    return _put(found, asked, replace(asked.item, kind=kind))


def _matrix(survey: Survey, asked: _Question, found: b.Building) -> bool:
    if asked.payload.get("Selector") != "Likert":
        return False
    ticked = asked.payload.get("SubSelector") == "MultipleAnswer"
    options = asked.options(survey, found, "Answers")
    return _rows(survey, asked, found, ItemKind.MULTIPLE if ticked else ItemKind.SINGLE, options)


def _slider(survey: Survey, asked: _Question, found: b.Building) -> bool:
    settings = table(asked.payload.get("Configuration"))
    low, high = (_number(settings.get(name)) for name in ("CSSliderMin", "CSSliderMax"))
    asked.item = replace(asked.item, minimum=low, maximum=high)
    asked.changes.append(_("its slider became a number to write"))
    return _rows(survey, asked, found, ItemKind.NUMBER)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 else None


def _rank(survey: Survey, asked: _Question, found: b.Building) -> bool:
    return _put(found, asked, replace(asked.item, kind=ItemKind.RANKING, options=asked.options(survey, found)))


def _rows(
    survey: Survey, asked: _Question, found: b.Building, kind: ItemKind, options: tuple[Option, ...] = ()
) -> bool:
    """One question a row, since no item here has several answers of this kind."""
    keys = asked.keys("Choices", "ChoiceOrder")
    for key in keys:
        words = asked.texts(survey, found, "Choices", key)
        item = replace(
            asked.item,
            code=f"{asked.item.code}_{key}",
            kind=kind,
            wording=b.both(asked.item.wording, words),
            options=options,
        )
        names = [f"{asked.qid}/{key}", *([asked.qid] if len(keys) == 1 else [])]
        read = found.add(f"{asked.name} / {key}", item, *asked.changes, origin=asked.qid, known_as=names)
        if len(keys) > 1:
            read.change(b.SPLIT)
    return bool(keys)


READERS = {"MC": _choice, "TE": _entry, "Matrix": _matrix, "Slider": _slider, "RO": _rank}


def _add_condition(payload: Row, read: b.Read, found: b.Building) -> None:
    logic = payload.get("DisplayLogic")
    if not logic:
        return
    before = [other.item.code for other in found.reads]
    before = before[: before.index(read.item.code)]

    def told(name: str, compared: b.Compared) -> Condition | None:
        source = found.source(name)
        if source is None or source.code not in before:
            return None
        value = found.choices.get((name, compared.value), compared.value)
        return b.condition_on(source, replace(compared, value=value))

    said = show_if_of(table(logic), told)
    if said is None:
        read.change(b.CONDITION_LOST % {"condition": words_of(table(logic))[:200]})
    read.item = replace(read.item, show_if=said or ShowIf())
