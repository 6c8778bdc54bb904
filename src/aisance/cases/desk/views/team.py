"""The supervisor's page: how the cases of the team stand."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from aisance.accounts.public import units_in
from aisance.cases.desk.forms import offer
from aisance.cases.desk.sheets import sheet_of_team
from aisance.cases.desk.team import Team, team_of
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.cases.permissions import ASSIGN
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.ui.numbers import number
from aisance.ui.sheets import wanted

DAYS = (7, 30, 90)


class TeamForm(forms.Form):
    """Which units, and how many days back."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    days = forms.TypedChoiceField(label=gettext_lazy("Period"), coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"days": 30})
        units = units_in(viewer.scope(ASSIGN))
        floor = min((unit.depth for unit in units), default=0)
        offer(
            self,
            "unit",
            [("", _("Every unit I see")), *((str(u.id), "\u2003" * (u.depth - floor) + u.name) for u in units)],
        )
        offer(self, "days", [(days, _("Last %(n)d days") % {"n": days}) for days in DAYS])
        self.fields["days"].initial = 30


@requires(ASSIGN)
@require_safe
def case_team(request: ViewerRequest) -> HttpResponseBase:
    """What is open and late, who has how much, how fast, and how it ends; with n, and intervals where there are."""
    form = TeamForm(request.GET if request.GET else {"days": "30"}, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "cases/desk/team.html", {"form": form}, status=422)
    given = form.cleaned_data
    team = team_of(request.viewer, given["days"] or 30, int(given["unit"]) if given["unit"] else None)
    if file := wanted(request):
        return file.of(sheet_of_team(team), "case-team", clock.today())
    context = {
        "form": form,
        "team": team,
        "headline": _headline(team),
        "outcomes": [(OUTCOME_NAMES[outcome], share) for outcome, share in team.outcomes],
    }
    return render(request, "cases/desk/team.html", context)


def _headline(team: Team) -> str:
    """The page in one sentence."""
    if not team.open:
        return _("No case is open")
    if not team.late:
        return ngettext("%(n)s case is open, none is late", "%(n)s cases are open, none is late", team.open) % {
            "n": number(team.open)
        }
    return _("%(late)s of %(open)s open cases are late") % {"late": number(team.late), "open": number(team.open)}
