"""Pure rules on a questionnaire: reading and writing its content, what is shown next, what is piped into words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Protocol

from aisance.surveys.contracts import COMPONENTS_SCREEN, QuestionKind
from aisance.surveys.questionnaires.contracts import (
    Condition,
    Content,
    Given,
    Item,
    ItemKind,
    Option,
    ShowIf,
    Test,
    Words,
)

ANSWER = "answer:"
"""What the name of an earlier answer begins with, in conditions and in piping; the item's code follows."""

NOT_SCORED = frozenset({*ItemKind, QuestionKind.WHY.value, COMPONENTS_SCREEN})
"""The kinds without a score; every other kind is a question of the trade or one of the company's own."""

_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_PLACE = re.compile(r"[^\S\n]?\{([a-z]+(?::[a-z0-9_]+)?)(?:\|([^{}]*))?\}")


class Asked(Protocol):
    """Anything with stored items: a version of a programme."""

    @property
    def questions(self) -> Any: ...


def content_of(data: Mapping[str, Any]) -> Content:
    """The content that was stored as JSON. What is missing takes its usual value; an unknown test raises ValueError."""
    return Content(
        title=_words(data.get("title")),
        language=str(data.get("language", "")),
        items=tuple(item_of(row) for row in data.get("items", ())),
        thanks=_words(data.get("thanks")),
    )


def item_of(row: Mapping[str, Any]) -> Item:
    """One stored item; those from before questionnaires have a kind and a wording only, and their kind is their code.

    >>> item_of({"kind": "nps", "wording": {"en": "How likely?"}}).code
    'nps'
    """
    return Item(
        code=str(row.get("code") or row["kind"]),
        kind=str(row["kind"]),
        wording=_words(row.get("wording")),
        help=_words(row.get("help")),
        scale=str(row.get("scale", "")),
        options=tuple(Option(str(option["code"]), _words(option.get("wording"))) for option in row.get("options", ())),
        required=bool(row.get("required", False)),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        show_if=_show_if(row.get("show_if") or {}),
    )


def _words(given: Any) -> Words:
    return {str(language): str(text) for language, text in (given or {}).items()}


def _show_if(row: Mapping[str, Any]) -> ShowIf:
    conditions = tuple(
        Condition(str(one["of"]), Test(one["test"]), tuple(one.get("values", ()))) for one in row.get("conditions", ())
    )
    return ShowIf(conditions, "any" if row.get("of_them") == "any" else "all")


def as_json(content: Content) -> dict[str, Any]:
    """The content as JSON values; what has its usual value is left out, so that `content_of` gives it back exactly."""
    return _without_usual(content, items=[item_as_json(item) for item in content.items])


def item_as_json(item: Item) -> dict[str, Any]:
    """One item as JSON values, as a version of a programme keeps it.

    >>> item_as_json(Item("nps", "nps", {"en": "How likely?"}))
    {'code': 'nps', 'kind': 'nps', 'wording': {'en': 'How likely?'}}
    """
    options = [{"code": option.code, "wording": dict(option.wording)} for option in item.options]
    conditions = [
        {"of": one.of, "test": one.test.value, **({"values": list(one.values)} if one.values else {})}
        for one in item.show_if.conditions
    ]
    show_if: dict[str, Any] = {"conditions": conditions} if conditions else {}
    if conditions and item.show_if.of_them == "any":
        show_if["of_them"] = "any"
    return _without_usual(item, options=options, show_if=show_if)


