"""What the editor puts in when somebody adds an item: ready words where there are some, and whole sets."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from aisance.journeys.public import main_journey, steps
from aisance.surveys import ready
from aisance.surveys.contracts import COMPONENTS_SCREEN, QuestionKind
from aisance.surveys.queries.questions import screens_offered, usual_wordings
from aisance.surveys.questionnaires.contracts import Content, Item, ItemKind, Option, Words
from aisance.surveys.questionnaires.edits import free_code
from aisance.surveys.questionnaires.kinds import (
    CXI_CODES,
    CXI_SET,
    ITEM_NAMES,
    MATRIX_ROWS,
    OF_THE_TRADE,
    SETS,
    STEPS_SET,
    STEPS_WORDS,
    USUAL_WORDS,
)
from aisance.surveys.questionnaires.rules import item_of

BAROMETER = (QuestionKind.NPS, *CXI_CODES, QuestionKind.STAY, QuestionKind.WHY)


def kinds_to_add(content: Content) -> dict[str, list[tuple[str, Any]]]:
    """What may be added, by group: a scored question that is asked already is not offered twice."""
    asked = {item.code for item in content.items}
    offered = {code: name for code, name in screens_offered().items() if code not in asked}
    trade = [code for code in OF_THE_TRADE if code in offered]
    named = {QuestionKind.WHY, COMPONENTS_SCREEN}
    return {
        "trade": [(code, offered[code]) for code in trade],
        "effort": [(code, offered[code]) for code in (COMPONENTS_SCREEN, QuestionKind.WHY) if code in offered],
        "sets": [(code, name) for code, name in SETS.items() if code != CXI_SET or not asked & set(CXI_CODES)],
        "plain": list(ITEM_NAMES.items()),
        "own": [(code, name) for code, name in offered.items() if code not in {*trade, *named}],
    }


def items_to_add(kind: str, content: Content) -> list[Item]:
    """The items that a choice puts in, worded where words are ready; empty for what may not be added."""
    if not any(kind == code for group in kinds_to_add(content).values() for code, _name in group):
        return []
    if kind == CXI_SET:
        return _worded(CXI_CODES)
    if kind == STEPS_SET:
        return [_steps(content)]
    if kind in ITEM_NAMES:
        return [Item(free_code(content, kind), kind, dict(USUAL_WORDS.get(kind, {})), scale=_scale(kind))]
    return _worded([kind])


def _scale(kind: str) -> str:
    return "csat_5" if kind == ItemKind.MATRIX else ""


def _worded(kinds: Iterable[str]) -> list[Item]:
    kinds = [str(kind) for kind in kinds]
    words = usual_wordings(kinds)
    return [Item(kind, kind, dict(words.get(kind, {}))) for kind in kinds]


def _steps(content: Content) -> Item:
    """The effort made at each step of the main journey, as rows on one scale; as many as a phone shows."""
    journey = main_journey()
    found = [card for card in steps() if journey is None or card.journey_code == journey.code][:MATRIX_ROWS]
    words: dict[str, dict[str, str]] = {card.code: {} for card in found}
    for language in STEPS_WORDS:
        with translation.override(language):
            for card in steps():
                if card.code in words:
                    words[card.code][language] = card.name
    rows = tuple(Option(code, named) for code, named in words.items())
    return Item(free_code(content, "effort_by_step"), ItemKind.MATRIX, STEPS_WORDS, scale="effort_4", options=rows)


def first_content(start: str, title: Words, language: str) -> Content:
    """What a new questionnaire begins with: `ready`, `barometer` or nothing."""
    items: list[Item] = []
    if start == "ready":
        items = [item_of(row) for row in ready.QUESTIONS]
    elif start == "barometer":
        items = _worded(BAROMETER)
    return Content(title, language, tuple(items))
