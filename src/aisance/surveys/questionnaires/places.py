"""What conditions may look at, and the words of what can stand there, for the form and for sentences."""

from collections.abc import Mapping
from typing import Any

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names, outcome_names, reasons, steps
from aisance.surveys.permissions import VIEW_QUESTIONNAIRES
from aisance.surveys.questionnaires.contracts import Content, Item
from aisance.surveys.questionnaires.describing import answer_names
from aisance.surveys.questionnaires.kinds import KNOWN_PLACES
from aisance.surveys.questionnaires.languages import language_name, languages_of, text_in
from aisance.surveys.questionnaires.rules import ANSWER

NAMES_OFFERED = 500
"""So many codes of a place are offered by name at most; others may still be written."""


def known_names(content: Content, viewer: Viewer) -> dict[str, dict[str, str]]:
    """By place, the codes that may stand there with their words."""
    return {
        "customer:language": {code: language_name(code) for code in languages_of(content)},
        "interaction:channel": channel_names(),
        "interaction:step": {card.code: card.name for card in steps()},
        "interaction:reason": {card.code: card.name for card in reasons()[:NAMES_OFFERED]},
        "interaction:outcome": outcome_names(),
        "interaction:unit": {
            unit.code: unit.name for unit in units_in(viewer.scope(VIEW_QUESTIONNAIRES))[:NAMES_OFFERED]
        },
    }


def places_before(item: Item, content: Content) -> list[tuple[str, Any]]:
    """What a condition on an item may look at: each answer asked for before it, then what is known anyhow."""
    found: list[tuple[str, Any]] = []
    for number, other in enumerate(content.items, start=1):
        if other.code == item.code:
            break
        wording = text_in(other.wording, content.language, content.language)
        found.append((f"{ANSWER}{other.code}", f"{number}. {wording or other.code}"))
    return [*found, *((place, str(words)[:1].upper() + str(words)[1:]) for place, words in KNOWN_PLACES.items())]


def values_by_place(
    item: Item, content: Content, names: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """The codes and words that may stand in a condition of the item, by place; scores are not among them."""
    found: dict[str, Mapping[str, str]] = dict(names)
    for other in content.items:
        if other.code == item.code:
            break
        if words := answer_names(other, content.language):
            found[f"{ANSWER}{other.code}"] = words
    return found
