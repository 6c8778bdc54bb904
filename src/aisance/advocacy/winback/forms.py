"""What a manager fills in to ask lost customers back."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.advocacy.winback.queries import mended_causes
from aisance.cases.public import gesture_amounts, gesture_names
from aisance.core import clock
from aisance.customers.public import minor_units, segment_cards
from aisance.journeys.public import reasons
from aisance.ui.inputs import DayInput

LONGEST = 1_500


class CauseForm(forms.Form):
    """A cause that is mended."""

    reason = forms.ChoiceField(label=gettext_lazy("What drove customers away"))
    since = forms.DateField(label=gettext_lazy("Mended since"), widget=DayInput())
    words = forms.CharField(
        label=gettext_lazy("What was done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(str(card.id), card.name) for card in reasons()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since > clock.today():
            raise forms.ValidationError(_("Note it once it is mended."))
        return since


class WinBackForm(forms.Form):
    """An apology and an offer in both languages."""

    cause = forms.ChoiceField(label=gettext_lazy("Mended cause"))
    segment = forms.ChoiceField(
        label=gettext_lazy("Also those of a segment"),
        required=False,
        help_text=gettext_lazy("Else only those whose case closed as lost for this cause."),
    )
    apology_fr = forms.CharField(label=gettext_lazy("Apology in French"), widget=forms.Textarea(attrs={"rows": 3}))
    apology_en = forms.CharField(label=gettext_lazy("Apology in English"), widget=forms.Textarea(attrs={"rows": 3}))
    offer_fr = forms.CharField(label=gettext_lazy("Offer in French"), widget=forms.Textarea(attrs={"rows": 2}))
    offer_en = forms.CharField(label=gettext_lazy("Offer in English"), widget=forms.Textarea(attrs={"rows": 2}))
    gesture = forms.ChoiceField(
        label=gettext_lazy("Gesture of the catalogue"),
        required=False,
        help_text=gettext_lazy("Whoever accepts the offer on their page is given it, from your budget."),
    )
    amount = forms.CharField(
        label=gettext_lazy("What the gesture costs"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=gettext_lazy("Only where the catalogue leaves it open."),
    )
    control_percent = forms.IntegerField(
        label=gettext_lazy("Left alone, in per cent"),
        min_value=5,
        max_value=50,
        initial=20,
        help_text=gettext_lazy("Drawn at random and not written to, so that the effect can be told from chance."),
    )
    return_days = forms.IntegerField(
        label=gettext_lazy("Days to come back"),
        min_value=7,
        max_value=365,
        initial=60,
        help_text=gettext_lazy("Whoever buys within these days came back."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = [(str(row.pk), name) for row, name in mended_causes()]
        offered = {
            "cause": causes,
            "segment": [("", _("None")), *((card.code, card.name) for card in segment_cards())],
            "gesture": [("", _("None")), *gesture_names().items()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # ChoiceFields

    def clean(self) -> dict[str, Any]:
        """The amount is that of the catalogue where it is fixed, else what was written."""
        cleaned = super().clean() or {}
        least, most = gesture_amounts().get(cleaned.get("gesture", ""), (None, None))
        cleaned["amount_minor"] = least
        if least is not None and least != most:
            try:
                cleaned["amount_minor"] = minor_units(cleaned.get("amount", ""), settings.ENVIRONMENT.currency)
            except ValueError:
                self.add_error("amount", _("An amount such as 15.60, please."))
        return cleaned

    def words_of(self, name: str) -> dict[str, str]:
        """The words of both languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in ("fr", "en")}
