"""The form of a plan."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from aisance.accounts.contracts import UnitKind
from aisance.accounts.public import units_in
from aisance.advocacy.public import ideas_to_do
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import Lot, PlanDraft, TopicStatus
from aisance.improvement.inner.queries import topics_seen
from aisance.improvement.permissions import ANSWER_INNER, LEAD_PLANS
from aisance.improvement.plans.measuring import MEASURES
from aisance.improvement.wording import FATE_NAMES, KIND_NAMES
from aisance.indicators.public import definition, definitions
from aisance.journeys.public import reasons
from aisance.ui.inputs import DayInput
from aisance.verbatims.public import theme_names

MOST_PILOTS = 6
INDENT = "\u2003"


def _own_words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


GROUPS = (
    (gettext_lazy("What shall change"), ("title", "words", "reason", "theme", "owner_name", "owner_team")),
    (gettext_lazy("How we will know"), ("indicator", "only_reason", "wanted", "size", "due")),
)


class PlanForm(forms.Form):
    """A plan with up to six pilot units. `draft` after `is_valid`."""

    title = forms.CharField(label=gettext_lazy("What will be done"), max_length=120)
    words = forms.CharField(label=gettext_lazy("In more words"), required=False, widget=_own_words(), max_length=2000)
    reason = forms.ChoiceField(label=gettext_lazy("Contact reason it shall remove or ease"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Or a theme of what customers say"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("Figure that shall move"))
    only_reason = forms.BooleanField(
        label=gettext_lazy("Measure it on contacts of this reason only"), required=False, initial=True
    )
    wanted = forms.ChoiceField(
        label=gettext_lazy("It shall"),
        choices=[("down", pgettext_lazy("a figure", "fall")), ("up", pgettext_lazy("a figure", "rise"))],
    )
    size = forms.FloatField(
        label=gettext_lazy("By how much"),
        required=False,
        min_value=0,
        localize=True,
        help_text=gettext_lazy("In points or per cent as the figure is shown; seconds for a time."),
    )
    due = forms.DateField(label=gettext_lazy("By when"), required=False, widget=DayInput(), validators=WITHIN_REACH)
    owner_name = forms.CharField(label=gettext_lazy("Who leads it"), max_length=120, required=False)
    owner_team = forms.CharField(label=pgettext_lazy("of a plan", "Team"), max_length=120, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Where it shall hold in the end"))
    starts_on = forms.DateField(label=gettext_lazy("Begins on"), widget=DayInput(), validators=WITHIN_REACH)
    lot_count = forms.IntegerField(label=gettext_lazy("How many are drawn"), required=False, min_value=1, max_value=50)
    lot_kind = forms.ChoiceField(label=gettext_lazy("Among"), required=False, choices=list(KIND_NAMES.items()))
    at_random = forms.BooleanField(
        label=gettext_lazy("These units were drawn by lot elsewhere"),
        required=False,
        help_text=gettext_lazy("Say yes only where a lot was really drawn: the proof is then called randomised."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, **more: Any) -> None:
        super().__init__(data, **more)
        units = units_in(viewer.scope(LEAD_PLANS))
        top = min((unit.depth for unit in units), default=0)
        named = [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]
        self._offer("unit", named)
        self._offer("reason", [("", _("None")), *((card.code, card.name) for card in reasons())])
        self._offer("theme", [("", _("None")), *theme_names().items()])
        self._offer("indicator", [(entry.name, str(entry.title)) for entry in definitions() if _fits(entry)])
        for number in range(1, MOST_PILOTS + 1):
            self.fields[f"pilot_{number}"] = forms.ChoiceField(
                label=_("Pilot unit %(number)s") % {"number": number},
                required=False,
                choices=[("", pgettext("a unit", "None")), *named],
            )
            self.fields[f"joins_{number}"] = forms.DateField(
                label=_("Joins on"), required=False, widget=DayInput(), validators=WITHIN_REACH
            )

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page shows them, by the question that they answer; those of pilots apart."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def names_pilots(self) -> bool:
        """Whether units were named already, so that they are in sight."""
        return any(self[name].value() for name in self.fields if name.startswith(("pilot_", "at_random")))

    @property
    def pilot_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"pilot_{i}"], self[f"joins_{i}"]) for i in range(1, MOST_PILOTS + 1)]

    @property
    def draft(self) -> PlanDraft:
        """The plan that the form says."""
        held = self.cleaned_data
        names = ("title", "words", "reason", "theme", "indicator", "only_reason", "wanted", "due", "owner_name")
        return PlanDraft(
            **{name: held[name] for name in (*names, "owner_team", "unit", "starts_on", "at_random")},
            size=self._size(held["size"], held["indicator"]),
            pilots=tuple(self._pilots(held)),
            lot=Lot(held["lot_count"], held["lot_kind"] or UnitKind.TEAM) if held["lot_count"] else None,
        )

    def _size(self, size: float | None, indicator: str) -> float | None:
        if not size:
            return None
        return size / 100 if definition(indicator).unit in ("points", "%") else size

    def _pilots(self, held: dict[str, Any]) -> list[tuple[str, date]]:
        chosen = [(held[f"pilot_{i}"], held[f"joins_{i}"]) for i in range(1, MOST_PILOTS + 1)]
        return [(unit, joins_on or held["starts_on"]) for unit, joins_on in chosen if unit]


def _fits(entry: Any) -> bool:
    return entry.measure in MEASURES and entry.kind != "employee"


class CauseForm(forms.Form):
    """What became of the cause, and how one knows."""

    fate = forms.ChoiceField(
        label=gettext_lazy("What became of the cause"), choices=list(FATE_NAMES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=1000,
        widget=_own_words(2),
        help_text=gettext_lazy("Those who asked for it read these words."),
    )


class AskedForm(forms.Form):
    """An idea or a topic that asked for what the plan does."""

    idea = forms.TypedChoiceField(label=gettext_lazy("An idea"), required=False, coerce=int, empty_value=None)
    topic = forms.TypedChoiceField(
        label=gettext_lazy("Something that gets in the way"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="asked_%s")
        none = ("", pgettext("an idea", "None"))
        self.fields["idea"].choices = [none, *((one.id, one.title[:90]) for one in ideas_to_do(viewer))]  # type: ignore[attr-defined]  # a ChoiceField
        topics = topics_seen(viewer, ANSWER_INNER).exclude(status__in=[TopicStatus.DONE, TopicStatus.NOT_DONE])
        self.fields["topic"].choices = [none, *((row.pk, row.title) for row in topics[:100])]  # type: ignore[attr-defined]  # as above


class WordsForm(forms.Form):
    """A few words for the log."""

    words = forms.CharField(label=gettext_lazy("For the log"), max_length=1000, widget=_own_words(2), required=False)
