"""LimeSurvey's survey structure (.lss): XML tables of questions, subquestions, answers and their texts. Pure.

Both shapes are read: texts in the rows themselves with a row a language (to version 3), and in tables of their own
(`question_l10ns`, `answer_l10ns`, from version 4). Names of types are those of LimeSurvey's manual.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.surveys.questionnaires.contracts import Condition, Content, Item, ItemKind, Option, ShowIf, Test, Words
from aisance.surveys.questionnaires.exchange import building as b
from aisance.surveys.questionnaires.exchange.contracts import Imported
from aisance.surveys.questionnaires.exchange.lss_tables import Row, Survey, parsed
from aisance.surveys.questionnaires.exchange.relevance import show_if_of

SINGLE = {"L", "!", "O"}
MULTIPLE = {"M", "P"}
TEXTS = {"S", "T", "U"}
ARRAYS = {"F", "H", "1", "A", "B", "C", "E"}

YES_NO = {"Y": {"fr": "Oui", "en": "Yes"}, "N": {"fr": "Non", "en": "No"}}
GENDER = {"F": {"fr": "Femme", "en": "Female"}, "M": {"fr": "Homme", "en": "Male"}}
UNCERTAIN = {**YES_NO, "U": {"fr": "Je ne sais pas", "en": "Uncertain"}}
CHANGE = {
    "I": {"fr": "A augmenté", "en": "Increase"},
    "S": {"fr": "Inchangé", "en": "Same"},
    "D": {"fr": "A diminué", "en": "Decrease"},
}

LEFT_OUT = {
    "X": _("it is a text without an answer"),
    "|": _("files are not taken here"),
    "*": _("it is a computed value, not a question"),
    "I": _("the page offers its languages by itself"),
    ";": _("a table of texts cannot be asked here"),
    ":": _("a table of numbers cannot be asked here"),
}
SECTIONS_LEFT_OUT = {
    "quota": (_("Quotas"), _("quotas belong to the programme")),
    "assessments": (_("Assessments"), _("assessments are not computed here")),
    "defaultvalues": (_("Default answers"), _("nothing is chosen beforehand here")),
    "survey_url_parameters": (_("Parameters of the address"), _("parameters of the address are not read here")),
    "themes": (pgettext_lazy("look of a survey", "Themes"), _("the look is the company’s own here")),
    "plugin_settings": (_("Plugins"), _("plugins are not known here")),
}
TEXTS_LEFT_OUT = {
    "surveyls_welcometext": (_("The welcome"), _("the first screen is the first question; the invitation greets")),
    "surveyls_description": (_("The description"), _("the first screen is the first question; the invitation greets")),
    "surveyls_policy_notice": (
        _("The notice on data protection"),
        _("the company’s own is linked below each page"),
    ),
    "surveyls_url": (_("The page after the end"), _("a questionnaire ends with its thanks")),
}
LIMITS = re.compile(
    r"(min|max)_(answers|num_value(_n)?|num_of_files)|(min|max)imum_chars|em_validation_s?q|date_(min|max)"
)
NOTHING = {"", "0", "N"}


def read_lss(data: bytes) -> Imported:
    """The questionnaire in a LimeSurvey file, with the account of what became of each part. Raises FileRefused."""
    root = parsed(data)
    survey = Survey(root)
    found = b.Building()
    for question in survey.questions():
        _read_question(survey, question, found)
    _add_conditions(survey, found)
    content = Content(
        title=survey.settings("surveyls_title", found) or {survey.language: ""},
        language=survey.language,
        items=found.items(),
        thanks=survey.settings("surveyls_endtext", found),
    )
    _account_of_the_rest(survey, found)
    titles = {language: content.title.get(language, "") for language in survey.languages}
    return Imported(replace(content, title=titles), found.account)


def _read_question(survey: Survey, row: Row, found: b.Building) -> None:
    qid, kind, title = row.get("qid", ""), row.get("type", ""), row.get("title", "") or f"Q{row.get('qid', '')}"
    changes: list[Any] = []
    wording = survey.words(qid, "question", found, changes.append)
    name = _name(title, wording, survey.language)
    if kind in LEFT_OUT:
        found.account.dropped(name, LEFT_OUT[kind])
        return
    settings = survey.attributes(qid)
    if settings.get("hidden") == "1":
        found.account.dropped(name, _("it is hidden there: nobody was asked it"))
        return
    changes += _told_of(settings, survey, row)
    item = Item(title, ItemKind.TEXT, wording, survey.words(qid, "help", found, changes.append))
    item = replace(item, required=row.get("mandatory") == "Y")
    if row.get("mandatory") == "S":
        changes.append(b.MANDATORY_SOFT)
    _add(survey, row, found, _Question(name, kind, item, changes))


def _told_of(settings: Row, survey: Survey, row: Row) -> list[Any]:
    """What is set about a question beside its words and is not known here."""
    found: list[Any] = []
    if row.get("preg") or any(LIMITS.fullmatch(name) for name, value in settings.items() if value not in NOTHING):
        found.append(b.LIMITS_LOST)
    ordered = [settings.get(name, "") for name in ("random_order", "answer_order", "subquestion_order")]
    if any(value in {"1", "random", "alphabetical"} for value in ordered):
        found.append(b.ORDER_LOST)
    filters = [settings.get(name, "") for name in ("array_filter", "array_filter_exclude")]
    rows = [one.get("relevance", "") for one in survey.rows_of(row.get("qid", ""))]
    if any(filters) or any(text.strip() not in {"", "1", "(1)"} for text in rows):
        found.append(b.OPTIONS_CONDITIONED)
    return found


@dataclass(slots=True)
class _Question:
    """A question of the file with the words that every kind has."""

    name: str
    kind: str
    item: Item
    changes: list[Any]


def _name(title: str, wording: Words, language: str) -> str:
    text = wording.get(language) or next(iter(wording.values()), "")
    return f"{title}: {text[:100]}" if text else title


def _add(survey: Survey, row: Row, found: b.Building, asked: _Question) -> None:
    """Put the question in as the kind of item that comes closest."""
    qid, kind, item = row.get("qid", ""), asked.kind, asked.item
    known = _known_as(row)
    if kind in SINGLE:
        options = survey.options(qid, found, asked.changes.append)
        _add_choice(row, found, asked, replace(item, kind=ItemKind.SINGLE, options=options))
    elif kind in {"5", "Y", "G"}:
        options = b.numbered(1, 5, survey.languages) if kind == "5" else _ready(YES_NO if kind == "Y" else GENDER)
        found.add(
            asked.name,
            replace(item, kind=ItemKind.SINGLE, options=options),
            *asked.changes,
            origin=row.get("qid", ""),
            known_as=known,
        )
    elif kind in MULTIPLE:
        options = _rows_as_options(survey, qid, found, asked)
        _add_choice(row, found, asked, replace(item, kind=ItemKind.MULTIPLE, options=options))
        if kind == "P":
            found.reads[-1].change(_("the comment beside each option was left out"))
    elif kind == "R":
        options = survey.options(qid, found, asked.changes.append) or _rows_as_options(survey, qid, found, asked)
        found.add(
            asked.name,
            replace(item, kind=ItemKind.RANKING, options=options),
            *asked.changes,
            origin=row.get("qid", ""),
            known_as=known,
        )
    elif kind in {"N", "D"} or kind in TEXTS:
        ours = {"N": ItemKind.NUMBER, "D": ItemKind.DATE}.get(kind, ItemKind.TEXT)
        found.add(asked.name, replace(item, kind=ours), *asked.changes, origin=row.get("qid", ""), known_as=known)
    elif kind in ARRAYS or kind in {"K", "Q"}:
        _add_rows(survey, row, found, asked)
    else:
        found.account.dropped(asked.name, _("questions of the type “%(type)s” are not known") % {"type": kind[:10]})


def _known_as(row: Row) -> list[str]:
    """The names by which expressions call a question: its code, and sid, gid and qid joined by X."""
    ids = [row.get(name, "") for name in ("sid", "gid", "qid")]
    return [row.get("title", ""), "X".join(ids), f"Q{row.get('qid', '')}"]


def _ready(words: Mapping[str, Words]) -> tuple[Option, ...]:
    return tuple(Option(code, text) for code, text in words.items())


def _add_choice(row: Row, found: b.Building, asked: _Question, item: Item) -> None:
    if asked.kind == "O":
        asked.changes.append(_("the comment beside the choice was left out"))
    if row.get("other") == "Y":
        other = Option("other", {"fr": "Autre", "en": "Other"})
        item = replace(item, options=(*item.options, other))
        asked.changes.append(b.OTHER_TEXT_LOST)
    if item.kind == ItemKind.SINGLE and b.is_nps(row.get("title", ""), item.options):
        asked.changes.append(b.AS_NPS)
        item = replace(item, kind="nps", options=())
    found.add(asked.name, item, *asked.changes, origin=row.get("qid", ""), known_as=_known_as(row))


def _rows_as_options(survey: Survey, qid: str, found: b.Building, asked: _Question) -> tuple[Option, ...]:
    rows = survey.rows_of(qid)
    return b.options_of(
        (row.get("title", ""), survey.words(row.get("qid", ""), "question", found, asked.changes.append))
        for row in rows
    )


def _add_rows(survey: Survey, row: Row, found: b.Building, asked: _Question) -> None:
    """One question a row: our matrix has the points of a scale for columns, and no others."""
    kind, qid = asked.kind, row.get("qid", "")
    ready: dict[str, Iterable[Option]] = {
        "A": b.numbered(1, 5, survey.languages),
        "B": b.numbered(1, 10, survey.languages),
        "C": _ready(UNCERTAIN),
        "E": _ready(CHANGE),
    }
    options = tuple(ready[kind]) if kind in ready else survey.options(qid, found, asked.changes.append)
    ours = {"K": ItemKind.NUMBER, "Q": ItemKind.TEXT}.get(kind, ItemKind.SINGLE)
    rows = survey.rows_of(qid)
    if not rows:
        found.account.dropped(asked.name, _("it has no rows"))
    for sub in rows:
        words = survey.words(sub.get("qid", ""), "question", found, asked.changes.append)
        code, title = row.get("title", ""), sub.get("title", "")
        item = replace(
            asked.item,
            code=f"{code}_{title}",
            kind=ours,
            wording=b.both(asked.item.wording, words),
            options=options if ours == ItemKind.SINGLE else (),
        )
        names = [f"{known}_{title}" for known in _known_as(row)] + [f"{_known_as(row)[1]}{title}"]
        read = found.add(f"{asked.name} / {title}", item, *asked.changes, origin=qid, known_as=names)
        read.change(b.SPLIT)
        if kind == "1":
            read.change(_("its second scale was left out"))


def _add_conditions(survey: Survey, found: b.Building) -> None:
    """Say each question's relevance, and its group's, in conditions; what cannot be said is told."""
    groups = {row.get("gid", ""): row.get("grelevance", "") for row in survey.rows("groups")}
    questions = {row.get("qid", ""): row for row in survey.questions()}
    for read in found.reads:
        row = questions[read.origin]
        expressions = [groups.get(row.get("gid", ""), ""), row.get("relevance", "")]
        parts: list[ShowIf | Condition] = []
        for text in expressions:
            said = show_if_of(text, _Telling(read.item, found))
            if said is None:
                read.change(b.CONDITION_LOST % {"condition": text[:200]})
            elif said.conditions:
                parts.append(said)
        whole = b.joined(parts, "all")
        if whole is None:
            read.change(b.CONDITION_LOST % {"condition": " ".join(expressions)[:200]})
        read.item = replace(read.item, show_if=whole or ShowIf())


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a comparison in the relevance of an item is said here."""

    item: Item
    found: b.Building

    def __call__(self, compared: b.Compared) -> Condition | None:
        return _told(compared, self.item, self.found)


