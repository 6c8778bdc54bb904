"""What the filters of a page chose: a period, a unit, a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.indicators.periods import previous_period


class Span(StrEnum):
    """The periods that a page offers; the word stands in the address."""

    WEEK = "7-days"
    MONTH = "4-weeks"
    QUARTER = "quarter"
    YEAR = "12-months"
    CUSTOM = "custom"


SPAN_NAMES = {
    Span.WEEK: _("Last 7 days"),
    Span.MONTH: _("Last 4 weeks"),
    Span.QUARTER: _("Quarter to date"),
    Span.YEAR: _("Last 12 months"),
    Span.CUSTOM: _("Other dates"),
}

SPANS_BEFORE = {
    Span.WEEK: _("the 7 days before"),
    Span.MONTH: _("the 4 weeks before"),
    Span.QUARTER: _("the same number of days before"),
    Span.YEAR: _("the 12 months before"),
    Span.CUSTOM: _("the same number of days before"),
}


def days_of(span: Span, today: date) -> tuple[date, date]:
    """The first and last day of a span that ends today. The custom one falls back on four weeks.

    >>> days_of(Span.QUARTER, date(2026, 11, 22))
    (datetime.date(2026, 10, 1), datetime.date(2026, 11, 22))
    >>> days_of(Span.YEAR, date(2026, 11, 22))
    (datetime.date(2025, 11, 23), datetime.date(2026, 11, 22))
    """
    starts = {
        Span.WEEK: today - timedelta(days=6),
        Span.QUARTER: date(today.year, 3 * ((today.month - 1) // 3) + 1, 1),
        Span.YEAR: _a_year_before(today) + timedelta(days=1),
    }
    return starts.get(span, today - timedelta(days=27)), today


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if leap else day.day)


@dataclass(frozen=True, slots=True)
class Selection:
    """A period of whole days, both included, and a place to look; an empty code leaves nothing out."""

    span: Span
    start: date
    end: date
    unit: str = ""
    channel: str = ""

    @property
    def before(self) -> tuple[date, date]:
        """The period that this one is compared with."""
        if self.span == Span.YEAR:
            return _a_year_before(self.start), self.start - timedelta(days=1)
        return previous_period(self.start, self.end)

    @property
    def before_in_words(self) -> Any:
        return SPANS_BEFORE[self.span]

    @property
    def where(self) -> dict[str, Sequence[str]]:
        chosen = {"unit": self.unit, "channel": self.channel}
        return {name: [code] for name, code in chosen.items() if code}
