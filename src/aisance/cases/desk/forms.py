"""What can be done in a case, as forms; each has a prefix of its own, since all stand on one page."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.cases.contracts import CaseOutcome
from aisance.cases.desk.replying import NOT_FILLED, Reply, may_leave
from aisance.cases.desk.rules import left_to_fill
from aisance.cases.desk.templating import Begun
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.core import clock
from aisance.journeys.public import reasons
from aisance.outreach.contracts import MessageChannel

type Choices = Iterable[tuple[Any, Any]]

CHANNEL_NAMES = {MessageChannel.EMAIL: gettext_lazy("E-mail"), MessageChannel.SMS: pgettext_lazy("channel", "SMS")}
LONGEST_WORDS = 8_000
LEAST_SUMMARY = 20
NO_CAUSE = "none"


def words_field(label: Any, *, rows: int = 3, required: bool = True, longest: int = LONGEST_WORDS) -> forms.CharField:
    """Free words of a person."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=longest, required=required
    )


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a choice what may be chosen now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # declared in the class
    field.choices = list(choices)


def causes() -> list[tuple[str, str]]:
    """The tree of reasons, indented by its depth."""
    return [(str(one.id), "\u2003" * (one.path.count("/") - 2) + one.name) for one in reasons()]


class NoteForm(forms.Form):
    """Words for colleagues."""

    words = words_field(gettext_lazy("Note for colleagues"))


class AskForm(forms.Form):
    """A question to a colleague."""

    person = forms.ChoiceField(label=gettext_lazy("Colleague"))
    words = words_field(gettext_lazy("Question"))

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", _("Choose")), *people])


class AnswerForm(forms.Form):
    """The answer to a colleague."""

    words = words_field(gettext_lazy("Your answer"))


class ReplyForm(forms.Form):
    """A message to the customer. What the template left to fill in, or an untouched template, does not go."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    subject = forms.CharField(label=pgettext_lazy("mail", "Subject"), max_length=180, required=False)
    words = words_field(gettext_lazy("Message"), rows=9)
    waits = forms.BooleanField(label=gettext_lazy("Then wait for the customer"), required=False, initial=True)

    def __init__(self, *args: Any, channels: Sequence[str] = (), begun: Begun | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = begun
        offer(self, "channel", [(code, CHANNEL_NAMES[MessageChannel(code)]) for code in channels])

    def reply(self) -> Reply:
        """What is to be sent. For a form whose fields are valid."""
        given = self.cleaned_data
        return Reply(given["channel"], given.get("subject", ""), given["words"], self.begun, given["waits"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"channel", "words"} <= given.keys() and (why := may_leave(self.reply())):
            self.add_error("words", _why_not(why, f"{given.get('subject', '')}\n{given['words']}"))
        if given.get("channel") == MessageChannel.EMAIL and not given.get("subject"):
            self.add_error("subject", _("An e-mail needs a subject."))
        return given


def _why_not(why: str, text: str) -> str:
    if why == NOT_FILLED:
        return _("Still to be filled in: %(places)s. Say it for this customer.") % {
            "places": ", ".join(left_to_fill(text))
        }
    return _("This is the template as it is. Say something that only this customer could be told.")


class TransferForm(forms.Form):
    """Handing over: to whom, and what they must know so that the customer need not repeat it."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    person = forms.ChoiceField(label=pgettext_lazy("case", "Person"), required=False)
    summary = words_field(gettext_lazy("Summary: what happened, what was said, what is open"), rows=5)

    def __init__(self, *args: Any, units: Choices = (), people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", [("", _("Stays where it is")), *units])
        offer(self, "person", [("", _("Whoever is free there")), *people])

    def clean_summary(self) -> str:
        summary: str = self.cleaned_data["summary"]
        if len(summary.strip()) < LEAST_SUMMARY:
            raise forms.ValidationError(_("Too short: the customer would have to say it all again."))
        return summary

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("unit") and not given.get("person"):
            self.add_error("unit", _("Choose a unit or a person."))
        return given


class PromiseForm(forms.Form):
    """What the customer was promised, and by when."""

    what = forms.CharField(label=gettext_lazy("What was promised"), max_length=400)
    by = forms.DateTimeField(
        label=gettext_lazy("Until when"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def clean_by(self) -> datetime:
        by: datetime = self.cleaned_data["by"]
        if not clock.now() < by <= clock.now() + timedelta(days=366):
            raise forms.ValidationError(_("A moment to come, a year ahead at most."))
        return by


class CauseForm(forms.Form):
    """The root cause, from the tree of reasons."""

    cause = forms.ChoiceField(label=gettext_lazy("Root cause"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cause", [("", _("Choose")), *causes(), (NO_CAUSE, _("Looked for, none found"))])

    @property
    def cause_id(self) -> int | None:
        """The chosen reason; null where none was found."""
        given = self.cleaned_data["cause"]
        return None if given == NO_CAUSE else int(given)


class CloseForm(CauseForm):
    """How it ended, why it came, and whether the customer is asked."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(outcome.value, OUTCOME_NAMES[outcome]) for outcome in CaseOutcome],
        widget=forms.RadioSelect,
    )
    words = words_field(gettext_lazy("What was done"), required=False)
    ask = forms.BooleanField(label=gettext_lazy("Ask the customer whether it is solved"), required=False, initial=True)
    field_order = ("outcome", "cause", "words", "ask")


class ReopenForm(forms.Form):
    """Why a case is open again."""

    words = words_field(gettext_lazy("Why it is open again"))


class MergeForm(forms.Form):
    """Into which other open case of the same customer this one goes."""

    into = forms.ChoiceField(label=gettext_lazy("Into which case"))

    def __init__(self, *args: Any, others: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "into", others)


class SplitForm(forms.Form):
    """What the second matter is."""

    words = words_field(gettext_lazy("The other matter, in words"))
