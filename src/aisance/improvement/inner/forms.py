"""A report in a minute, and its answer."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.improvement.contracts import About, TopicStatus
from aisance.improvement.models import Topic
from aisance.improvement.wording import ABOUT_NAMES, TOPIC_NAMES


class ReportForm(forms.Form):
    """What gets in the way: one line is enough."""

    title = forms.CharField(label=gettext_lazy("What gets in your way?"), max_length=120)
    about = forms.ChoiceField(label=gettext_lazy("It is"), choices=list(ABOUT_NAMES.items()), initial=About.TOOL)
    words = forms.CharField(
        label=gettext_lazy("When does it happen, and what does it cost you?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("No names of customers, please."),
    )
    unnamed = forms.BooleanField(
        label=gettext_lazy("Do not keep who I am"),
        required=False,
        help_text=gettext_lazy(
            "Your name is then never written down; nobody can give it back, nor tell you by name what became of it. "
            "Your team is kept, and shown only with four other reports without a name."
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4().hex})

    @property
    def said(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        held = self.cleaned_data
        return {**held, "about": About(held["about"])}


class AnswerForm(forms.Form):
    """What becomes of a topic."""

    status = forms.ChoiceField(label=pgettext_lazy("of a topic", "Status"), choices=list(TOPIC_NAMES.items()))
    answer = forms.CharField(
        label=gettext_lazy("Answer to those who reported it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Show it to every team"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        held = self.cleaned_data
        return {**held, "status": TopicStatus(held["status"])}


class JoinForm(forms.Form):
    """The topic that says the same."""

    into = forms.TypedChoiceField(label=gettext_lazy("It is the same as"), coerce=int)

    def __init__(self, data: Any = None, *, others: Iterable[Topic]) -> None:
        super().__init__(data)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(topic.pk, topic.title) for topic in others]
