"""What keeps a questionnaire from being published: dead ends, missing words, codes that clash. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, SCALES, QuestionKind, Scale
from aisance.surveys.questionnaires.contracts import Condition, Content, Finding, Item, ItemKind, Test, Words
from aisance.surveys.questionnaires.kinds import (
    IN_WORDS,
    KNOWN_PLACES,
    MATRIX_ROWS,
    PIPED_PLACES,
    WITH_OPTIONS,
    YES_OR_NO,
)
from aisance.surveys.questionnaires.reach import Ways, contradict, ways_there
from aisance.surveys.questionnaires.rules import ANSWER, is_scored, places
from aisance.surveys.rules import Own, fitting_scale, fitting_scales

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
OPTION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)
ITEMS_AT_MOST, OPTIONS_AT_MOST, CONDITIONS_AT_MOST = 100, 50, 10
WORDS_AT_MOST = 500

WITHOUT_VALUES = frozenset({Test.ANSWERED, Test.NOT_ANSWERED})
LIMITS = frozenset({Test.AT_LEAST, Test.AT_MOST})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check must know beside the content: the company's own questions and the codes that exist.

    `codes` holds, by place such as `interaction:channel`, the codes that exist; a place that is missing is not checked.
    """

    own: Own = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def scale_asked_of(item: Item, own: Own) -> Scale | None:
    """The scale on which an item is answered; null where it has none, or one that does not fit.

    >>> scale_asked_of(Item("ces", "ces", {}, scale="ces_10"), {}).maximum
    10
    """
    if item.kind == ItemKind.MATRIX:
        return SCALES.get(item.scale)
    return fitting_scale(item.kind, item.scale, own) if is_scored(item.kind) else None


def problems(content: Content, around: Surroundings) -> list[Finding]:
    """Everything that keeps the content from being published, in the order of the items; empty where nothing does."""
    scales = {item.code: scale for item in content.items if (scale := scale_asked_of(item, around.own))}
    found = list(_of_the_whole(content))
    if len(content.items) > ITEMS_AT_MOST:
        return found
    bounded = all(len(item.show_if.conditions) <= CONDITIONS_AT_MOST for item in content.items)
    ways = ways_there(content.items, scales) if bounded else {}
    for number, item in enumerate(content.items):
        checked = _Checked(item, content, content.items[:number], scales, around, ways.get(item.code))
        for check in CHECKS:
            found += check(checked)
    return found


@dataclass(frozen=True, slots=True)
class _Checked:
    """An item with what stands before it."""

    item: Item
    content: Content
    before: Sequence[Item]
    scales: Mapping[str, Scale]
    around: Surroundings
    ways: Ways | None

    def says(self, code: str, words: Any) -> Finding:
        return Finding(code, words, self.item.code)


def _of_the_whole(content: Content) -> Iterator[Finding]:
    if not LANGUAGE.fullmatch(content.language):
        yield Finding("language", _("The usual language needs a code such as fr, en or nl-be."))
    if not content.title.get(content.language, "").strip():
        yield Finding("title", _("The title is missing in the usual language."))
    if not content.items:
        yield Finding("no_items", _("There is no question yet."))
    if len(content.items) > ITEMS_AT_MOST:
        yield Finding("too_long", _("There are more than 100 questions; nobody answers those."))
    if content.items and all(item.show_if.conditions for item in content.items):
        yield Finding("all_conditional", _("Every question has a condition: somebody may be shown none at all."))
    if any(content.thanks.values()) and not content.thanks.get(content.language, "").strip():
        yield Finding("thanks", _("The thanks are missing in the usual language."))


def _code(at: _Checked) -> Iterator[Finding]:
    item = at.item
    if any(other.code == item.code for other in at.before):
        words = _("This question is asked twice.") if is_scored(item.kind) else _("Two questions have this code.")
        yield at.says("twice", words)
    if not CODE.fullmatch(item.code):
        yield at.says("code", _("The code takes small letters, digits and underscores, beginning with a letter."))
    if (is_scored(item.kind) or item.kind in QuestionKind or item.kind == COMPONENTS_SCREEN) and item.code != item.kind:
        yield at.says("code", _("A question of the trade bears its own code, or its answers would be lost to figures."))
    elif item.kind in ItemKind and (item.code in set(QuestionKind) | {COMPONENTS_SCREEN} or item.code in at.around.own):
        yield at.says("code", _("This code belongs to another question."))


