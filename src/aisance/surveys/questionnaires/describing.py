"""Questionnaires in words: what a kind is called, when an item is shown, what differs between two versions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.translated import translated
from aisance.surveys.catalogue import COMPONENT_LABELS, IN_WORDS_ONLY, POINT_NAMES
from aisance.surveys.contracts import COMPONENTS_SCREEN
from aisance.surveys.queries.questions import question_names
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, Test, Words
from aisance.surveys.questionnaires.kinds import ITEM_NAMES, KNOWN_PLACES, YES_OR_NO
from aisance.surveys.questionnaires.languages import text_in
from aisance.surveys.questionnaires.rules import ANSWER, is_scored, item_as_json
from aisance.surveys.rules import fitting_scale

TEST_NAMES: dict[str, Any] = {
    Test.IN: gettext_lazy("is one of"),
    Test.NOT_IN: gettext_lazy("is none of"),
    Test.AT_LEAST: gettext_lazy("is at least"),
    Test.AT_MOST: gettext_lazy("is at most"),
    Test.ANSWERED: gettext_lazy("was answered"),
    Test.NOT_ANSWERED: gettext_lazy("was not answered"),
}

SCALE_NAMES: dict[str, Any] = {
    "net_easy_7": gettext_lazy("1 to 7, 1 is extremely easy"),
    "net_easy_5": gettext_lazy("1 to 5, 1 is very easy"),
    "nps_11": gettext_lazy("0 to 10, likely to recommend"),
    "csat_5": gettext_lazy("1 to 5, 5 is very satisfied"),
    "csat_10": gettext_lazy("1 to 10, 10 is best"),
    "ces_7": gettext_lazy("1 to 7, 7 is strongly agree"),
    "ces_5": gettext_lazy("1 to 5, 1 is very low effort"),
    "ces_10": gettext_lazy("1 to 10, 1 is no effort"),
    "effort_4": gettext_lazy("none, a little, sweat, headache"),
    "cxi_5": gettext_lazy("1 to 5, 5 is completely"),
    "stay_11": gettext_lazy("0 to 10, likely to stay"),
    "resolved_2": gettext_lazy("yes or no"),
}

MATRIX_SCALES = ("csat_5", "effort_4", "cxi_5", "net_easy_5", "ces_5", "ces_7", "net_easy_7", "csat_10")


def kind_names(kinds: Iterable[str]) -> dict[str, Any]:
    """What staff call these kinds of items."""
    wanted = set(kinds)
    plain = {kind: ITEM_NAMES[kind] for kind in wanted if kind in ITEM_NAMES}
    return {**dict.fromkeys(wanted, _("Unknown")), **question_names(wanted - plain.keys()), **plain}


def shown_when(item: Item, content: Content, names: Mapping[str, Mapping[str, str]]) -> str:
    """When an item is shown, as a sentence; empty for one that always is. `names` gives codes their words, by place."""
    parts = [condition_words(one, content, names) for one in item.show_if.conditions]
    if not parts:
        return ""
    joint = _(" or ") if item.show_if.of_them == "any" else _(" and ")
    return _("Shown when %(conditions)s.") % {"conditions": joint.join(parts)}


def condition_words(one: Condition, content: Content, names: Mapping[str, Mapping[str, str]]) -> str:
    """One condition in words, as in: “Would you recommend us?” is at most 6."""
    code = one.of.removeprefix(ANSWER)
    source = next((item for item in content.items if one.of.startswith(ANSWER) and item.code == code), None)
    if one.of.startswith(ANSWER):
        wording = text_in(source.wording, content.language, content.language) if source else ""
        subject = _("“%(question)s”") % {"question": wording or code}
    else:
        subject = str(KNOWN_PLACES.get(one.of, one.of))
    words = {**names.get(one.of, {}), **(answer_names(source, content.language) if source else {})}
    values = ", ".join(words.get(str(value), str(value)) for value in one.values)
    return " ".join(part for part in (subject, str(TEST_NAMES[one.test]), values) if part)


def answer_names(item: Item, language: str) -> dict[str, str]:
    """The words of what can be chosen in an item, by the code that a condition names."""
    if item.kind in YES_OR_NO:
        return {"yes": _("yes"), "no": _("no")}
    if item.kind == COMPONENTS_SCREEN:
        return {code: str(words) for code, words in COMPONENT_LABELS.items()}
    scale = fitting_scale(item.kind, item.scale) if is_scored(item.kind) else None
    if scale is not None and scale.code in IN_WORDS_ONLY:
        return {str(score): str(words) for score, words in POINT_NAMES[scale.code].items()}
    return {option.code: text_in(option.wording, language, language) or option.code for option in item.options}


def differences(before: Content, after: Content) -> list[str]:
    """What changed from one version to the next, in words; empty where nothing did."""
    return [*_of_frame(before, after), *_of_items(before, after)]


def _of_frame(before: Content, after: Content) -> Iterator[str]:
    yield from _of_words(_("Title"), before.title, after.title)
    yield from _of_words(_("Thanks"), before.thanks, after.thanks)
    if before.language != after.language:
        change = {"before": before.language, "after": after.language}
        yield _("The usual language is %(after)s, it was %(before)s.") % change


def _of_items(before: Content, after: Content) -> Iterator[str]:
    old, new = ({item.code: item for item in content.items} for content in (before, after))
    for code in old:
        if code not in new:
            yield _("“%(question)s” was taken out.") % {"question": _named(old[code], before.language)}
    for number, (code, item) in enumerate(new.items(), start=1):
        if code not in old:
            place = {"question": _named(item, after.language), "number": number}
            yield _("“%(question)s” was put in at place %(number)d.") % place
        else:
            yield from _of_item(old[code], item)
    kept_before, kept_after = ([code for code in items if code in old and code in new] for items in (old, new))
    if kept_before != kept_after:
        yield _("The order is now: %(order)s.") % {"order": ", ".join(new)}


def _of_item(old: Item, new: Item) -> Iterator[str]:
    name = {"code": new.code}
    yield from _of_words(_("%(code)s, wording") % name, old.wording, new.wording)
    yield from _of_words(_("%(code)s, help") % name, old.help, new.help)
    if old.scale != new.scale:
        yield _("%(code)s has another scale: %(scale)s.") % {**name, "scale": new.scale or _("the usual one")}
    if old.required != new.required:
        words = _("%(code)s must be answered now.") if new.required else _("%(code)s may be skipped now.")
        yield words % name
    if (old.minimum, old.maximum) != (new.minimum, new.maximum):
        yield _("%(code)s has other limits.") % name
    if item_as_json(old).get("show_if") != item_as_json(new).get("show_if"):
        words = (
            _("%(code)s is shown to others than before.") if new.show_if.conditions else _("%(code)s is always shown.")
        )
        yield words % name
    yield from _of_options(old, new)


def _of_options(old: Item, new: Item) -> Iterator[str]:
    held, now = ({option.code: option for option in item.options} for item in (old, new))
    for code in held.keys() | now.keys():
        place = {"code": new.code, "option": code}
        if code not in now:
            yield _("%(code)s: the option “%(option)s” was taken out.") % place
        elif code not in held:
            yield _("%(code)s: the option “%(option)s” was put in.") % place
        else:
            yield from _of_words(_("%(code)s, option “%(option)s”") % place, held[code].wording, now[code].wording)
    if list(held) != list(now) and held.keys() == now.keys():
        yield _("%(code)s: the options stand in another order.") % {"code": new.code}


def _of_words(what: str, before: Words, after: Words) -> Iterator[str]:
    for language in sorted({*before, *after}):
        old, new = before.get(language, ""), after.get(language, "")
        if old != new:
            change = {"what": what, "language": language, "before": old or "–", "after": new or "–"}
            yield _("%(what)s (%(language)s): “%(before)s” became “%(after)s”.") % change


def _named(item: Item, language: str) -> str:
    return text_in(item.wording, language, language) or translated(item.wording) or item.code
