"""The form of a unit's working hours."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.cases.calendars.countries import country_name, in_reading_order
from aisance.cases.calendars.rules import MINUTES_A_DAY, Calendar, minutes_of
from aisance.ui.dates import date_format

DAYS = tuple(str(day) for day in range(7))
MOST_INTERVALS = 6
_BAR = re.compile(r"\s*(?:-|–|—|to|à)\s*")


class HoursForm(forms.Form):
    """A line of intervals a day, the clock they are read by, and the days on which nobody works."""

    all_optional = True

    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    country = forms.ChoiceField(
        label=gettext_lazy("Public holidays of"),
        required=False,
        help_text=gettext_lazy("They are closed days, in every year."),
    )
    region = forms.SlugField(
        label=gettext_lazy("Its region"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("A code, where a part of the country has holidays of its own, as 57 for Moselle."),
    )
    closed_days = forms.CharField(
        label=gettext_lazy("Closed days of your own"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line, as 2026-12-24."),
    )

    def __init__(self, data: Any = None, *, calendar: Calendar) -> None:
        super().__init__(data, initial=_initial(calendar))
        self._offer("zone", [(name, name) for name in sorted(available_timezones())])
        self._offer("country", [("", _("none")), *_countries()])
        for day in DAYS:
            self.fields[f"day_{day}"] = forms.CharField(
                label=WEEKDAYS[int(day)],
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"placeholder": _("closed")}),
            )

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields of the week, from Monday."""
        return [self[f"day_{day}"] for day in DAYS]

    def clean_closed_days(self) -> list[date]:
        lines = [line.strip() for line in self.cleaned_data["closed_days"].splitlines() if line.strip()]
        try:
            return sorted({date.fromisoformat(line) for line in lines[:400]})
        except ValueError:
            raise forms.ValidationError(_("Write each day as 2026-12-24, one a line.")) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        week: dict[str, list[list[str]]] = {}
        for day in DAYS:
            try:
                week[day] = read_day(given.get(f"day_{day}", ""))
            except ValueError:
                self.add_error(
                    f"day_{day}", _("Write it as 09:00-12:30, 14:00-18:00, without overlaps; empty is closed.")
                )
        if not self.errors and not any(week.values()):
            raise forms.ValidationError(_("Give at least one day with hours: deadlines are counted in them."))
        return {**given, "week": week}


def read_day(typed: str) -> list[list[str]]:
    """The intervals of a day as somebody typed them, in order; ValueError for what cannot be read or overlaps.

    >>> read_day("14:00-18:00, 9:00 - 12:30")
    [['09:00', '12:30'], ['14:00', '18:00']]
    >>> read_day("22:00-06:00")
    [['22:00', '06:00']]
    """
    parts = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    found = sorted(_interval(part) for part in parts)
    reach = [(minutes_of(start), _end(start, end)) for start, end in found]
    if len(found) > MOST_INTERVALS or any(one[1] > two[0] for one, two in pairwise(reach)):
        raise ValueError(typed)
    if reach and reach[-1][1] > reach[0][0] + MINUTES_A_DAY:
        raise ValueError(typed)
    return [list(pair) for pair in found]


def _end(start: str, end: str) -> int:
    last = minutes_of(end)
    return last if last > minutes_of(start) else last + MINUTES_A_DAY


def _interval(part: str) -> tuple[str, str]:
    start, end = _BAR.split(part)
    return _padded(start), _padded(end)


def _padded(shown: str) -> str:
    hour, _colon, minute = shown.replace("h", ":").partition(":")
    told = f"{int(hour):02d}:{int(minute or 0):02d}"
    minutes_of(told)
    return told


def _initial(calendar: Calendar) -> dict[str, Any]:
    week = {
        f"day_{day}": ", ".join(f"{_shown(start)}-{_shown(end)}" for start, end in intervals)
        for day, intervals in enumerate(calendar.week)
    }
    closed = "\n".join(day.isoformat() for day in sorted(calendar.closed_days))
    return {
        "zone": calendar.zone,
        "country": calendar.country,
        "region": calendar.region,
        "closed_days": closed,
        **week,
    }


def _shown(minutes: int) -> str:
    inside = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{inside // 60:02d}:{inside % 60:02d}"


def _countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by their names."""
    import holidays

    codes = holidays.list_supported_countries(include_aliases=False)
    return in_reading_order([(code, country_name(code)) for code in codes])


def next_holidays(calendar: Calendar, today: date, limit: int = 5) -> Sequence[str]:
    """The next days on which the unit is closed, in words: a quick check that the right country was chosen."""
    from aisance.cases.calendars.rules import is_closed

    ahead = (today + timedelta(days=n) for n in range(366))
    closed = (day for day in ahead if is_closed(calendar, day))
    return [date_format(day, "j F Y") for _n, day in zip(range(limit), closed, strict=False)]
