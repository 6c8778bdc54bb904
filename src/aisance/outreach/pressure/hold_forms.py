"""The forms that put a customer on hold."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, normalised
from aisance.outreach.models import Hold
from aisance.outreach.pressure.holding import NewHold
from aisance.outreach.pressure.known import reasons_to_name

LONGEST = timedelta(days=730)
KINDS = (IdentifierKind.EXTERNAL, IdentifierKind.EMAIL, IdentifierKind.PHONE)


class HoldForm(forms.Form):
    """Why, until when and from what a customer is left in peace."""

    reason = forms.ChoiceField(label=_("Why"))
    only = forms.ChoiceField(
        label=_("What is held back"),
        choices=Hold.Only.choices,
        required=False,
        help_text=_("Legal and service messages always leave."),
    )
    until = forms.DateField(
        label=_("Until, that day included"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=200,
        help_text=_("For colleagues, and for the customer who asks what is kept about them."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"until": clock.today() + timedelta(days=14)})
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)  # declared above
        reason.choices = list(reasons_to_name().items())

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not clock.today() <= until <= clock.today() + LONGEST:
            raise forms.ValidationError(_("A day from today on, two years ahead at most."))
        return until

    def hold_of(self, customer_id: int) -> NewHold:
        """The hold of a valid form."""
        given = self.cleaned_data
        midnight = datetime.combine(given["until"] + timedelta(days=1), time.min)
        until = timezone.make_aware(midnight, timezone.get_default_timezone())
        return NewHold(customer_id, given["reason"], until, given["only"], given["words"])


class NewHoldForm(HoldForm):
    """The same for a customer who is named; their id as `cleaned_data["customer"]`."""

    customer = forms.CharField(
        label=_("Customer"),
        max_length=254,
        help_text=_("Their number in your systems, their e-mail address or their telephone number."),
    )
    field_order = ("customer", "reason", "only", "until", "words")

    def clean_customer(self) -> int:
        found = find_customers(_claims(self.cleaned_data["customer"].strip()))
        known = next((customer_id for customer_id in found if customer_id is not None), None)
        if known is None:
            raise forms.ValidationError(_("Nobody is known by this."))
        return known


def _claims(text: str) -> list[CustomerClaim]:
    """Whoever it may be, as a number, an address or a telephone number."""
    claims = []
    for kind in KINDS:
        try:
            claims.append(CustomerClaim({kind: normalised(kind, text)}))
        except ValueError:
            continue
    return claims
