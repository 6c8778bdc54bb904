"""The filters of the board of causes, a judgement, the cost of a minute."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Viewer
from aisance.improvement.causes.queries import Sought
from aisance.improvement.contracts import CostDraft, JudgementDraft
from aisance.improvement.forms import PeriodForm
from aisance.improvement.permissions import VIEW_CAUSES
from aisance.journeys.public import reasons
from aisance.ui.inputs import DayInput

ORDER_NAMES = {
    "repeats": gettext_lazy("Most repeat contacts"),
    "share": gettext_lazy("Highest share of repeats"),
    "contacts": gettext_lazy("Most contacts"),
    "cost": gettext_lazy("Highest cost"),
    "ease": gettext_lazy("Hardest first"),
}
TO_CUSTOMER = [
    ("2", gettext_lazy("Customers are glad of it")),
    ("1", gettext_lazy("Rather welcome")),
    ("-1", gettext_lazy("Rather a bother")),
    ("-2", gettext_lazy("They would gladly do without")),
]
TO_COMPANY = [
    ("2", gettext_lazy("It sells, or keeps customers")),
    ("1", gettext_lazy("Rather of use")),
    ("-1", gettext_lazy("Rather a cost")),
    ("-2", gettext_lazy("A cost and nothing else")),
]
CURRENCIES = ("EUR", "CHF", "USD", "GBP", "CAD", "MAD", "XOF")


class CausesForm(PeriodForm):
    """Days, unit, branch and order, read from the address. `sought` after `is_valid`."""

    order = forms.ChoiceField(
        label=pgettext_lazy("of a list", "Order"), choices=list(ORDER_NAMES.items()), required=False
    )
    reason = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data, viewer=viewer, right=VIEW_CAUSES)
        self._offer("reason", [("", ""), *((card.code, card.name) for card in reasons())])

    @property
    def sought(self) -> Sought:
        """What the page shall show."""
        chosen = self.selection
        held = self.cleaned_data
        return Sought(
            (chosen.start, chosen.end), chosen.before, held["unit"], held["reason"], held["order"] or "repeats"
        )


class JudgementForm(forms.Form):
    """What a reason is worth to whom, and who could mend it. `draft` after `is_valid`."""

    to_customer = forms.ChoiceField(
        label=gettext_lazy("To the customer, this contact is"),
        choices=TO_CUSTOMER,
        widget=forms.RadioSelect,
        required=False,
    )
    to_company = forms.ChoiceField(
        label=gettext_lazy("To the company, this contact is"),
        choices=TO_COMPANY,
        widget=forms.RadioSelect,
        required=False,
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Who could remove the cause"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Somebody outside customer service: where the contact begins, not where it ends."),
    )
    owner_team = forms.CharField(label=gettext_lazy("Their team"), max_length=120, required=False)
    owner_mail = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    words = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    def draft(self, reason: str) -> JudgementDraft:
        """The judgement of a reason."""
        held = dict(self.cleaned_data)
        for name in ("to_customer", "to_company"):
            held[name] = int(held[name]) if held[name] else None
        return JudgementDraft(reason=reason, **held)


class CostForm(forms.Form):
    """What a minute costs, from when on, and who says so. `draft` after `is_valid`."""

    amount = forms.DecimalField(
        label=gettext_lazy("Cost of a minute of handling"),
        min_value=Decimal("0.0001"),
        max_digits=10,
        decimal_places=4,
        localize=True,
        help_text=gettext_lazy("All in: pay, premises, tools. For example 0.85."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES])
    since = forms.DateField(label=gettext_lazy("From"), widget=DayInput(), validators=WITHIN_REACH)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who says so, and when: “Controlling, budget 2026”."),
    )

    @property
    def draft(self) -> CostDraft:
        held = self.cleaned_data
        since: date = held["since"]
        return CostDraft(amount=held["amount"], currency=held["currency"], since=since, source=held["source"])
