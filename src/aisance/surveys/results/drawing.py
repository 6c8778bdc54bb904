"""The rows of the tables of shares, as HTML."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from aisance.surveys.results.contracts import Group, Line
from aisance.ui.drawings import Axis
from aisance.ui.numbers import number, shown_interval, shown_with_unit
from aisance.ui.templatetags.house import range_row


def rows_of(group: Group, axis: Axis) -> SafeString:
    """One row a line: its name, its share drawn and in figures, how many.

    Written here and not in the template: a page has hundreds of them, which took a third of its time.
    """
    return mark_safe("".join(_row(line, axis) for line in group.lines))  # noqa: S308  each text is escaped


def _row(line: Line, axis: Axis) -> str:
    share, bounds = shown_with_unit(line.value, "%"), shown_interval(line.low, line.high, "%")
    return (
        f'<tr><th scope="row">{escape(line.name)}</th><td class="draw">{range_row(line, axis)}</td>'
        f'<td class="num">{escape(share)} <span class="dim nowrap">{bounds}</span></td>'
        f'<td class="num">{number(line.count)}</td></tr>'
    )
