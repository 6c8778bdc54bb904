"""The list of decisions: which contacts were asked about, which were not, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.journeys.public import channel_names
from aisance.surveys.contracts import InvitationState
from aisance.surveys.forms import PeriodForm
from aisance.surveys.models import REASON_NAMES, Invitation
from aisance.surveys.permissions import VIEW_PROGRAMMES
from aisance.surveys.queries.decided import FATES, Wanted, as_listed, decisions_wanted
from aisance.surveys.queries.programmes import programmes_within
from aisance.surveys.sheets import sheet_of_decisions
from aisance.ui.sheets import wanted

PAGE_SIZE = 50

FATE_NAMES: dict[str, Any] = {
    "": gettext_lazy("Every decision"),
    "invited": gettext_lazy("Invited"),
    "answered": gettext_lazy("Invited, and answered"),
    "silent": gettext_lazy("Invited, and not answered"),
    "planned": gettext_lazy("Waiting for their time"),
    **{reason.value: name for reason, name in REASON_NAMES.items()},
}

STATE_NAMES = {
    InvitationState.PLANNED: gettext_lazy("Waiting for its time"),
    InvitationState.SENDING: gettext_lazy("On its way"),
    InvitationState.DELIVERED: gettext_lazy("Invited"),
    InvitationState.FAILED: gettext_lazy("The message failed"),
}


class DecisionFilterForm(PeriodForm):
    """Days, programme, and what was decided; unit and advisor come with the address of a figure."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    fate = forms.ChoiceField(label=gettext_lazy("Decision"), required=False)
    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    advisor = forms.CharField(required=False, widget=forms.HiddenInput)
    exactly = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any], *, viewer: Viewer) -> None:
        super().__init__(given)
        named = [(code, name) for code, (_pk, name) in programmes_within(viewer.scope(VIEW_PROGRAMMES)).items()]
        for name, choices in (
            ("programme", [("", _("Every programme")), *named]),
            ("fate", [(code, FATE_NAMES[code]) for code in FATES]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = choices

    @property
    def wanted(self) -> Wanted:
        """What was chosen, once valid."""
        held = self.cleaned_data
        return Wanted(**{name: held[name] for name in self.fields if name != "exactly"}, exactly=bool(held["exactly"]))


@requires(VIEW_PROGRAMMES)
@require_GET
def decision_list(request: ViewerRequest) -> HttpResponseBase:
    """The decisions about contacts of the viewer's units, newest first."""
    form = DecisionFilterForm(request.GET, viewer=request.viewer)
    rows = Invitation.objects.none()
    if form.is_valid():
        try:
            rows = decisions_wanted(request.viewer, form.wanted)
        except LookupError:
            form.add_error(None, _("There is no unit “%(code)s”.") % {"code": form.cleaned_data["unit"]})
    if form.is_valid() and (file := wanted(request)):
        days = (form.cleaned_data["start"], form.cleaned_data["end"])
        return file.of(sheet_of_decisions(rows, _("Decisions")), "decisions", form.cleaned_data["unit"], *days)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": [_line(row) for row in as_listed(page.object_list)]}
    return render(request, "surveys/decision_list.html", context, status=200 if form.is_valid() else 422)


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    state = InvitationState(row["state"])
    refused = state == InvitationState.REFUSED
    names: dict[str, Any] = {reason.value: name for reason, name in REASON_NAMES.items()}
    return {
        **row,
        "programme": translated(row["programme_name"]),
        "channel": channel_names().get(row["channel"] or "", ""),
        "is_refused": refused,
        "what": names.get(row["reason"], row["reason"]) if refused else STATE_NAMES[state],
        "is_answered": bool(row["answered_at"]),
    }
