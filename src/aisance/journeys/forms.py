"""The forms of the desk: a contact that has just ended, a new customer; and of the journeys."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import normalised
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.models import CHANNEL_NAMES, OUTCOME_NAMES
from aisance.journeys.permissions import RECORD
from aisance.journeys.public import reasons, steps

DESK = "desk"
"""The source of the interactions that people record on pages."""


class ContactForm(forms.Form):
    """A contact that has just ended. The hidden number makes a form that is sent twice count once."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Channel"), choices=[(c.value, name) for c, name in CHANNEL_NAMES.items()])
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[(o.value, name) for o, name in OUTCOME_NAMES.items()])
    step = forms.ChoiceField(label=_("Step"), required=False)
    reason = forms.ChoiceField(label=_("Contact reason"), required=False)
    unit = forms.ChoiceField(label=_("Unit"))
    language = forms.ChoiceField(label=_("Language"), choices=[("", "—"), *settings.LANGUAGES], required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        kwargs["initial"] = {"number": uuid.uuid4(), "outcome": Outcome.RESOLVED.value, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        units = units_in(viewer.scope(RECORD))
        self._offer("step", [("", "—"), *((step.code, step.name) for step in steps())])
        self._offer("reason", [("", "—"), *((r.code, _indented(r.name, r.path.count("/") - 2)) for r in reasons())])
        floor = min((unit.depth for unit in units), default=0)
        self._offer("unit", [(unit.code, _indented(unit.name, unit.depth - floor)) for unit in units])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # what `fields` holds is declared above
        field.choices = choices

    def draft(self, customer: CustomerClaim, at: datetime) -> InteractionDraft:
        """What is to be recorded, of this customer, ended at this moment. For a valid form."""
        given = self.cleaned_data
        return InteractionDraft(
            source=DESK,
            external_id=str(given["number"]),
            channel=Channel(given["channel"]),
            started_at=at,
            customer=customer,
            step=given["step"],
            reason=given["reason"],
            unit=given["unit"],
            language=given["language"],
            outcome=Outcome(given["outcome"]),
        )


def _indented(name: str, depth: int) -> str:
    return "\u2003" * depth + name


class NewCustomerForm(ContactForm):
    """Somebody new, and the contact through which they became known."""

    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    email = forms.CharField(label=_("E-mail address"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    external = forms.CharField(label=_("Customer number"), max_length=120, required=False)
    social = forms.CharField(label=_("Social media"), max_length=120, required=False)
    field_order = ("number", "name", "email", "phone", "external", "social")

    def _identifier(self, kind: IdentifierKind) -> str:
        value = str(self.cleaned_data.get(kind.value) or "")
        if not value:
            return ""
        try:
            return normalised(kind, value)
        except ValueError as problem:
            raise forms.ValidationError(_("Expected: %(expected)s."), params={"expected": problem.args[0]}) from None

    def clean_email(self) -> str:
        return self._identifier(IdentifierKind.EMAIL)

    def clean_phone(self) -> str:
        return self._identifier(IdentifierKind.PHONE)

    def clean_external(self) -> str:
        return self._identifier(IdentifierKind.EXTERNAL)

    def clean_social(self) -> str:
        return self._identifier(IdentifierKind.SOCIAL)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(kind.value) for kind in IdentifierKind):
            raise forms.ValidationError(
                _("Give at least one of e-mail address, telephone, customer number or social media.")
            )
        return given

    def claim(self) -> CustomerClaim:
        """Who the customer is. For a valid form."""
        given = self.cleaned_data
        identifiers = {kind: given[kind.value] for kind in IdentifierKind if given[kind.value]}
        return CustomerClaim(identifiers, given["name"], given["language"])


class WordsForm(forms.Form):
    """A name in both languages; one of them is enough."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.words():
            raise forms.ValidationError(_("Give a name in at least one language."))
        return given

    def words(self) -> Mapping[str, str]:
        return {code: words for code in ("fr", "en") if (words := self.cleaned_data.get(f"name_{code}"))}


class StepForm(WordsForm):
    """A new step at the end of a journey."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("What sources call it; small letters, digits, hyphens.")
    )
    field_order = ("code", "name_fr", "name_en")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code in {step.code for step in steps()}:
            raise forms.ValidationError(_("Another step has this code."))
        return code


class ReasonForm(WordsForm):
    """A new contact reason, somewhere in the tree."""

    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("What sources call it."))
    parent = forms.ChoiceField(label=_("Below"), required=False)
    field_order = ("code", "parent", "name_fr", "name_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = reasons()
        below = self.fields["parent"]
        assert isinstance(below, forms.ChoiceField)  # declared above
        tree = [(r.code, _indented(r.name, r.path.count("/") - 2)) for r in self.known]
        below.choices = [("", _("nothing: a reason at the top")), *tree]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code in {reason.code for reason in self.known}:
            raise forms.ValidationError(_("Another reason has this code."))
        return code
