"""The craft check: what a good questioner would say of a questionnaire before it goes out. It warns, never blocks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.surveys.catalogue import IN_WORDS_ONLY
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS
from aisance.surveys.questionnaires.checks import scale_asked_of
from aisance.surveys.questionnaires.contracts import Content, Finding, Item, ItemKind
from aisance.surveys.questionnaires.kinds import IN_WORDS, WITH_OPTIONS
from aisance.surveys.questionnaires.rules import ANSWER, is_scored, places
from aisance.surveys.questionnaires.wordings import (
    asks_two_things,
    is_hard_to_read,
    is_way_out,
    leads,
    tone,
    words_of,
)
from aisance.surveys.rules import Own

ITEMS_WELL_BORNE, FREE_TEXTS_WELL_BORNE, OPTIONS_WELL_BORNE = 7, 2, 10

WORDS_A_SECOND, SECONDS_A_SCREEN = 4.0, 1.5
SECONDS: Mapping[str, float] = {
    ItemKind.NUMBER: 5,
    ItemKind.DATE: 7,
    ItemKind.TEXT: 30,
    ItemKind.IDEA: 35,
    "why": 30,
    ItemKind.CONSENT: 3,
    ItemKind.CONTACT_ME: 3,
}
SECONDS_A_CHOICE: Mapping[str, float] = {
    ItemKind.SINGLE: 0.5,
    ItemKind.MULTIPLE: 1.0,
    ItemKind.RANKING: 4.0,
    ItemKind.MATRIX: 4.0,
    COMPONENTS_SCREEN: 1.0,
}
SECONDS_A_SCORE = 3.0


def warnings(content: Content, own: Own, labels: Mapping[str, Mapping[int, str]]) -> list[Finding]:
    """What to look at again. `labels` names points of the company's own questions, in the usual language."""
    found = [*_of_the_whole(content), *_directions(content, own)]
    for item in content.items:
        found += [*_of_words(item, content.language), *_of_choices(item, content.language, own, labels)]
    return found


def seconds_taken(item: Item, language: str) -> float:
    """How long an item takes: reading its words, thinking and touching, and the next screen; see the formula's page.

    >>> seconds_taken(Item("nps", "nps", {"en": "Would you recommend us?"}), "en")
    5.5
    """
    choices = len(EFFORT_COMPONENTS) if item.kind == COMPONENTS_SCREEN else len(item.options)
    words = [item.wording, item.help, *(option.wording for option in item.options)]
    read = sum(len(words_of(text.get(language, ""))) for text in words) / WORDS_A_SECOND
    done = SECONDS.get(item.kind, SECONDS_A_SCORE if item.kind not in SECONDS_A_CHOICE else 0.0)
    return SECONDS_A_SCREEN + read + done + choices * SECONDS_A_CHOICE.get(item.kind, 0.0)


def duration_seconds(content: Content) -> tuple[float, float]:
    """The shortest and the longest way through in seconds: without any item that has conditions, and with all."""
    taken = [(seconds_taken(item, content.language), item) for item in content.items]
    return sum(seconds for seconds, item in taken if not item.show_if.conditions), sum(
        seconds for seconds, _item in taken
    )


def _of_the_whole(content: Content) -> Iterator[Finding]:
    if len(content.items) > ITEMS_WELL_BORNE:
        words = _(
            "%(count)d questions. Right after a contact more than 7 make people give up, and what comes last is "
            "answered without care; keep the others for a barometer, or show them by condition."
        )
        yield Finding("many_items", words % {"count": len(content.items)})
    texts = [item for item in content.items if item.kind in IN_WORDS]
    if len(texts) > FREE_TEXTS_WELL_BORNE:
        words = _("%(count)d free texts. Each takes half a minute to write; from the third on most stay empty.")
        yield Finding("many_texts", words % {"count": len(texts)}, texts[-1].code)


def _directions(content: Content, own: Own) -> Iterator[Finding]:
    """Scales that turn round: whoever has just learnt which end is the good one answers the next by habit."""
    before: tuple[int, bool] | None = None
    for number, item in enumerate(content.items, start=1):
        begins_well = _begins_well(item, content.language, own)
        if begins_well is None:
            continue
        if before is not None and before[1] != begins_well:
            words = (
                _("Its good end comes first; in question %(before)d it comes last: answers by habit go wrong.")
                if begins_well
                else _("Its good end comes last; in question %(before)d it comes first: answers by habit go wrong.")
            )
            yield Finding("upside_down", words % {"before": before[0]}, item.code)
        before = number, begins_well


def _begins_well(item: Item, usual: str, own: Own) -> bool | None:
    """Whether the first end shown is the good one; null for what has no good end."""
    scale = scale_asked_of(item, own)
    if scale is not None:
        return None if scale.code in IN_WORDS_ONLY else scale.low_is_good
    if item.kind != ItemKind.SINGLE or len(item.options) < 2:
        return None
    options = [option.wording.get(usual, "") for option in item.options]
    ends = [text for text in options if not is_way_out(text)] or options
    first, last = tone(ends[0], usual), tone(ends[-1], usual)
    return None if first * last >= 0 else first > 0


def _of_words(item: Item, usual: str) -> Iterator[Finding]:
    for language, text in item.wording.items():
        if both := asks_two_things(text, language):
            words = _("It seems to ask two things at once (“%(words)s”, %(language)s): which one is answered?")
            yield Finding("two_things", words % {"words": both, "language": language}, item.code)
        if leading := leads(text, language):
            words = _("It suggests its answer (“%(words)s”, %(language)s).")
            yield Finding("leading", words % {"words": leading, "language": language}, item.code)
        if is_hard_to_read(text):
            words = _("The wording is long or hard to read (%(language)s, %(count)d words).")
            yield Finding("hard_to_read", words % {"language": language, "count": len(words_of(text))}, item.code)
    text = item.wording.get(usual, "")
    if bare := next((place for place, instead in places(text) if not instead and not place.startswith(ANSWER)), ""):
        words = _("Where {%(place)s} is not known, nothing stands in its place: write {%(place)s|other words}.")
        yield Finding("bare_piping", words % {"place": bare}, item.code)


def _of_choices(item: Item, usual: str, own: Own, labels: Mapping[str, Mapping[int, str]]) -> Iterator[Finding]:
    options = [option.wording.get(usual, "") for option in item.options]
    if item.kind in WITH_OPTIONS and len(options) > OPTIONS_WELL_BORNE:
        words = _("%(count)d options: on a phone the last ones are hardly seen.")
        yield Finding("many_options", words % {"count": len(options)}, item.code)
    if item.required and _has_no_way_out(item, options):
        words = _("It must be answered and offers no way out: whoever is not concerned, or does not know, invents.")
        yield Finding("no_way_out", words, item.code)
    if _is_reversed(item, usual, own, labels.get(item.kind, {})):
        words = _("The words at the ends of the scale contradict its direction: its good end is worded as the bad one.")
        yield Finding("reversed", words, item.code)


def _has_no_way_out(item: Item, options: list[str]) -> bool:
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return not any(is_way_out(text) for text in options)
    return is_scored(item.kind) or item.kind == ItemKind.MATRIX


def _is_reversed(item: Item, usual: str, own: Own, labels: Mapping[int, str]) -> bool:
    """Whether the ends of a company's own scale are named against its direction."""
    scale: Any = own.get(item.kind)
    if scale is None:
        return False
    low, high = (tone(labels.get(end, ""), usual) for end in (scale.minimum, scale.maximum))
    good, bad = (low, high) if scale.low_is_good else (high, low)
    return good < bad
