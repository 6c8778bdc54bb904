"""What may be asked of the list of outgoing messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.outreach.models import Message


class MessageFilter(forms.Form):
    """One state, or all."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Message.State.choices])
