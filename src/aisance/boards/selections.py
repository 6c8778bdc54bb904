"""Two selections side by side: whether they may be compared, and what the comparison says."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from aisance.accounts.public import units_in
from aisance.boards.reading.board import top_units
from aisance.boards.reading.cells import Question
from aisance.boards.reading.selection import FILTERS, Narrowed, days_in_words
from aisance.core.permissions import RIGHTS, Viewer
from aisance.indicators.contracts import Comparison, Definition, Estimate, Verdict
from aisance.indicators.public import Move, compared_apart, dimension_names, estimates, is_weak, move_of
from aisance.journeys.public import reasons
from aisance.ui.numbers import shown_difference


class NotComparableError(ValueError):
    """Two selections that no test for two samples bears; the text says why and what to change."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The value of A and of B, and the verdict on A against B.

    `unlike` says in what they differ, where that is more than one choice and their days.
    """

    definition: Definition
    a: Estimate
    b: Estimate
    compare: Comparison
    move: Move
    a_weak: bool
    b_weak: bool
    unlike: str = ""

    @property
    def verdict(self) -> str:
        """The comparison in one sentence."""
        gap = self.compare.difference or 0.0
        words = {"size": shown_difference(gap, self.definition.unit)}
        if self.compare.verdict == Verdict.UP:
            return _("A is higher than B by %(size)s; the difference exceeds chance.") % words
        if self.compare.verdict == Verdict.DOWN:
            return _("A is lower than B by %(size)s; the difference exceeds chance.") % words
        if self.compare.verdict is None:
            return _("Too few to tell A from B.")
        return _("A difference of %(size)s, which may be chance.") % words


def compared(definition: Definition, a: Narrowed, b: Narrowed, viewer: Viewer) -> Sides:
    """A against B. Raises NotComparableError where they share answers, IndicatorError for what does not exist."""
    refuse_overlap(a, b, viewer)
    one, other = _with_units(a, b, viewer)
    [plain], [there] = (Question(definition, side, viewer).estimates(compared=False) for side in (a, b))
    unlike = ""
    if set(other.filters) >= set(one.filters):
        here = _compared(definition, one, other, viewer)
    elif set(one.filters) > set(other.filters):
        here = replace(plain, compare=_turned(_compared(definition, other, one, viewer).compare))
    else:
        unlike = _unlike(definition, a, b, viewer)
        here = replace(plain, compare=compared_apart(definition, plain, there))
    assert here.compare is not None
    return Sides(
        definition,
        here,
        there,
        here.compare,
        move_of(definition, here),
        is_weak(definition, here),
        is_weak(definition, there),
        unlike,
    )


def _unlike(definition: Definition, a: Narrowed, b: Narrowed, viewer: Viewer) -> str:
    """In what two selections differ that keep different things; a quantile cannot be compared like that."""
    words = {"a": _words(a, viewer), "b": _words(b, viewer)}
    if definition.measure == "quantile":
        raise NotComparableError(
            _(
                "A keeps %(a)s and B keeps %(b)s: neither selection is like the other but for a choice. "
                "Choose something for the same filters on both sides."
            )
            % words
        )
    return _("A keeps %(a)s and B keeps %(b)s: the difference may come from either choice, or from the days.") % words


def _compared(definition: Definition, one: Narrowed, other: Narrowed, viewer: Viewer) -> Estimate:
    same_days = (one.start, one.end) == (other.start, other.end)
    [found] = estimates(
        definition.name,
        viewer=viewer,
        start=one.start,
        end=one.end,
        compare=None if same_days else (other.start, other.end),
        where=_where(one),
        against={name: codes for name, codes in _where(other).items() if codes != _where(one).get(name)},
    )
    return found


def _where(narrowed: Narrowed) -> dict[str, list[str]]:
    return {name: codes.split(",") for name, codes in narrowed.filters.items()}


def _turned(compare: Comparison | None) -> Comparison:
    """The comparison the other way round."""
    assert compare is not None
    turn = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}

    def minus(value: float | None) -> float | None:
        return None if value is None else -value

    return replace(
        compare,
        difference=minus(compare.difference),
        low=minus(compare.high),
        high=minus(compare.low),
        verdict=turn.get(compare.verdict, compare.verdict) if compare.verdict else None,
    )


def _with_units(a: Narrowed, b: Narrowed, viewer: Viewer) -> tuple[Narrowed, Narrowed]:
    """Where only one side chose a unit, the other gets all that the viewer sees; exact, since every row has one."""
    if ("unit" in a.filters) == ("unit" in b.filters):
        return a, b
    every = ",".join(unit.code for unit in top_units(viewer))
    one, other = (side if "unit" in side.filters else _kept_to(side, every) for side in (a, b))
    return one, other


def _kept_to(side: Narrowed, units: str) -> Narrowed:
    return Narrowed(side.period, {**side.filters, "unit": units})


def refuse_overlap(a: Narrowed, b: Narrowed, viewer: Viewer) -> None:
    """Two selections that may hold the same answers are no two samples: NotComparableError says where they meet."""
    if a.start > b.end or b.start > a.end:
        return
    if any(_are_apart(name, a.filters.get(name, ""), b.filters.get(name, ""), viewer) for name in FILTERS):
        return
    shared = days_in_words(max(a.start, b.start), min(a.end, b.end))
    raise NotComparableError(
        _(
            "A and B share answers: both hold those of %(days)s, and no unit, channel, step or reason keeps them "
            "apart. Choose days that do not overlap, or different values of one filter."
        )
        % {"days": shared}
    )


def _are_apart(name: str, one: str, other: str, viewer: Viewer) -> bool:
    """Whether no row can be in both: two channels, two steps, two branches, neither of which lies in the other."""
    if not one or not other or one == other:
        return False
    if name in ("channel", "step"):
        return True
    cards = units_in(viewer.scope(RIGHTS["indicators.view"])) if name == "unit" else reasons()
    paths = {card.code: card.path for card in cards}
    first, second = paths.get(one), paths.get(other)
    return first is not None and second is not None and not (first.startswith(second) or second.startswith(first))


def _words(narrowed: Narrowed, viewer: Viewer) -> str:
    names = [dimension_names(name, [code], viewer=viewer)[code] for name, code in narrowed.filters.items()]
    return ", ".join(names) or _("everything")
