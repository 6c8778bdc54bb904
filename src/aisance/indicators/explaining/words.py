"""A story in the reader's language: its sentence, its largest contributions, and a line for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.translation import gettext as _

from aisance.core.later import Later
from aisance.core.statistics import Z95
from aisance.indicators.contracts import Definition
from aisance.indicators.dashboard.moves import MOST_NEEDED
from aisance.indicators.explaining.story import OTHERS, Story, shown_value
from aisance.indicators.statistics.decomposition import Part
from aisance.indicators.statistics.multiple import holm
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.numbers import number, shown_interval, shown_with_unit, unit_words

special: Any = Later("scipy.special")

SHOWN = 6
"""As many contributions have a line of their own; the rest is one line."""

MOSTLY = 0.75
"""From this share on a move is said to be all mix, or all rate."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one cell did, by its weight (mix) or by its own figure (rate). `shown` is rounded so that lines add up."""

    kind: Literal["mix", "rate", "rest"]
    code: str
    size: float
    low: float
    high: float
    is_established: bool
    shown: str
    words: str
    start: str = "0%"
    width: str = "0%"
    tone: Literal["minus", "plus", "null"] = "null"


@dataclass(frozen=True, slots=True)
class Lines:
    """The contributions of one dimension, the largest first, and the place of zero in their drawing."""

    dimension: str
    contributions: list[Contribution]
    zero: str

    @property
    def established(self) -> list[Contribution]:
        return [one for one in self.contributions if one.is_established]


def sentence(story: Story) -> str:
    """Whether the figure moved, and by what."""
    name = story.definition.title
    if story.now.value is None or story.other is None:
        return _("Nothing to explain: there are too few answers to compare.")
    if not story.moved:
        return _("Nothing to explain: %(name)s did not move beyond chance.") % {"name": name}
    up = (story.split.difference or 0.0) > 0
    words = {"name": name, "size": size_in_words(abs(story.split.difference or 0.0), story.definition, signed=False)}
    return _moved_by(story, up=up) % words


def _moved_by(story: Story, *, up: bool) -> str:
    weight = leaning(story)
    if weight == "mix":
        if up:
            return _("%(name)s is up by %(size)s because the mix moved; the cells themselves hardly did.")
        return _("%(name)s is down by %(size)s because the mix moved; the cells themselves hardly did.")
    if weight == "rate":
        if up:
            return _("%(name)s is up by %(size)s because the figures of the cells rose, not because of the mix.")
        return _("%(name)s is down by %(size)s because the figures of the cells fell, not because of the mix.")
    if up:
        return _("%(name)s is up by %(size)s: the mix moved, and the figures of the cells too.")
    return _("%(name)s is down by %(size)s: the mix moved, and the figures of the cells too.")


def leaning(story: Story) -> Literal["mix", "rate", "both"]:
    """Which of the two made the move; both, where neither made three quarters of it."""
    whole = story.split.difference or 0.0
    if not whole or story.split.mix is None or story.split.rate is None:
        return "both"
    if story.split.mix / whole >= MOSTLY:
        return "mix"
    return "rate" if story.split.rate / whole >= MOSTLY else "both"


def grounds(story: Story) -> str:
    """The sentence under the first: both values, the interval, and how many answers it would take."""
    compare, definition = story.now.compare, story.definition
    if story.now.value is None or story.other is None or compare is None or compare.difference is None:
        minimum = number(definition.minimum_n)
        return _("At least %(minimum)s are needed on either side.") % {"minimum": minimum}
    said = _("From %(before)s (n = %(n_before)s) to %(after)s (n = %(n_after)s): %(size)s, interval %(interval)s.") % {
        "before": shown_with_unit(story.other, definition.unit, more=1),
        "n_before": number(story.other_n),
        "after": shown_with_unit(story.now.value, definition.unit, more=1),
        "n_after": number(story.now.n),
        "size": size_in_words(compare.difference, definition),
        "interval": _interval(compare.low, compare.high, definition),
    }
    needed = compare.answers_needed
    if story.moved or not needed:
        return said
    if needed >= MOST_NEEDED:
        return f"{said} " + _("So small a difference could not be told from chance with any number of answers at hand.")
    more = _("It would take %(needed)s answers on either side to tell such a difference from chance.")
    return f"{said} " + more % {"needed": number(needed)}


def split_in_words(story: Story) -> list[str]:
    """The two totals with their intervals: one line for the mix, one for the rate."""
    split, definition = story.split, story.definition
    if split.mix is None or split.rate is None:
        return []
    mix = _("%(size)s by the mix: cells weigh otherwise. Interval %(interval)s.")
    rate = _("%(size)s by the cells’ own figures. Interval %(interval)s.")
    return [
        words % {"size": size_in_words(size, definition), "interval": _interval(low, high, definition)}
        for words, size, low, high in (
            (mix, split.mix, split.mix_low, split.mix_high),
            (rate, split.rate, split.rate_low, split.rate_high),
        )
    ]


def lines_of(story: Story, dimension: str, names: Mapping[str, str], most: int = SHOWN) -> Lines:
    """The contributions by one dimension: the largest, and all the others as one line; rounded they still add up.

    One is established where its interval leaves out 0 when all of them are tested together (Holm).
    """
    found = _contributions(story, dimension, names)
    shown, rest = found[:most], found[most:]
    if rest:
        shown.append(_rest(rest, story.definition))
    return _drawn(dimension, _adding_up(shown, story), story.definition)


