"""The screens of a questionnaire as a page shows them, in the language of the one who answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aisance.core.translated import translated
from aisance.journeys.contracts import InteractionCard
from aisance.surveys.catalogue import COMPONENT_LABELS, IN_WORDS_ONLY
from aisance.surveys.collection.contracts import Fields
from aisance.surveys.collection.reading import IN_WORDS, YES_OR_NO
from aisance.surveys.contracts import COMPONENTS_SCREEN, Scale
from aisance.surveys.queries.known import known_codes, known_words
from aisance.surveys.queries.questions import points_asked, points_on
from aisance.surveys.queries.sittings import Sitting
from aisance.surveys.questionnaires.contracts import Given, Item, ItemKind, Option, Words
from aisance.surveys.questionnaires.rules import ANSWER, piped, shown_items

LOOKS: Mapping[str, str] = {
    **dict.fromkeys(IN_WORDS, "words"),
    **dict.fromkeys(YES_OR_NO, "yes_or_no"),
    COMPONENTS_SCREEN: "ticks",
    ItemKind.MULTIPLE: "ticks",
    ItemKind.SINGLE: "choice",
    ItemKind.RANKING: "ranking",
    ItemKind.MATRIX: "matrix",
    ItemKind.NUMBER: "number",
    ItemKind.DATE: "day",
}
POINTS_IN_A_COLUMN = 7


@dataclass(frozen=True, slots=True)
class Screen:
    """One item as it is shown: words, points or options, what was given before, what is wrong with what was posted.

    `look` says how it is drawn. `rows` are options with what they hold. `chosen` are values as the fields send them.
    `number` counts all items, `position` and `count` those on this customer's way. `prefix` stands before the names of
    the fields where several items share a form.
    """

    number: int
    position: int
    count: int
    code: str
    kind: str
    look: str
    wording: str
    language: str
    help: str = ""
    points: Sequence[tuple[Any, Any]] = ()
    rows: Sequence[tuple[str, str, str]] = ()
    has_numbers: bool = False
    chosen: Sequence[str] = ()
    text: str = ""
    required: bool = False
    prefix: str = ""
    wrong: Any = ""
    previous: int = 0
    minimum: Any = None
    maximum: Any = None

    @property
    def ident(self) -> str:
        """What the ids of the page begin with."""
        return f"q{self.number}"

    @property
    def is_last(self) -> bool:
        return self.position >= self.count

    @property
    def places(self) -> range:
        """The places of a ranking, from the first."""
        return range(1, len(self.rows) + 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How screens are to be drawn: in which language, with what was posted and what is wrong with it."""

    language: str
    contact: InteractionCard | None = None
    posted: Fields | None = None
    wrong: Mapping[str, Any] = field(default_factory=dict)
    on_one_page: bool = False
    hides_answers: bool = False


def languages_of(sitting: Sitting) -> list[str]:
    """The languages in which every item of a questionnaire is worded, in the order of the first one's."""
    wordings = [{code for code, text in item.wording.items() if text} for item in sitting.items]
    if not wordings:
        return []
    common = set.intersection(*wordings)
    return [code for code in sitting.items[0].wording if code in common]


def first_left(sitting: Sitting, contact: InteractionCard | None) -> int:
    """The number of the item to open: the first shown one behind those answered or passed."""
    given = sitting.given
    way = shown_items(sitting.items, given, known_codes(sitting, contact))
    numbers = [sitting.items.index(item) + 1 for item in way]
    if sitting.invitation_id is not None and not sitting.anonymous:
        return next((number for number in numbers if number > sitting.reached), numbers[-1] if numbers else 1)
    left = (n for n in numbers if sitting.items[n - 1].code not in given)
    return next(left, numbers[-1] if numbers else 1)


def screen(sitting: Sitting, number: int, drawing: Drawing) -> Screen | None:
    """Item `number` (from 1); null where there is none."""
    if not 1 <= number <= len(sitting.items):
        return None
    item, given = sitting.items[number - 1], sitting.given
    way = shown_items(sitting.items, given, known_codes(sitting, drawing.contact))
    codes = [one.code for one in way if one.code != item.code]
    place = [one.code for one in way].index(item.code) if item in way else min(number - 1, len(codes))
    previous = sitting.items.index(way[place - 1]) + 1 if place else 0
    return _screen(sitting, item, drawing, position=place + 1, count=max(len(way), place + 1), previous=previous)


