"""What people fill in about ideas."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aisance.advocacy.contracts import IdeaStatus
from aisance.advocacy.models import Idea
from aisance.advocacy.models.ideas import SOURCE_NAMES, STATUS_NAMES

LONGEST = 1_000


class IdeaForm(forms.Form):
    """An idea of a colleague. `sure` comes once ideas like it were shown."""

    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=120)
    words = forms.CharField(
        label=gettext_lazy("What would it change, and for whom?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PageForm(forms.Form):
    """An idea from the public page. `website` is a trap: people do not see it, programmes fill it in."""

    words = forms.CharField(
        label=gettext_lazy("Your idea"), min_length=8, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    website = forms.CharField(required=False)


class CommentForm(forms.Form):
    """A word for colleagues."""

    words = forms.CharField(
        label=gettext_lazy("For colleagues"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    """How staff call an idea, where it stands, and what is told to those who gave it."""

    title = forms.CharField(
        label=gettext_lazy("How we call it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Without anybody’s name. Only ideas with a name may be shown outside."),
    )
    status = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=list(STATUS_NAMES.items()))
    reply = forms.CharField(
        label=gettext_lazy("What we say to those who gave it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("They are told once, when the status changes. A refusal says why."),
    )
    is_public = forms.BooleanField(label=gettext_lazy("Show it on the public page"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") == IdeaStatus.DECLINED and not cleaned.get("reply", "").strip():
            self.add_error("reply", _("Say why."))
        if cleaned.get("is_public") and not cleaned.get("title", "").strip():
            self.add_error("title", _("Give it a name before it is shown outside."))
        return cleaned


class MergeForm(forms.Form):
    """Into which idea."""

    into = forms.ChoiceField(label=gettext_lazy("It is the same as"))

    def __init__(self, *args: Any, others: Sequence[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), (one.title or one.words)[:90]) for one in others]
        self.fields["into"].choices = named  # type: ignore[attr-defined]  # a ChoiceField


class IdeaFilter(forms.Form):
    """Which ideas."""

    status = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Where it came from"), required=False)
    words = forms.CharField(label=gettext_lazy("With the words"), required=False, max_length=60)
    all_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("status", STATUS_NAMES), ("source", SOURCE_NAMES)):
            self.fields[name].choices = [("", pgettext("ideas", "All")), *known.items()]  # type: ignore[attr-defined]  # ChoiceFields


class SwitchForm(forms.Form):
    """What the public page does."""

    shows_ideas = forms.BooleanField(label=gettext_lazy("Show ideas to everybody, and let them vote"), required=False)
    takes_ideas = forms.BooleanField(label=gettext_lazy("Let everybody write an idea there"), required=False)