def _kind(at: _Checked) -> Iterator[Finding]:
    item, own = at.item, at.around.own
    scored = is_scored(item.kind)
    if scored and not fitting_scales(item.kind, own):
        yield at.says("kind", _("Nobody knows a question of this kind."))
    elif item.kind in at.around.retired:
        yield at.says("retired", _("This question of your own is retired."))
    elif item.kind == QuestionKind.CUSTOMER_ORIENTATION:
        yield at.says("kind", _("This question is for employees, whose answers are imported."))
    elif (scored or item.kind == ItemKind.MATRIX) and scale_asked_of(item, own) is None:
        yield at.says("scale", _("The scale does not belong to this question."))


def _words(at: _Checked) -> Iterator[Finding]:
    language = at.content.language
    if not at.item.wording.get(language, "").strip():
        yield at.says("words", _("The wording is missing in the usual language."))
    if any(at.item.help.values()) and not at.item.help.get(language, "").strip():
        yield at.says("words", _("The help is missing in the usual language."))
    for option in at.item.options:
        if not option.wording.get(language, "").strip():
            words = _("The option %(code)s has no words in the usual language.")
            yield at.says("words", _filled(words, code=option.code))
    if any(len(text) > WORDS_AT_MOST for words in _texts(at.item) for text in words.values()):
        yield at.says("too_long", _("A text is longer than 500 characters."))


def _texts(item: Item) -> Iterator[Words]:
    yield item.wording
    yield item.help
    yield from (option.wording for option in item.options)


def _options(at: _Checked) -> Iterator[Finding]:
    item, codes = at.item, [option.code for option in at.item.options]
    if item.kind not in WITH_OPTIONS:
        if codes:
            yield at.says("options", _("A question of this kind has no options."))
        return
    if len(codes) < 2:
        yield at.says("options", _("At least two options are needed."))
    if item.kind == ItemKind.MATRIX and len(codes) > MATRIX_ROWS:
        yield at.says("rows", _("A phone shows six rows at most; make two questions of them."))
    if len(codes) > OPTIONS_AT_MOST:
        yield at.says("options", _("There are more than 50 options."))
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1 or not OPTION_CODE.fullmatch(code)):
        words = _("The option code “%(code)s” is there twice, or holds more than letters, digits, “_”, “-” and “.”.")
        yield at.says("option_code", _filled(words, code=code))


def _bounds(at: _Checked) -> Iterator[Finding]:
    low, high = at.item.minimum, at.item.maximum
    if low is None and high is None:
        return
    if at.item.kind not in {ItemKind.NUMBER, ItemKind.MULTIPLE}:
        yield at.says("bounds", _("A question of this kind has no smallest or largest value."))
    elif low is not None and high is not None and low > high:
        yield at.says("bounds", _("The smallest value lies above the largest one."))
    elif at.item.kind == ItemKind.MULTIPLE and not 0 <= (low or 0) <= len(at.item.options):
        yield at.says("bounds", _("More options must be ticked than there are."))


def _consent(at: _Checked) -> Iterator[Finding]:
    if at.item.kind in YES_OR_NO and at.item.required:
        yield at.says("forced", _("Consent and a wish are free: they cannot be required."))


def _piping(at: _Checked) -> Iterator[Finding]:
    before = {item.code for item in at.before}
    for place in dict.fromkeys(
        place for words in _texts(at.item) for text in words.values() for place, _or in places(text)
    ):
        if place.startswith(ANSWER) and place.removeprefix(ANSWER) not in before:
            words = _("{%(place)s} pipes the answer to a question that is not asked before this one.")
            yield at.says("piping", _filled(words, place=place))
        elif not place.startswith(ANSWER) and place not in PIPED_PLACES:
            yield at.says("piping", _filled(_("Nothing is known as {%(place)s}."), place=place))


