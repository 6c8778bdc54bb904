"""The form of an alert rule: every condition is optional, and all that are given must hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.cases.alerts.wording import FLAG_WORDS
from aisance.cases.models import AlertRule
from aisance.cases.permissions import SET_RULES
from aisance.core.permissions import Viewer
from aisance.customers.public import field_cards, segments
from aisance.surveys.public import programmes_within, questions_known
from aisance.verbatims.public import theme_names


class RuleForm(forms.Form):
    """When an answer opens a case, and what kind of case."""

    all_optional = True

    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    unit = forms.TypedChoiceField(label=gettext_lazy("For answers about"), coerce=int)
    question = forms.ChoiceField(label=gettext_lazy("The score of"), required=False)
    bound = forms.IntegerField(
        label=gettext_lazy("is this, or worse"),
        required=False,
        help_text=gettext_lazy("Where a high score is the bad one, this or more; else this or less."),
    )
    programme = forms.ChoiceField(label=gettext_lazy("Only answers of the programme"), required=False)
    feeling = forms.BooleanField(label=gettext_lazy("Some words show displeasure"), required=False)
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("The words say one of these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("The words are about one of these"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    segments = forms.MultipleChoiceField(
        label=gettext_lazy("The customer belongs to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    profile_field = forms.ChoiceField(label=gettext_lazy("What is known of the customer"), required=False)
    profile_least = forms.FloatField(label=gettext_lazy("is at least"), required=False)
    repeat_days = forms.IntegerField(
        label=gettext_lazy("Came before for the same reason within so many days"),
        required=False,
        min_value=1,
        max_value=365,
    )
    broken_promise = forms.BooleanField(
        label=gettext_lazy("A promise was not kept, or what was closed as solved is not"), required=False
    )
    deadline_hours = forms.FloatField(
        label=gettext_lazy("Working hours until it is due"), min_value=0.25, max_value=400, initial=8
    )
    stake = forms.FloatField(
        label=gettext_lazy("What is lost if it waits, from 0 to 100"),
        min_value=0,
        max_value=100,
        initial=30,
        help_text=gettext_lazy("Each point brings the case a quarter of an hour forward in the queue."),
    )
    skill = forms.SlugField(label=gettext_lazy("Whoever gets it should know about"), required=False, max_length=40)
    position = forms.IntegerField(
        label=gettext_lazy("Place among the rules"),
        min_value=1,
        max_value=1000,
        initial=100,
        help_text=gettext_lazy("The first rule that holds names the case."),
    )

    CONDITIONS = (
        *("question", "bound", "programme", "feeling", "flags", "themes", "segments"),
        *("profile_field", "profile_least", "repeat_days", "broken_promise"),
    )

    def __init__(self, viewer: Viewer, data: Any = None, *, row: AlertRule | None = None) -> None:
        super().__init__(data, initial=_initial(row) if row else None)
        units = units_in(viewer.scope(SET_RULES))
        self._offer("unit", [(unit.id, f"{'· ' * unit.depth}{unit.name}") for unit in units])
        nothing = [("", _("not looked at"))]
        self._offer("question", [*nothing, *_questions()])
        programmes = programmes_within(viewer.scope(SET_RULES))
        self._offer("programme", [("", _("any")), *((code, name) for code, (_id, name) in programmes.items())])
        self._offer("flags", list(FLAG_WORDS.items()))
        self._offer("themes", sorted(theme_names().items(), key=lambda pair: pair[1].casefold()))
        self._offer("segments", [(code, code) for code in segments()])
        numbers = [(card.code, card.name) for card in field_cards() if card.kind == "number"]
        self._offer("profile_field", [*nothing, *numbers])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._pair("question", "bound", _("Say which score."))
        self._pair("profile_field", "profile_least", _("Say how much."))
        if not self.errors and not self.conditions:
            raise forms.ValidationError(_("Give at least one condition: a rule without any opens nothing."))
        return given

    def _pair(self, name: str, with_it: str, missing: str) -> None:
        given = self.cleaned_data
        if given.get(name) and given.get(with_it) is None and with_it not in self.errors:
            self.add_error(with_it, missing)

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions of a valid form, as a rule stores them."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given[name] for name in ("programme", "flags", "themes", "segments") if given.get(name)
        }
        if given.get("question") and given.get("bound") is not None:
            question, _bar, scale = given["question"].partition("|")
            found["score"] = {"question": question, "scale": scale, "bound": given["bound"]}
        if given.get("feeling"):
            found["feeling"] = "bad"
        if given.get("profile_field") and given.get("profile_least") is not None:
            found["profile"] = {"field": given["profile_field"], "least": given["profile_least"]}
        if given.get("repeat_days"):
            found["repeat"] = {"days": given["repeat_days"]}
        if given.get("broken_promise"):
            found["broken_promise"] = True
        return found


def _questions() -> list[tuple[str, str]]:
    """Each question on each of its scales."""
    return [
        (f"{card.code}|{scale.code}", f"{card.name} ({scale.minimum}–{scale.maximum})")
        for card in questions_known()
        if not card.retired
        for scale in (card.scales or (card.scale,))
    ]


def _plain(number: float) -> float:
    """A whole number without its decimals, as people write it."""
    return int(number) if number == int(number) else number


def _initial(row: AlertRule) -> dict[str, Any]:
    terms = row.conditions
    score, profile = terms.get("score", {}), terms.get("profile", {})
    return {
        "name_fr": row.name.get("fr", ""),
        "name_en": row.name.get("en", ""),
        "unit": row.unit_id,
        "question": f"{score['question']}|{score['scale']}" if score else "",
        "bound": score.get("bound"),
        "profile_field": profile.get("field", ""),
        "profile_least": profile.get("least"),
        "repeat_days": terms.get("repeat", {}).get("days"),
        "feeling": "feeling" in terms,
        "broken_promise": bool(terms.get("broken_promise")),
        **{name: terms.get(name) for name in ("programme", "flags", "themes", "segments")},
        **{name: _plain(getattr(row, name)) for name in ("deadline_hours", "stake")},
        **{name: getattr(row, name) for name in ("skill", "position")},
    }
