"""What people fill in to build boards: titles, parts, with whom a board is shared, on which day it is mailed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aisance.accounts.public import units_in
from aisance.boards.contracts import PartDraft, PartKind, Width
from aisance.boards.models import MARK_NAMES, WIDTH_NAMES, Part, Subscription
from aisance.boards.permissions import EDIT
from aisance.boards.reading.kinds import DIMENSION_NAMES
from aisance.boards.rules import DIMENSIONS_NEEDED, DIMENSIONS_TAKEN, dimensions_for
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import RIGHTS, ROLE_NAMES, Role, Viewer
from aisance.indicators.contracts import Definition
from aisance.indicators.public import SPAN_NAMES, Span, definitions
from aisance.journeys.public import channel_names, reasons, steps
from aisance.ui.inputs import DayInput

INDENT = "\u2003"
TITLE_LENGTH = 120


class TitleForm(forms.Form):
    """A title in one language or in both. `title` after `is_valid`."""

    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=TITLE_LENGTH, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=TITLE_LENGTH, required=False)
    needs_title = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.needs_title and not self.errors and not self.title:
            self.add_error("title_fr", _("Give the board a title, in French, in English or in both."))
        return cleaned

    @property
    def title(self) -> dict[str, str]:
        words = {code: " ".join(self.cleaned_data.get(f"title_{code}", "").split()) for code in ("fr", "en")}
        return {code: text for code, text in words.items() if text}


def title_fields(title: Mapping[str, str]) -> dict[str, str]:
    """The initial values of a TitleForm."""
    return {f"title_{code}": title.get(code, "") for code in ("fr", "en")}


class PartForm(TitleForm):
    """One part of a kind: the fields that this kind can use, each with what is possible. `draft` after `is_valid`."""

    needs_title = False

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    span = forms.ChoiceField(label=gettext_lazy("Period"))
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput(), validators=WITHIN_REACH)
    end = forms.DateField(
        label=gettext_lazy("To, included"), required=False, widget=DayInput(), validators=WITHIN_REACH
    )
    rows = forms.ChoiceField(label=gettext_lazy("Rows"), required=False)
    columns = forms.ChoiceField(label=gettext_lazy("Columns"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Contact reason"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Journey step"), required=False)
    width = forms.ChoiceField(label=gettext_lazy("Width"))

    def __init__(self, kind: PartKind, data: Any = None, *, viewer: Viewer, initial: Any = None) -> None:
        usual = {"span": Span.MONTH, "width": Width.FULL if kind == PartKind.JOURNEY else Width.HALF}
        super().__init__(data, initial=usual | (initial or {}))
        self.kind = kind
        self._offer("indicator", [(entry.name, entry.title) for entry in definitions() if can_show(kind, entry)])
        self._offer("span", [(span.value, SPAN_NAMES[span]) for span in Span])
        self._offer("width", [(width.value, WIDTH_NAMES[width]) for width in Width])
        self._offer_filters(viewer)
        self._offer_dimensions()

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer_filters(self, viewer: Viewer) -> None:
        units = units_in(viewer.scope(RIGHTS["indicators.view"]))
        top = min((unit.depth for unit in units), default=0)
        indented = [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]
        self._offer("unit", [("", _("Every unit that the reader sees")), *indented])
        named = sorted((name, code) for code, name in channel_names().items())
        self._offer("channel", [("", _("Every channel")), *((code, name) for name, code in named)])
        self._offer("reason", [("", _("Every reason")), *((card.code, card.name) for card in reasons())])
        if self.kind == PartKind.JOURNEY:
            del self.fields["step"]
        else:
            self._offer("step", [("", _("Every step")), *((card.code, card.name) for card in steps())])

    def _offer_dimensions(self) -> None:
        taken, needed = DIMENSIONS_TAKEN.get(self.kind, ()), DIMENSIONS_NEEDED.get(self.kind, ())
        for name in ("rows", "columns"):
            if name not in taken:
                del self.fields[name]
                continue
            choices = [(dimension, DIMENSION_NAMES[dimension]) for dimension in dimensions_for(self.kind)]
            self._offer(name, choices if name in needed else [("", pgettext("dimension", "None")), *choices])
            self.fields[name].required = name in needed
        if self.kind in (PartKind.RANKING, PartKind.TABLE):
            self.fields["rows"].label = _("Cut by") if self.kind == PartKind.RANKING else _("Rows: first dimension")
        if self.kind == PartKind.TABLE:
            self.fields["columns"].label = _("Rows: second dimension")
        if self.kind == PartKind.BREAKDOWN:
            self.fields["columns"].initial = "channel"
            self.fields["rows"].initial = "reason"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_days(cleaned)
        if cleaned.get("rows") and cleaned.get("rows") == cleaned.get("columns"):
            self.add_error("columns", _("Rows and columns are the same; choose another dimension."))
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("span") != Span.CUSTOM:
            cleaned["start"] = cleaned["end"] = None
            return
        for name in ("start", "end"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("With “Other dates”, both days are needed."))
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first."))

    @property
    def draft(self) -> PartDraft:
        given = self.cleaned_data
        codes = {name: given.get(name, "") for name in ("rows", "columns", "unit", "channel", "reason", "step")}
        return PartDraft(
            kind=self.kind,
            indicator=given["indicator"],
            span=given["span"],
            start=given["start"],
            end=given["end"],
            title=self.title,
            width=Width(given["width"]),
            **codes,
        )

    @property
    def sides(self) -> list[forms.BoundField]:
        """The fields of the filters, which stand beside each other."""
        return [self[name] for name in ("unit", "channel", "reason", "step") if name in self.fields]

    @property
    def cuts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("rows", "columns") if name in self.fields]


def can_show(kind: PartKind, entry: Definition) -> bool:
    """Whether a kind of part makes sense for an indicator: only scores of one question have a distribution."""
    if kind == PartKind.DISTRIBUTION:
        return len(entry.parts) == 1 and entry.measure != "quantile"
    if kind in (PartKind.RANKING, PartKind.JOURNEY):
        return entry.measure != "count"
    return True


def initial_of(part: Part) -> dict[str, Any]:
    """The values of a part as a form shows them."""
    names = ("indicator", "span", "start", "end", "rows", "columns", "unit", "channel", "reason", "step", "width")
    return title_fields(part.title) | {name: getattr(part, name) for name in names}


class ShareForm(forms.Form):
    """With which roles, at which unit."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(ROLE_NAMES.items()),
    )
    unit = forms.ChoiceField(label=gettext_lazy("At this unit, above it and below it"), required=False)

    def __init__(self, data: Any = None, *, viewer: Viewer, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _units_to_build_in(viewer)

    @property
    def chosen(self) -> list[Role]:
        return [Role(code) for code in self.cleaned_data["roles"]]


class WeekdayForm(forms.Form):
    """On which day of the week the board is mailed."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Each"), coerce=int, choices=Subscription.WEEKDAYS)


class MarkForm(forms.Form):
    """An event of the time line. `words` after `is_valid`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it was"), choices=[(k.value, name) for k, name in MARK_NAMES.items()]
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput(), validators=WITHIN_REACH)
    until = forms.DateField(
        label=gettext_lazy("Last day, if it lasted"), required=False, widget=DayInput(), validators=WITHIN_REACH
    )
    words_fr = forms.CharField(label=gettext_lazy("In words, in French"), max_length=TITLE_LENGTH, required=False)
    words_en = forms.CharField(label=gettext_lazy("In words, in English"), max_length=TITLE_LENGTH, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Where: this unit and those below it"))

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _units_to_build_in(viewer)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, until = cleaned.get("day"), cleaned.get("until")
        if day and until and until < day:
            self.add_error("until", _("The last day lies before the first."))
        if not self.errors and not self.words:
            self.add_error("words_fr", _("Say what happened, in French, in English or in both."))
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        found = {code: " ".join(self.cleaned_data.get(f"words_{code}", "").split()) for code in ("fr", "en")}
        return {code: text for code, text in found.items() if text}


def _units_to_build_in(viewer: Viewer) -> list[tuple[str, str]]:
    units = units_in(viewer.scope(EDIT))
    top = min((unit.depth for unit in units), default=0)
    return [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]