def _contributions(story: Story, dimension: str, names: Mapping[str, str]) -> list[Contribution]:
    parts = story.folded[dimension]
    counts = story.folded_counts[dimension]
    found = [one for part in parts for one in _of_part(story, part, names[part.key], counts[part.key])]
    p_values = holm([_p_value(one) for one in found])
    found = [replace(one, is_established=(p or 0.0) < 0.05) for one, p in zip(found, p_values, strict=True)]
    return sorted(found, key=lambda one: (one.code == OTHERS, -abs(one.size)))


def _p_value(one: Contribution) -> float:
    error = (one.high - one.low) / (2 * Z95)
    return 2 * float(special.ndtr(-abs(one.size) / error)) if error > 0 else float(one.size == 0)


def _of_part(story: Story, part: Part, name: str, counts: tuple[int, int]) -> list[Contribution]:
    definition = story.definition
    mix_words = _mix_words(story, part, name)
    mix = Contribution("mix", part.key, part.mix, part.mix_low, part.mix_high, False, "", mix_words)
    words = _rate_words(part, name, definition, counts)
    rate = Contribution("rate", part.key, part.rate, part.rate_low, part.rate_high, False, "", words)
    return [mix, rate]


def _mix_words(story: Story, part: Part, name: str) -> str:
    """By its own weight or, where several dimensions were split, by what it is made of."""
    own = _by_own_weight(story, part)
    if len(story.asked.by) > 1 and own * part.mix <= part.mix**2 / 2:
        return _("because the mix inside “%(cell)s” moved") % {"cell": name}
    words = {
        "cell": name,
        "before": shown_with_unit(part.weight_before, "%"),
        "after": shown_with_unit(part.weight_after, "%"),
    }
    if part.weight_after >= part.weight_before:
        return _("because “%(cell)s” weighs more: %(after)s, %(before)s before") % words
    return _("because “%(cell)s” weighs less: %(after)s, %(before)s before") % words


def _by_own_weight(story: Story, part: Part) -> float:
    """The mix of a value of one dimension, had it been split by that dimension alone."""
    values = [value for value in (part.value_before, part.value_after) if value is not None]
    middle = ((story.now.value or 0.0) + (story.other or 0.0)) / 2
    return (part.weight_after - part.weight_before) * (sum(values) / max(1, len(values)) - middle)


def _rate_words(part: Part, name: str, definition: Definition, counts: tuple[int, int]) -> str:
    before = shown_value(part.value_before, counts[0], definition)
    after = shown_value(part.value_after, counts[1], definition)
    words = {
        "name": definition.title,
        "cell": name,
        "before": shown_with_unit(before, definition.unit),
        "after": shown_with_unit(after, definition.unit),
    }
    if before is None or after is None:
        return _("because %(name)s of “%(cell)s” changed, on few answers") % words
    if (after > before) != (part.rate > 0):
        # Its own mix moved as well, and more: the two values would tell the opposite of what its cells did.
        return _("because %(name)s moved inside “%(cell)s”, its own mix set aside") % words
    if part.rate > 0:
        return _("because %(name)s of “%(cell)s” rose: %(after)s, %(before)s before") % words
    return _("because %(name)s of “%(cell)s” fell: %(after)s, %(before)s before") % words


def _rest(rest: Sequence[Contribution], definition: Definition) -> Contribution:
    size = sum(one.size for one in rest)
    return Contribution("rest", "", size, size, size, False, "", _("everything else, each smaller than these"))


def _adding_up(found: Sequence[Contribution], story: Story) -> list[Contribution]:
    """Rounded to what is shown, the last line taking what rounding left over."""
    decimals, factor = scale_of(story.definition)
    total = round((story.split.difference or 0.0) * factor, decimals)
    sizes = [round(one.size * factor, decimals) for one in found]
    if sizes:
        sizes[-1] = round(total - sum(sizes[:-1]), decimals)
    return [replace(one, shown=number(size, decimals, signed=True)) for one, size in zip(found, sizes, strict=True)]


def _drawn(dimension: str, found: Sequence[Contribution], definition: Definition) -> Lines:
    axis = axis_over([0.0, *(one.size for one in found)], first=2.0, last=98.0)
    return Lines(dimension, [_bar(one, axis, definition) for one in found], f"{axis.at(0.0)}%")


def _bar(one: Contribution, axis: Axis, definition: Definition) -> Contribution:
    first, last = sorted((axis.at(0.0), axis.at(one.size)))
    tone: Literal["minus", "plus", "null"] = "null"
    if one.is_established:
        tone = "plus" if (one.size > 0) == definition.higher_is_better else "minus"
    return replace(one, start=f"{first}%", width=f"{round(last - first, 2)}%", tone=tone)


def scale_of(definition: Definition) -> tuple[int, float]:
    """How many decimals a contribution is shown with, and what it is multiplied by."""
    if definition.unit in ("points", "%"):
        return 1, 100.0
    return (2 if definition.unit == "on the scale" else 1), 1.0


def size_in_words(size: float, definition: Definition, *, signed: bool = True) -> str:
    """A contribution with its sign and unit: −2.1 points, +12.0 s."""
    decimals, factor = scale_of(definition)
    unit = "points" if definition.unit in ("points", "%") else definition.unit
    text = number(round(size * factor, decimals), decimals, signed=signed)
    return f"{text}{chr(160)}{unit_words(unit, size)}".rstrip(chr(160))


def _interval(low: float | None, high: float | None, definition: Definition) -> str:
    unit = "points" if definition.unit in ("points", "%") else definition.unit
    return shown_interval(low, high, unit, more=1 if unit == "points" else 0)


def contribution_in_words(one: Contribution, definition: Definition) -> str:
    """One contribution as a sentence: −2.1 points because “Phone” weighs more: 30%, 26% before."""
    unit = "points" if definition.unit in ("points", "%") else definition.unit
    return f"{one.shown}{chr(160)}{unit_words(unit, one.size)} {one.words}"
