"""The form of a reply template."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.cases.contracts import CaseOutcome
from aisance.cases.desk.forms import causes, offer, words_field
from aisance.cases.desk.rules import left_to_fill
from aisance.cases.desk.templating import in_force
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.cases.models import ReplyTemplate


class TemplateForm(forms.Form):
    """Words to begin with, in one language; at least one place must be left to whoever writes."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    reason = forms.ChoiceField(label=gettext_lazy("Contact reason"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)
    subject = forms.CharField(label=pgettext_lazy("mail", "Subject"), max_length=120, required=False)
    body = words_field(gettext_lazy("Message"), rows=10, longest=4_000)

    def __init__(self, data: Any, *, row: ReplyTemplate | None) -> None:
        super().__init__(data, initial=_values(row) if row else None)
        self.row = row
        offer(self, "reason", [("", _("Any")), *causes()])
        offer(self, "outcome", [("", _("Any")), *((one.value, OUTCOME_NAMES[one]) for one in CaseOutcome)])
        self.fields["body"].help_text = _(
            "Put into [brackets] what must be written for each customer, as [what went wrong]. {customer}, {advisor}, "
            "{case} and {company} fill themselves in."
        )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not left_to_fill(body):
            raise forms.ValidationError(_("Leave at least one place in [brackets] to be written for each customer."))
        return body

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        others = in_force().exclude(pk=self.row.pk) if self.row else in_force()
        if others.filter(name=given.get("name"), language=given.get("language")).exists():
            self.add_error("name", _("There is one of this name in this language."))
        return given

    def values(self) -> dict[str, Any]:
        """The columns of a valid form."""
        given = dict(self.cleaned_data)
        given["reason_id"] = int(given.pop("reason")) if given["reason"] else given.pop("reason") or None
        return given


def _values(row: ReplyTemplate) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("name", "language", "outcome", "subject", "body")},
        "reason": str(row.reason_id or ""),
    }
