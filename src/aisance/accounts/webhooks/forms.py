"""Forms of webhooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.accounts.webhooks.registry import published
from aisance.accounts.webhooks.rules import wrong_url
from aisance.accounts.webhooks.sending import inside_hosts
from aisance.core.days import WITHIN_REACH
from aisance.ui.inputs import DayInput

WRONG = {
    "scheme": _("It must begin with https://, unless the settings name its host as one of your own network."),
    "host": _("This is no address of the web."),
    "user": _("Without a user, a password or a mark after #: what signs in is the signature."),
}


class WebhookForm(forms.Form):
    """An address and what it is told of."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Which system it is."))
    url = forms.CharField(label=_("Address"), max_length=500, widget=forms.URLInput)
    kinds = forms.MultipleChoiceField(label=_("What it is told of"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(one.code, one.title) for one in published().values()]  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if problem := wrong_url(url, inside_hosts()):
            raise forms.ValidationError(WRONG[problem])
        return url


class WebhookChangeForm(WebhookForm):
    """The same of one that is there, which may be put to rest."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class ReplayForm(forms.Form):
    """Since when it is to be told again."""

    since = forms.DateField(label=_("Since the day"), validators=WITHIN_REACH, widget=DayInput())