def screens(sitting: Sitting, drawing: Drawing) -> list[Screen]:
    """All items on one page: without a script none can appear later, so those that depend on an answer are there."""
    given, known = sitting.given, known_codes(sitting, drawing.contact)
    way = {item.code for item in shown_items(sitting.items, given, known)}
    asked = [item for item in sitting.items if item.code in way or _depends_on_answers(item)]
    return [
        _screen(sitting, item, drawing, position=place, count=len(asked), previous=0)
        for place, item in enumerate(asked, start=1)
    ]


def _depends_on_answers(item: Item) -> bool:
    return any(condition.of.startswith(ANSWER) for condition in item.show_if.conditions)


def _screen(sitting: Sitting, item: Item, drawing: Drawing, *, position: int, count: int, previous: int) -> Screen:
    prefix = f"{item.code}." if drawing.on_one_page else ""
    given = {} if drawing.hides_answers else sitting.given
    fields: Fields = held_fields(item, given[item.code]) if item.code in given else {}
    if drawing.posted is not None:
        fields = {name.removeprefix(prefix): values for name, values in drawing.posted.items()}
    scale = sitting.scales.get(item.code)
    points = _points(item, scale, drawing.language)
    known = known_words(sitting, drawing.contact)

    def words(text: Words) -> str:
        return piped(translated(text, drawing.language), given, known, sitting.items, drawing.language)

    return Screen(
        number=sitting.items.index(item) + 1,
        position=position,
        count=count,
        code=item.code,
        kind=item.kind,
        look=LOOKS.get(item.kind) or ("line" if len(points) > POINTS_IN_A_COLUMN else "points"),
        wording=words(item.wording),
        help=words(item.help),
        language=_language_of(item.wording, drawing.language),
        points=points,
        rows=_rows(item, fields, drawing.language),
        has_numbers=scale is not None and scale.code not in IN_WORDS_ONLY,
        chosen=[value for name in ("score", "value", "ticked") for value in fields.get(name, ())],
        text=next(iter(fields.get("text", ())), ""),
        required=item.required,
        prefix=prefix,
        wrong=drawing.wrong.get(item.code, ""),
        previous=previous,
        minimum=item.minimum,
        maximum=item.maximum,
    )


def held_fields(item: Item, given: Given) -> dict[str, list[str]]:
    """What was given as the fields of a form would send it."""
    if item.kind in IN_WORDS:
        return {"text": [given.text]}
    if given.score is not None:
        return {"score": [str(given.score)]}
    if item.kind == ItemKind.RANKING:
        return {f"rank_{code}": [str(place)] for place, code in enumerate(given.value, start=1)}
    if item.kind == ItemKind.MATRIX:
        return {f"row_{code}": [str(score)] for code, score in given.value.items()}
    if isinstance(given.value, bool):
        return {"value": ["yes" if given.value else "no"]}
    if isinstance(given.value, list):
        return {"ticked": [str(code) for code in given.value]}
    return {"value": [str(given.value)]}


def _points(item: Item, scale: Scale | None, language: str) -> list[tuple[Any, Any]]:
    if item.kind == COMPONENTS_SCREEN:
        return list(COMPONENT_LABELS.items())
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return [(option.code, translated(option.wording, language)) for option in item.options]
    if item.kind == ItemKind.MATRIX or item.scale:
        return points_on(scale) if scale else []
    return points_asked(item.kind) if scale else []


def _rows(item: Item, fields: Fields, language: str) -> list[tuple[str, str, str]]:
    """The things to rank, or the rows of a matrix: code, words, and the place or point that stands chosen."""
    names = {ItemKind.RANKING.value: "rank_", ItemKind.MATRIX.value: "row_"}
    if item.kind not in names:
        return []

    def row(option: Option) -> tuple[str, str, str]:
        held = fields.get(f"{names[item.kind]}{option.code}") or ("",)
        return option.code, translated(option.wording, language), held[-1]

    return [row(option) for option in item.options]


def _language_of(wording: Words, language: str) -> str:
    """In which language a text is shown when this one is wanted."""
    shown = translated(wording, language)
    return next((code for code in (language, *wording) if wording.get(code) == shown), language)
