"""The forms of gestures."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.cases.gestures.amounts import AmountField
from aisance.cases.gestures.contracts import BudgetHolder, GestureSort, KindDraft, Period
from aisance.cases.gestures.permissions import SET
from aisance.cases.gestures.wording import HOLDERS, PERIODS, ROLES, SORTS
from aisance.cases.models import GestureKind
from aisance.cases.models.gestures import GRANTING_ROLES
from aisance.core.permissions import Viewer
from aisance.customers.public import segments
from aisance.journeys.public import reasons

INDENT = "\u2003"
LONGEST_CODE = 40


def unit_choices(units: list[UnitCard]) -> list[tuple[int, str]]:
    """Units as a select shows them, those below further to the right."""
    top = min((unit.depth for unit in units), default=0)
    return [(unit.id, INDENT * (unit.depth - top) + unit.name) for unit in units]


class KindForm(forms.Form):
    """One kind of gesture; `draft` after `is_valid`."""

    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=80)
    sort = forms.ChoiceField(label=gettext_lazy("What it is"), choices=list(SORTS.items()))
    least = AmountField(label=gettext_lazy("Costs at least"))
    most = AmountField(
        label=gettext_lazy("Costs at most"), help_text=gettext_lazy("The same as at least: its cost is fixed.")
    )
    most_advisor = AmountField(label=gettext_lazy("Advisors, up to"), required=False)
    most_supervisor = AmountField(label=gettext_lazy("Supervisors, up to"), required=False)
    most_manager = AmountField(label=gettext_lazy("Managers, up to"), required=False)
    answer_hours = forms.FloatField(
        label=gettext_lazy("Requests are answered within, in working hours"), min_value=0.25, max_value=80, initial=4
    )
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Only for cases about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("Only once the case ended as"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(OUTCOME_NAMES.items()),
    )
    segments = forms.MultipleChoiceField(
        label=gettext_lazy("Only for customers of the segment"), required=False, widget=forms.CheckboxSelectMultiple
    )
    again_after_days = forms.IntegerField(
        label=gettext_lazy("Once per customer in so many days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=gettext_lazy("Empty: as often as there is a case for it."),
    )
    is_due = forms.BooleanField(
        label=gettext_lazy("Owed to the customer"),
        required=False,
        help_text=gettext_lazy("Such as money taken by error. It is never held back by a draw."),
    )
    is_on = forms.BooleanField(label=gettext_lazy("May be given now"), required=False, initial=True)

    def __init__(self, data: Any = None, *, kind: GestureKind | None = None) -> None:
        super().__init__(data, initial=_initial(kind) if kind else None)
        self.kind = kind
        known = reasons()
        depth = {card.code: card.path.count("/") - 2 for card in known}
        self._offer("reasons", [(card.code, INDENT * depth[card.code] + card.name) for card in known])
        self._offer("segments", [(name, name) for name in segments()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        held = getattr(self.kind, name, [])
        missing = [(code, code) for code in held if code not in dict(choices)]
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # declared above
        field.choices = choices + missing
        if not field.choices:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", _("At most cannot be less than at least."))
        return given

    @property
    def draft(self) -> KindDraft:
        """What the form says, as the service takes it."""
        held = self.cleaned_data
        limits = {role.value: held[f"most_{role}"] for role in GRANTING_ROLES if held[f"most_{role}"] is not None}
        return KindDraft(
            code=self.kind.code if self.kind else _free_code(held["name_en"]),
            sort=GestureSort(held["sort"]),
            name={"en": held["name_en"], "fr": held["name_fr"]},
            least_minor=held["least"],
            most_minor=held["most"],
            reasons=tuple(held.get("reasons", ())),
            outcomes=tuple(held["outcomes"]),
            segments=tuple(held.get("segments", ())),
            again_after_days=held["again_after_days"],
            answer_hours=held["answer_hours"],
            is_due=held["is_due"],
            is_on=held["is_on"],
            limits=limits,
        )


def _initial(kind: GestureKind) -> dict[str, Any]:
    limits = {f"most_{one.role}": one.most_minor for one in kind.autonomies.all() if one.unit_id is None}
    return {
        "name_en": kind.name.get("en", ""),
        "name_fr": kind.name.get("fr", ""),
        "least": kind.least_minor,
        "most": kind.most_minor,
        **{name: getattr(kind, name) for name in ("sort", "answer_hours", "reasons", "outcomes", "segments")},
        **{name: getattr(kind, name) for name in ("again_after_days", "is_due", "is_on")},
        **limits,
    }


def _free_code(name: str) -> str:
    """A code from a name that no kind has: flowers, flowers-2."""
    stem = slugify(name)[: LONGEST_CODE - 4] or "gesture"
    taken = set(GestureKind.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if code not in taken)


class LimitForm(forms.Form):
    """Another limit for a role in one unit and below."""

    role = forms.ChoiceField(label=gettext_lazy("Who"), choices=[(role.value, ROLES[role]) for role in GRANTING_ROLES])
    unit = forms.TypedChoiceField(label=gettext_lazy("In"), coerce=int)
    most = AmountField(label=gettext_lazy("Up to"))

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="id_limit_%s")
        self.fields["unit"].choices = unit_choices(units_in(viewer.scope(SET)))  # type: ignore[attr-defined]  # a ChoiceField


class BudgetForm(forms.Form):
    """A sum for a period: for each person of a unit, or for the whole of it."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    holder = forms.ChoiceField(label=gettext_lazy("For"), choices=list(HOLDERS.items()), widget=forms.RadioSelect)
    amount = AmountField(label=gettext_lazy("Amount"))
    period = forms.ChoiceField(label=gettext_lazy("For how long"), choices=list(PERIODS.items()))

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["unit"].choices = unit_choices(units_in(viewer.scope(SET)))  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def draft(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        held = self.cleaned_data
        return {
            "unit_id": held["unit"],
            "holder": BudgetHolder(held["holder"]),
            "period": Period(held["period"]),
            "amount_minor": held["amount"],
        }


class GiveForm(forms.Form):
    """A gesture in a case. The amount is needed only where the kind has no fixed cost."""

    kind = forms.TypedChoiceField(label=gettext_lazy("Gesture"), coerce=int)
    amount = AmountField(label=gettext_lazy("Amount, where it is not fixed"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
    second_because = forms.CharField(label=gettext_lazy("Why another of the same"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, kinds: list[GestureKind]) -> None:
        super().__init__(data, auto_id="id_gesture_%s")
        self._kinds = {kind.pk: kind for kind in kinds}
        self.fields["kind"].choices = [(kind.pk, kind.code) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = self._kinds.get(given.get("kind", 0))
        if kind is not None and kind.is_fixed:
            given["amount"] = kind.most_minor
        elif kind is not None and given.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Say how much."))
        return given


class WhyForm(forms.Form):
    """A reason, which every decision has."""

    words = forms.CharField(label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, which: int = 0) -> None:
        super().__init__(data, auto_id=f"id_why_{which}_%s")


class TryForm(forms.Form):
    """A policy to play over the last quarter."""

    all_optional = True
    limit = AmountField(label=gettext_lazy("Advisors decide alone up to"))
    budget = AmountField(label=gettext_lazy("and up to, each a month"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Gesture"), required=False)

    def __init__(self, data: Any = None, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("Every gesture")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField


class HoldBackForm(forms.Form):
    """What share of cases gets no gesture."""

    percent = forms.IntegerField(
        label=gettext_lazy("Cases without gesture, in per cent"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("0 holds nothing back. From 5 to 20 is usual."),
    )
    words = forms.CharField(
        label=gettext_lazy("Why, and until when"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Advisors read this where a gesture is held back."),
    )


class SeenForm(forms.Form):
    """What somebody found who looked at a pattern."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("What you found"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, which: int = 0, initial: Any = None) -> None:
        super().__init__(data, auto_id=f"id_seen_{which}_%s", initial=initial)
