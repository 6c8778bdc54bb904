"""What may be asked of the list of outgoing messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.outreach.models import Message
from aisance.outreach.queries import Listed


class MessageFilter(forms.Form):
    """One state, or all; requests to confirm a choice with the others, by themselves or, unless asked for, not."""

    what = forms.ChoiceField(
        label=_("Messages"),
        required=False,
        choices=[
            ("", _("Without requests to confirm")),
            (Listed.CONFIRMATIONS, _("Requests to confirm a choice")),
            (Listed.ALL, _("All messages")),
        ],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Message.State.choices])