def _told(compared: b.Compared, item: Item, found: b.Building) -> Condition | None:
    """A comparison with a question that stands before the item, or with one option of it that was ticked."""
    before = [read.item.code for read in found.reads]
    before = before[: before.index(item.code)]
    source = found.source(compared.name)
    if source is not None and source.code in before:
        value = "other" if compared.value == "-oth-" else compared.value
        return b.condition_on(source, replace(compared, value=value))
    name, _line, option = compared.name.rpartition("_")
    source = found.source(name)
    if source is None or source.code not in before or source.kind != ItemKind.MULTIPLE:
        return None
    if option not in {one.code for one in source.options}:
        return None
    ticked = {("==", "Y"): Test.IN, ("!=", ""): Test.IN, ("==", ""): Test.NOT_IN, ("!=", "Y"): Test.NOT_IN}
    test = ticked.get((compared.operator, compared.value))
    return Condition(f"answer:{source.code}", test, (option,)) if test else None


def _account_of_the_rest(survey: Survey, found: b.Building) -> None:
    for table, (what, why) in SECTIONS_LEFT_OUT.items():
        if survey.rows(table):
            found.account.dropped(str(what), why)
    groups = [row for row in (*survey.rows("group_l10ns"), *survey.rows("groups")) if row.get("group_name")]
    names = dict.fromkeys(row["group_name"] for row in groups)
    if names:
        found.account.dropped(", ".join(names)[:200], _("groups have no page of their own: one question a screen"))
    for name, (what, why) in TEXTS_LEFT_OUT.items():
        if any(row.get(name) for row in survey.rows("surveys_languagesettings")):
            found.account.dropped(str(what), why)
