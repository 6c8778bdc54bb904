"""Days and filters of a part: resolved to dates, put in words, and carried on in addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from aisance.boards.models import Part
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition
from aisance.indicators.public import SPAN_NAMES, Chosen, Selection, Span, days_of, dimension_names
from aisance.ui.dates import date_format

FILTERS = ("unit", "channel", "step", "reason")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Days, both included, and the codes that are kept; `filters` holds only those that were chosen."""

    period: Selection
    filters: Mapping[str, str]

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        return self.period.end

    @property
    def before(self) -> tuple[date, date]:
        return self.period.before

    @property
    def where(self) -> dict[str, list[str]]:
        return {name: [code] for name, code in self.filters.items()}

    def chosen_by(self, viewer: Viewer) -> Chosen:
        """The same for the links to the rows behind figures."""
        return Chosen(viewer, self.start, self.end, self.where)


def selected(part: Part, today: date) -> Narrowed:
    """The days and filters of a part, as of today."""
    span = Span(part.span)
    start, end = days_of(span, today)
    if span == Span.CUSTOM and part.start and part.end:
        start, end = part.start, part.end
    filters = {name: getattr(part, name) for name in FILTERS if getattr(part, name)}
    return Narrowed(Selection(span, start, end), filters)


def in_words(narrowed: Narrowed, viewer: Viewer) -> str:
    """The selection as a line: "Last 4 weeks, 26 October to 22 November 2026 · Lille · Phone"."""
    days = days_in_words(narrowed.start, narrowed.end)
    if narrowed.period.span != Span.CUSTOM:
        days = _("%(period)s, %(days)s") % {"period": SPAN_NAMES[narrowed.period.span], "days": days}
    names = [dimension_names(name, [code], viewer=viewer)[code] for name, code in narrowed.filters.items()]
    return " · ".join([days, *names])


def days_in_words(start: date, end: date) -> str:
    """From a day to a day; one day alone where they are the same."""
    last = date_format(end, "j F Y")
    if start == end:
        return last
    first = date_format(start, "j F" if start.year == end.year else "j F Y")
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def figures_address(definition: Definition, narrowed: Narrowed, by: str = "", **more: str) -> str:
    """The page of the indicator with the same days and filters, cut by a dimension or as that page cuts it."""
    words: dict[str, Any] = {"from": narrowed.start.isoformat(), "to": narrowed.end.isoformat()}
    words |= {**({"by": by} if by else {}), **narrowed.filters, **more}
    return f"{reverse('indicator-definition', args=[definition.name])}?{urlencode(words)}"
