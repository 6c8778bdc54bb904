"""What the data-protection officer says, step by step."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.consent.models import Request
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.personal import Holding, holdings
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers

LONGEST_WORDS = 2_000


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def customer_known_as(words: str) -> int | None:
    """Whom this identifier names; null for nobody. A number alone may be one of ours."""
    for kind in IdentifierKind:
        try:
            found = find_customers([CustomerClaim({kind: words})])[0]
        except ValueError:
            continue
        if found is not None:
            return found
    return None


class WhoForm(forms.Form):
    """By which identifier the customer is known."""

    known_as = forms.CharField(
        label=_("E-mail address, telephone number or customer number"),
        max_length=254,
        required=False,
        help_text=_("By which we may know them; leave it empty where they gave none."),
    )

    def clean(self) -> dict[str, Any]:
        """The customer as `customer`, null where nobody is known so."""
        words = self.cleaned_data.get("known_as", "").strip()
        self.cleaned_data["customer"] = customer_known_as(words) if words else None
        return self.cleaned_data


class RequestForm(WhoForm):
    """A request as it came in."""

    kind = forms.ChoiceField(label=_("They ask for"), choices=Request.Kind)
    via = forms.ChoiceField(label=_("It came by"), choices=Request.Via)
    received_on = forms.DateField(
        label=_("Received on"),
        widget=DateInput(),
        validators=WITHIN_REACH,
        help_text=_("The month to answer runs from this day."),
    )
    asked_by = forms.CharField(
        label=_("Name and address to answer to"), max_length=254, required=False, help_text=_("As they wrote it.")
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)
    said = forms.CharField(
        label=_("What they ask, in short"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("kind", "known_as", "asked_by", "via", "received_on", "language", "said")

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class ProofForm(forms.Form):
    """How it was checked who asks."""

    proof = forms.ChoiceField(
        label=_("How do you know that it is they who ask?"), choices=Request.Proof, widget=forms.RadioSelect
    )


class ExtendForm(forms.Form):
    """Why it takes longer."""

    because = forms.CharField(
        label=_("Why it takes longer"), max_length=300, help_text=_("The customer is told; two months more, once.")
    )


class CorrectForm(forms.Form):
    """A wrong value, and the right one."""

    FIELDS = (
        ("name", _("Name")),
        ("language", _("Language")),
        ("email", _("E-mail address")),
        ("phone", _("Telephone")),
    )
    field = forms.ChoiceField(label=_("What is wrong"), choices=FIELDS)
    before = forms.CharField(label=_("Present value"), max_length=254)
    after = forms.CharField(
        label=_("As it is right"), max_length=254, required=False, help_text=_("Empty: it is taken away.")
    )


class DutyForm(forms.Form):
    """What has to be kept although its erasure is asked."""

    holding = forms.ChoiceField(label=_("What has to be kept"))
    because = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("The duty or the claim, as: an invoice, a running dispute.")
    )
    until = forms.DateField(label=_("Until"), widget=DateInput(), validators=WITHIN_REACH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.name, one.title) for one in holdings() if one.name not in NEVER_KEPT]
        self.fields["holding"].choices = offered  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day <= clock.today():
            raise forms.ValidationError(_("This day is past."))
        return day


NEVER_KEPT = {"customers.identity", "customers.words", "core.events", "core.audit", "consent.duties"}
"""What no duty asks to keep by itself: a name alone proves nothing."""


class EraseForm(forms.Form):
    """There is no way back."""

    sure = forms.BooleanField(label=_("I have read what will be erased. There is no way back."))


class SettleForm(forms.Form):
    """What the customer was told."""

    outcome = forms.CharField(
        label=_("What was done, or why not"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept as proof; without data of the customer after an erasure."),
    )


class DaysForm(forms.Form):
    """How many days a holding is kept, within its bounds."""

    days = forms.IntegerField(label=_("Days"), required=False)

    def __init__(self, *args: Any, holding: Holding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least, most = holding.keep_between
        self.fields["days"] = forms.IntegerField(
            label=_("Days"),
            required=False,
            min_value=least,
            max_value=most,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )
