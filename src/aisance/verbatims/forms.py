"""The filters of the pages, which stay in the address."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names, reasons, steps
from aisance.surveys.contracts import ProgrammeKind
from aisance.ui.inputs import DayInput
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.themes import full_name, theme_codes, theme_names
from aisance.verbatims.wording import FEELING_NAMES, SCORE_NAMES

INDENT = "\u2003"
LANGUAGES = (("", pgettext_lazy("languages", "Every language")), ("fr", _("French")), ("en", _("English")))
KINDS = (
    (ProgrammeKind.HOT.value, pgettext_lazy("kind of programme", "Hot")),
    (ProgrammeKind.COLD.value, pgettext_lazy("kind of programme", "Cold")),
    (ProgrammeKind.REVIEW.value, pgettext_lazy("kind of programme", "Public reviews")),
)

WORDS_ALONE = "no"
NEARNESS = (("on", _("Words and near meaning")), (WORDS_ALONE, _("Words alone")))


class WordsForm(forms.Form):
    """Days, kind of programme, where and how felt; the last 28 days where nothing is said. `chosen` when valid."""

    all_optional = True
    USUAL: ClassVar[tuple[str, ...]] = ("start", "end", "kind", "unit")
    """What stands open; everything else is behind "More filters"."""

    start = forms.DateField(label=_("From"), widget=DayInput(), validators=WITHIN_REACH)
    end = forms.DateField(label=_("To"), widget=DayInput(), validators=WITHIN_REACH)
    kind = forms.ChoiceField(label=_("Programmes"), choices=KINDS)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    reason = forms.ChoiceField(label=_("Contact reason"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    feeling = forms.ChoiceField(label=_("Feeling"), required=False)
    score = forms.ChoiceField(label=_("Score beside it"), required=False)

    def __init__(self, given: Mapping[str, Any], *, viewer: Viewer) -> None:
        usual = {
            "start": str(clock.today() - timedelta(days=27)),
            "end": str(clock.today()),
            "kind": ProgrammeKind.HOT.value,
        }
        super().__init__({**usual, **{name: value for name, value in given.items() if value}})
        units = units_in(viewer.scope(VIEW_WORDS))
        top = min((unit.depth for unit in units), default=0)
        self._offer("unit", _("Every unit I see"), [(u.code, INDENT * (u.depth - top) + u.name) for u in units])
        self._offer("channel", _("Every channel"), [(code, name) for name, code in _channels()])
        self._offer("step", _("Every step"), [(step.code, step.name) for step in steps()])
        self._offer(
            "reason", _("Every reason"), [(r.code, INDENT * max(r.path.count("/") - 2, 0) + r.name) for r in reasons()]
        )
        names = theme_names()
        self._offer("theme", _("Every theme"), [(code, full_name(code, names)) for code in theme_codes()])
        felt = pgettext_lazy("feelings", "Every feeling")
        self._offer("feeling", felt, [(str(int(code)), name) for code, name in FEELING_NAMES.items()])
        self._offer("score", _("Every score"), [(str(code), name) for code, name in SCORE_NAMES.items()])

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", nothing), *choices]

    @property
    def usual_fields(self) -> list[forms.BoundField]:
        """The fields that stand open."""
        return [self[name] for name in self.fields if name in self.USUAL]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The fields behind "More filters"."""
        return [self[name] for name in self.fields if name not in self.USUAL]

    @property
    def others_used(self) -> bool:
        """Whether one of the other fields holds something, so that it must be seen."""
        return any(self.data.get(field.name) or field.errors for field in self.other_fields)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first."))
        return given

    @property
    def chosen(self) -> Chosen:
        """What a valid form holds."""
        given = self.cleaned_data
        return Chosen(
            start=given["start"],
            end=given["end"],
            kind=given["kind"],
            unit=given["unit"],
            channel=given["channel"],
            language=given["language"],
            step=given["step"],
            reason=given["reason"],
            theme=given.get("theme", ""),
            feeling=_number(given["feeling"]),
            score=_number(given["score"]),
        )


def _channels() -> list[tuple[str, str]]:
    return sorted((name, code) for code, name in channel_names().items())


def _number(text: str) -> int | None:
    return int(text) if text else None


class QuoteForm(WordsForm):
    """The same for one theme, which the address names."""

    theme = None  # type: ignore[assignment]  # how Django takes a field out

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            super()._offer(name, nothing, choices)


class PeriodsForm(WordsForm):
    """The same with other days to set beside; as many days just before where nothing is said."""

    USUAL: ClassVar[tuple[str, ...]] = ("start", "end", "other_start", "other_end", "kind", "unit")

    other_start = forms.DateField(
        label=_("Other days from"), required=False, widget=DayInput(), validators=WITHIN_REACH
    )
    other_end = forms.DateField(label=_("Other days to"), required=False, widget=DayInput(), validators=WITHIN_REACH)

    field_order = ("start", "end", "other_start", "other_end")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, end = given.get("other_start"), given.get("other_end")
        if start and end and start > end:
            self.add_error("other_end", _("The last day lies before the first."))
        if bool(start) != bool(end) and not self.errors:
            self.add_error("other_end" if start else "other_start", _("Give both days, or none."))
        return given

    @property
    def other_days(self) -> tuple[Any, Any]:
        """The first and last of the other days."""
        given, before = self.cleaned_data, self.chosen.before
        return given["other_start"] or before.start, given["other_end"] or before.end


class SearchForm(QuoteForm):
    """What to look for, and among which words: those of the last year where no day is given."""

    USUAL: ClassVar[tuple[str, ...]] = ("q", "near", "start", "end", "kind")

    q = forms.CharField(label=_("Look for"), required=False, max_length=200, strip=True)
    near = forms.ChoiceField(label=pgettext_lazy("search in words", "By"), required=False, choices=NEARNESS)

    field_order = ("q", "near")

    @property
    def is_near(self) -> bool:
        """Whether near meaning answers as well; it does unless words alone are asked for."""
        return bool(self.cleaned_data["near"] != WORDS_ALONE)

    def __init__(self, given: Mapping[str, Any], *, viewer: Viewer) -> None:
        year = str(clock.today() - timedelta(days=365))
        super().__init__({"start": year, **{name: value for name, value in given.items() if value}}, viewer=viewer)


class SummaryForm(SearchForm):
    """Which texts to sum up: those of a search, perhaps of one theme."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)  # type: ignore[assignment]  # brought back in
