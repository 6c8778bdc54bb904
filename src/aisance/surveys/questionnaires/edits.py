"""Changes to a questionnaire's content, as pure functions from one content to the next."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from aisance.surveys.questionnaires.contracts import Condition, Content, Item, ItemKind, ShowIf, Words
from aisance.surveys.questionnaires.rules import ANSWER, item_as_json

type Change = Callable[[Content], Content]


class ChangedMeanwhileError(Exception):
    """Somebody else wrote the item after it was shown for editing."""


def mark_of(item: Item) -> str:
    """What tells whether an item is still the one that was shown."""
    return sha256(json.dumps(item_as_json(item), sort_keys=True).encode()).hexdigest()[:16]


def rewrite_item(content: Content, item: Item, old_code: str, mark: str) -> Content:
    """The content with an item edited. Raises ChangedMeanwhileError where it is no more the one of the mark."""
    held = next((one for one in content.items if one.code == old_code), None)
    if held is None or mark_of(held) != mark:
        raise ChangedMeanwhileError
    return put_item(content, item, old_code)


def put_item(content: Content, item: Item, old_code: str = "", after: str = "") -> Content:
    """The content with an item written: in the place of `old_code`, else behind `after`, else at the end.

    Where the code changes, what later items say of it (conditions, piping) follows.
    """
    codes = [one.code for one in content.items]
    if old_code in codes:
        items = [item if one.code == old_code else _following(one, old_code, item.code) for one in content.items]
    else:
        place = codes.index(after) + 1 if after in codes else len(codes)
        items = [*content.items[:place], item, *content.items[place:]]
    return replace(content, items=tuple(items))


def put_items(content: Content, items: Sequence[Item], after: str = "") -> Content:
    """The content with several items put in, one behind the other."""
    for item in items:
        content = put_item(content, item, after=after)
        after = item.code
    return content


def remove_item(content: Content, code: str) -> Content:
    """The content without an item. What looks at its answer is left as it is: the check names it."""
    return replace(content, items=tuple(item for item in content.items if item.code != code))


def move_item(content: Content, code: str, steps: int) -> Content:
    """The content with an item so many places further down; up for less than 0, and never beyond an end."""
    items = list(content.items)
    here = next((index for index, item in enumerate(items) if item.code == code), None)
    if here is not None:
        item = items.pop(here)
        items.insert(min(max(here + steps, 0), len(items)), item)
    return replace(content, items=tuple(items))


def copy_item(content: Content, code: str) -> Content:
    """The content with an item twice, under a new code; a question of the trade, asked once, stays alone."""
    found = next((item for item in content.items if item.code == code), None)
    if found is None or found.kind not in set(ItemKind):
        return content
    return put_item(content, replace(found, code=free_code(content, code)), after=code)


def free_code(content: Content, code: str) -> str:
    """The code, or the code with the first number that makes it free."""
    taken = {item.code for item in content.items}
    stem, number = code[:36], 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def put_frame(content: Content, title: Words, language: str, thanks: Words) -> Content:
    """The content with another title, usual language and thanks; its languages are those of the title."""
    return replace(content, title=title, language=language, thanks=thanks)


def put_words(content: Content, language: str, texts: dict[str, str]) -> Content:
    """The content with texts of one language written, by key as `texts_of` gives them; an empty one is taken away."""

    def written(key: str, words: Words) -> Words:
        if key not in texts:
            return words
        others = {code: text for code, text in words.items() if code != language}
        return {**others, language: texts[key]} if texts[key] or key == "title" else others

    items = tuple(
        replace(
            item,
            wording=written(f"{item.code}.wording", item.wording),
            help=written(f"{item.code}.help", item.help),
            options=tuple(
                replace(option, wording=written(f"{item.code}.{option.code}", option.wording))
                for option in item.options
            ),
        )
        for item in content.items
    )
    return replace(
        content, title=written("title", content.title), thanks=written("thanks", content.thanks), items=items
    )


def drop_language(content: Content, language: str) -> Content:
    """The content without a language; the usual one stays."""
    if language == content.language:
        return content

    def without(words: Words) -> Words:
        return {code: text for code, text in words.items() if code != language}

    items = tuple(
        replace(
            item,
            wording=without(item.wording),
            help=without(item.help),
            options=tuple(replace(option, wording=without(option.wording)) for option in item.options),
        )
        for item in content.items
    )
    return replace(content, title=without(content.title), thanks=without(content.thanks), items=items)


def texts_of(content: Content) -> dict[str, Words]:
    """Every text that the usual language has, by key: `title`, `thanks`, `<item>.wording`, `<item>.<option>`."""
    texts: dict[str, Words] = {"title": content.title}
    for item in content.items:
        texts[f"{item.code}.wording"] = item.wording
        texts[f"{item.code}.help"] = item.help
        texts |= {f"{item.code}.{option.code}": option.wording for option in item.options}
    texts["thanks"] = content.thanks
    return {key: words for key, words in texts.items() if words.get(content.language) or key == "title"}


def _following(item: Item, old: str, new: str) -> Item:
    if old == new:
        return item
    conditions = tuple(
        Condition(f"{ANSWER}{new}", one.test, one.values) if one.of == f"{ANSWER}{old}" else one
        for one in item.show_if.conditions
    )

    def renamed(words: Words) -> Words:
        return {
            language: text.replace(f"{{{ANSWER}{old}}}", f"{{{ANSWER}{new}}}").replace(
                f"{{{ANSWER}{old}|", f"{{{ANSWER}{new}|"
            )
            for language, text in words.items()
        }

    return replace(
        item,
        wording=renamed(item.wording),
        help=renamed(item.help),
        options=tuple(replace(option, wording=renamed(option.wording)) for option in item.options),
        show_if=ShowIf(conditions, item.show_if.of_them),
    )
