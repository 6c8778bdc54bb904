"""The form that plans a wave of a barometer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.surveys.forms import DateInput, LineField, in_language
from aisance.surveys.planning.sampling import NET_SCORE_VARIANCE, SHARE_VARIANCE

FIGURES = (
    (str(NET_SCORE_VARIANCE), _("a net score, from −100 to +100")),
    (str(SHARE_VARIANCE), _("a share, from 0 to 100%")),
)


class WaveForm(forms.Form):
    """When, how precise, and how the sample is shared out."""

    starts_on = forms.DateField(label=_("First day"), widget=DateInput(), validators=WITHIN_REACH)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DateInput(), validators=WITHIN_REACH, help_text=_("Links close with it.")
    )
    figure = forms.ChoiceField(label=_("The main figure is"), choices=FIGURES)
    precision = forms.FloatField(
        label=_("Wanted precision, plus or minus so many points"), min_value=0.5, max_value=50, initial=5
    )
    expected_percent = forms.FloatField(
        label=_("Of those drawn, so many per cent will answer"),
        min_value=0.1,
        max_value=100,
        initial=20,
        help_text=_("Some of those drawn cannot be asked, for want of an address or because they were asked lately."),
    )
    stratify_by = forms.MultipleChoiceField(
        label=_("Strata by"),
        required=False,
        choices=[("language", _("Language")), ("segment", _("Segment"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stratum gets its share of the sample; its weight is kept with the wave."),
    )
    minimum = forms.IntegerField(
        label=_("In each stratum at least"), min_value=0, max_value=100_000, initial=30, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[f"again_{code}"] = LineField(
                label=in_language(_("Subject for those who did not answer the wave before (%(language)s)"), code),
                help_text=_("They are asked by another way than then, where they have one."),
                required=False,
                max_length=150,
            )

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first, nor in the past; the other subject is worded everywhere."""
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The first day lies after the last one."))
        elif end and end < clock.today():
            self.add_error("ends_on", _("This day is past."))
        subject = self._again()
        for code, words in subject.items():
            if not words and any(subject.values()):
                self.add_error(f"again_{code}", _("Word the subject in every language, or in none."))
        return self.cleaned_data

    def _again(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"again_{code}", "") for code, _name in settings.LANGUAGES}

    def wanted(self) -> dict[str, Any]:
        """What the sample hangs on, once the form is valid."""
        given = self.cleaned_data
        return {
            "precision": given["precision"],
            "variance": float(given["figure"]),
            "expected_rate": given["expected_percent"] / 100,
            "minimum": given["minimum"] or 0,
        }

    def wave(self) -> dict[str, Any]:
        """What the form says, once it is valid, as the service takes it."""
        given, again = self.cleaned_data, self._again()
        return {
            **self.wanted(),
            "starts_at": clock.start_of_day(given["starts_on"]),
            "ends_at": clock.start_of_day(given["ends_on"] + timedelta(days=1)),
            "stratify_by": given["stratify_by"],
            "again_subject": again if all(again.values()) else {},
        }