def _without_usual(row: Content | Item, **instead: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field in fields(row):
        value = instead.get(field.name, getattr(row, field.name))
        required = field.default is MISSING and field.default_factory is MISSING
        if required or not (value is None or value is False or value in ("", {}, [], ())):
            written[field.name] = dict(value) if isinstance(value, Mapping) else value
    return written


def items_of(version: Asked) -> tuple[Item, ...]:
    """The items of a programme's version, in the order asked, also of versions older than questionnaires."""
    return tuple(item_of(row) for row in version.questions)


def is_scored(kind: str) -> bool:
    """Whether answers of this kind are scores: a question of the trade, or one of the company's own.

    >>> is_scored("nps"), is_scored("single"), is_scored("why"), is_scored("clarity")
    (True, False, False, True)
    """
    return kind not in NOT_SCORED


def is_shown(item: Item, given: Mapping[str, Given], known: Mapping[str, str]) -> bool:
    """Whether an item is shown to somebody who gave these answers and of whom this is known.

    `given` is by item code, `known` by name, such as `interaction:channel`. An item without conditions always is.
    """
    held = [_holds(condition, given, known) for condition in item.show_if.conditions]
    return not held or (any(held) if item.show_if.of_them == "any" else all(held))


def shown_items(items: Sequence[Item], given: Mapping[str, Given], known: Mapping[str, str]) -> list[Item]:
    """The way through a questionnaire: every item shown, in order.

    An answer counts in conditions only while its own item is shown: whoever goes back and answers otherwise is not
    led by what was given on a screen that is now hidden.
    """
    way: list[Item] = []
    counted: dict[str, Given] = {}
    for item in items:
        if is_shown(item, counted, known):
            way.append(item)
            if item.code in given:
                counted[item.code] = given[item.code]
    return way


def next_item(items: Sequence[Item], after: str, given: Mapping[str, Given], known: Mapping[str, str]) -> Item | None:
    """The item shown next after the one of code `after`, the first one after the empty code; null at the end.

    Where `after` itself is hidden by now, the next one behind its place.
    """
    codes = [item.code for item in items]
    start = codes.index(after) + 1 if after in codes else 0
    behind = set(codes[start:])
    return next((item for item in shown_items(items, given, known) if item.code in behind), None)


def _holds(condition: Condition, given: Mapping[str, Given], known: Mapping[str, str]) -> bool:
    """Nothing given, or nothing known, is in no list and on no side of a number; `not_in` is the opposite of `in`."""
    found = _looked_at(condition.of, given, known)
    if condition.test is Test.ANSWERED:
        return bool(found)
    if condition.test is Test.NOT_ANSWERED:
        return not found
    if condition.test is Test.AT_LEAST:
        return any(_at_least(one, limit) for one in found for limit in condition.values[:1])
    if condition.test is Test.AT_MOST:
        return any(_at_least(limit, one) for one in found for limit in condition.values[:1])
    among = not {_code(one) for one in found}.isdisjoint({_code(value) for value in condition.values})
    return among is (condition.test is Test.IN)


def _looked_at(of: str, given: Mapping[str, Given], known: Mapping[str, str]) -> list[Any]:
    """What a condition compares: one value, every option ticked or ranked, every score of a matrix."""
    if not of.startswith(ANSWER):
        return [known[of]] if known.get(of) else []
    answer = given.get(of.removeprefix(ANSWER))
    return values_given(answer) if answer else []


def values_given(answer: Given) -> list[Any]:
    """What was given, as a list to compare or to read; empty for an item that was passed.

    >>> values_given(Given(score=0)), values_given(Given(value=["a", "b"])), values_given(Given(value=False))
    ([0], ['a', 'b'], ['no'])
    """
    if answer.score is not None:
        return [answer.score]
    if answer.text.strip():
        return [answer.text.strip()]
    if isinstance(answer.value, bool):
        return ["yes" if answer.value else "no"]
    if isinstance(answer.value, Mapping):
        return list(answer.value.values())
    if isinstance(answer.value, Iterable) and not isinstance(answer.value, str):
        return list(answer.value)
    return [] if answer.value in (None, "") else [answer.value]


def _code(value: Any) -> str:
    """A value as one compares it: 9, 9.0 and "9" are the same."""
    number = plain_number(value)
    return str(value) if number is None else repr(number)


def plain_number(value: Any) -> float | None:
    """A number, also where it stands as text; codes such as 1e3 or 007 are codes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value) else None


def _at_least(value: Any, limit: Any) -> bool:
    """Numbers as numbers; anything else only as days: ISO dates compare as their text does."""
    numbers = plain_number(value), plain_number(limit)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] >= numbers[1]
    return _is_day(value) and _is_day(limit) and str(value) >= str(limit)


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)))


def places(text: str) -> Iterator[tuple[str, str | None]]:
    """Every place of a text into which something is piped, with the words that stand in where nothing is known.

    >>> list(places("Hello {customer:name|dear customer}, you said {answer:nps}."))
    [('customer:name', 'dear customer'), ('answer:nps', None)]
    """
    for found in _PLACE.finditer(text):
        yield found[1], found[2]


def piped(
    text: str,
    given: Mapping[str, Given],
    known: Mapping[str, str],
    items: Sequence[Item] = (),
    language: str = "",
) -> str:
    """A text with its places filled: `{customer:name}`, `{interaction:channel}`, `{answer:<item code>}`.

    `known` holds words here, not codes. An answer that is an option's code is written in the option's own words where
    `items` and a `language` say which. Where nothing is known, the words after `|` stand in; without them the place
    vanishes with the space before it. What comes in is plain text: the page escapes the whole.

    >>> piped("Hello {customer:name}, why {answer:nps}?", {"nps": Given(score=3)}, {})
    'Hello, why 3?'
    >>> piped("Hello {customer:name|dear customer}!", {}, {})
    'Hello dear customer!'
    """

    def filled(found: re.Match[str]) -> str:
        space = found[0][: len(found[0]) - len(found[0].lstrip())]
        words = _words_at(found[1], given, known, items, language) or found[2] or ""
        return space + words if words else ""

    return _PLACE.sub(filled, text)


def _words_at(
    place: str, given: Mapping[str, Given], known: Mapping[str, str], items: Sequence[Item], language: str
) -> str:
    if not place.startswith(ANSWER):
        return known.get(place, "")
    code = place.removeprefix(ANSWER)
    answer = given.get(code)
    options = {option.code: option.wording for item in items if item.code == code for option in item.options}
    found = values_given(answer) if answer else []
    return ", ".join(_option_words(options.get(str(one)), language) or str(one) for one in found)


def _option_words(wording: Words | None, language: str) -> str:
    if not wording:
        return ""
    return wording.get(language) or next(iter(wording.values()), "")