def _conditions(at: _Checked) -> Iterator[Finding]:
    broken = False
    if len(at.item.show_if.conditions) > CONDITIONS_AT_MOST:
        yield at.says("conditions", _("There are more than 10 conditions."))
        return
    for condition in at.item.show_if.conditions:
        for finding in _condition(at, condition):
            broken = True
            yield finding
    if broken or not at.item.show_if.conditions:
        return
    items = (*at.before, at.item)
    if contradict(at.item, items, at.scales):
        yield at.says("contradiction", _("Its conditions contradict each other: nobody is ever shown this question."))
    elif at.ways is not None and not at.ways.is_within_reach:
        words = _("Nobody is ever shown this question: whoever could be is not shown the question that it depends on.")
        yield at.says("dead_end", words)


def _condition(at: _Checked, one: Condition) -> Iterator[Finding]:
    if one.of.startswith(ANSWER):
        source = next((item for item in at.before if item.code == one.of.removeprefix(ANSWER)), None)
        if source is None:
            words = _("A condition looks at “%(code)s”, which is not asked before this question.")
            yield at.says("condition", _filled(words, code=one.of.removeprefix(ANSWER)))
            return
        yield from _compared_with(at, one, source)
    elif one.of not in KNOWN_PLACES:
        yield at.says("condition", _filled(_("A condition looks at “%(code)s”, which is not known."), code=one.of))
    elif one.test in LIMITS:
        yield at.says("condition", _("Only numbers and days can be at least or at most something."))
    elif missing := _unknown(one.values, at.around.codes.get(one.of)):
        words = _("A condition names “%(code)s”, which does not exist.")
        yield at.says("condition", _filled(words, code=missing))
    if (one.test in WITHOUT_VALUES) is bool(one.values) or (one.test in LIMITS and len(one.values) != 1):
        yield at.says("condition", _("A condition has no value to compare with, or one too many."))


def _unknown(values: Sequence[Any], known: frozenset[str] | None) -> str:
    return next((str(value) for value in values if known is not None and str(value) not in known), "")


def _compared_with(at: _Checked, one: Condition, source: Item) -> Iterator[Finding]:
    """Whether a condition can be asked of the kind of answer that it looks at, and names what can be given."""
    if one.test in WITHOUT_VALUES:
        return
    scale = at.scales.get(source.code)
    if one.test in LIMITS:
        if scale is None and source.kind not in {ItemKind.NUMBER, ItemKind.DATE}:
            yield at.says("condition", _("Only numbers and days can be at least or at most something."))
        return
    if source.kind in IN_WORDS or source.kind in {ItemKind.RANKING, ItemKind.DATE}:
        yield at.says("condition", _("Of this answer one can only say whether it was given."))
    elif missing := _unknown(one.values, possible_values(source, scale)):
        words = _("A condition names “%(code)s”, which nobody can answer to the question “%(item)s”.")
        yield at.says("condition", _filled(words, code=missing, item=source.code))


def possible_values(item: Item, scale: Scale | None) -> frozenset[str] | None:
    """What can be given to an item, as a condition names it; null where that is any number or any words."""
    if scale is not None:
        return frozenset(str(score) for score in range(scale.minimum, scale.maximum + 1))
    if item.kind in YES_OR_NO:
        return frozenset({"yes", "no"})
    if item.kind == COMPONENTS_SCREEN:
        return frozenset(code.value for code in EFFORT_COMPONENTS)
    return frozenset(option.code for option in item.options) if item.options else None


def _filled(words: Any, **values: str) -> Any:
    """Lazy words with their places filled; the values are cut, since they come from files too."""
    return words % {name: value[:60] for name, value in values.items()}


CHECKS: tuple[Callable[[_Checked], Iterator[Finding]], ...] = (
    _code,
    _kind,
    _words,
    _options,
    _bounds,
    _consent,
    _piping,
    _conditions,
)
