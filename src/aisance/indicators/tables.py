"""Figures as a table of words, for a terminal: rounded and in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Asked, Comparison, Definition, Estimate, Verdict
from aisance.ui.numbers import MINUS, number, shown_difference, shown_interval, shown_with_unit


def as_table(definition: Definition, asked: Asked, estimates: Sequence[Estimate]) -> list[list[str]]:
    """A head and one row an estimate: its codes, n, value, interval and, where compared, the difference and verdict."""
    return [_head(asked), *(_line(definition, asked, estimate) for estimate in estimates)]


def _head(asked: Asked) -> list[str]:
    # xgettext:no-python-format
    interval = _("95% interval")
    head = [*asked.by, "n", _("value"), interval]
    return (
        [*head, _("difference"), _("its interval"), "p", _("answers needed"), _("verdict")]
        if asked.is_compared
        else head
    )


def _line(definition: Definition, asked: Asked, estimate: Estimate) -> list[str]:
    codes = [estimate.dimensions[dimension] or _("(none)") for dimension in asked.by]
    value = _value(definition, estimate)
    interval = shown_interval(estimate.low, estimate.high, definition.unit, more=1)
    compared = _compared(definition, estimate.compare) if estimate.compare else []
    return [*codes, number(estimate.n), value, interval, *compared]


def _value(definition: Definition, estimate: Estimate) -> str:
    if estimate.masked:
        return _("withheld, under %(minimum)s") % {"minimum": estimate.masked}
    return shown_with_unit(estimate.value, definition.unit, more=1)


def _compared(definition: Definition, compare: Comparison) -> list[str]:
    if compare.difference is None:
        return ["", "", "", "", _("nothing to compare")]
    verdicts = {
        Verdict.UP: _("up"),
        Verdict.DOWN: _("down"),
        Verdict.NO_CHANGE: _("no significant change"),
        None: _("too few to tell"),
    }
    return [
        _signed_difference(compare.difference, definition.unit),
        shown_interval(compare.low, compare.high, definition.unit, more=1),
        "" if compare.p_adjusted is None else number(compare.p_adjusted, 4),
        "" if compare.answers_needed is None else number(compare.answers_needed),
        verdicts[compare.verdict],
    ]


def _signed_difference(difference: float, unit: str) -> str:
    """A difference that rounds to nothing has no sign."""
    size = shown_difference(difference, unit)
    if not any(digit in size for digit in "123456789"):
        return size
    return (MINUS if difference < 0 else "+") + size
