"""The forms of administration and of one's own settings. Choices are those the viewer may make."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.accounts.contracts import UnitCard, UnitKind
from aisance.accounts.models import THEMES, Person, Unit
from aisance.accounts.permissions import ADMINISTER
from aisance.accounts.queries import units_in
from aisance.accounts.rules import kinds_below
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import RIGHTS, ROLE_NAMES, Viewer
from aisance.ui.inputs import DayInput

type Choices = Sequence[tuple[object, str]]


def unit_choices(units: list[UnitCard]) -> list[tuple[int, str]]:
    """The units as an indented list, indented by the depth below the first of them."""
    floor = min((unit.depth for unit in units), default=0)
    return [(unit.id, "\u2003" * (unit.depth - floor) + unit.name) for unit in units]


class RoleForm(forms.Form):
    """A role at a unit."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("The role is valid for this unit and everything below it.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(units_in(viewer.scope(ADMINISTER)))  # type: ignore[attr-defined]


class PersonForm(RoleForm):
    """Somebody new, with their first role."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, help_text=_("They sign in with it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language", "role", "unit")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if Person.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody already signs in with this address."), code="taken")
        return email


class NameForm(forms.Form):
    """Another name for a person or a unit."""

    name = forms.CharField(label=_("Name"), max_length=120)


class UnitForm(forms.Form):
    """A new unit below one that exists."""

    parent = forms.TypedChoiceField(label=_("Parent unit"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=[])
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("How files and the API name it: letters without accents, digits and hyphens. It stays."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_in(viewer.scope(ADMINISTER))
        self.parents = {unit.id: unit for unit in units if kinds_below(unit.kind)}
        self.fields["parent"].choices = unit_choices(list(self.parents.values()))  # type: ignore[attr-defined]
        kinds = [(kind.value, name) for kind, name in Unit.KIND_NAMES.items() if kind != UnitKind.COMPANY]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).lower()
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit has this code."), code="taken")
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        parent, kind = self.parents.get(values.get("parent", 0)), values.get("kind")
        if parent and kind and UnitKind(kind) not in kinds_below(parent.kind):
            self.add_error("kind", forms.ValidationError(_("This kind does not hang below the unit chosen above.")))
        return values


class ApiKeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Which programme uses it."))
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("The key sees and records for this unit and everything below it.")
    )
    scopes = forms.MultipleChoiceField(label=_("Rights"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(units_in(viewer.scope(ADMINISTER)))  # type: ignore[attr-defined]
        rights = [(right.code, right.title) for right in RIGHTS.values() if right.api]
        self.fields["scopes"].choices = rights  # type: ignore[attr-defined]


class SettingsForm(forms.Form):
    """What everybody chooses for themselves."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)


class AuditFilter(forms.Form):
    """Which lines of the audit trail to show; a wrong filter shows nothing rather than everything."""

    all_optional = True  # so that the fields do not say it one by one

    person_id = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    first = forms.DateField(label=_("From"), required=False, validators=WITHIN_REACH, widget=DayInput())
    last = forms.DateField(label=_("To"), required=False, validators=WITHIN_REACH, widget=DayInput())

    def __init__(self, *args: Any, people: Choices, actions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("Everything")), *actions]  # type: ignore[attr-defined]
