"""Who does what: what people know, how much they are handed, and until when they are away."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from aisance.accounts.contracts import PersonCard
from aisance.accounts.public import people_within
from aisance.cases.models import OPEN, Case, WorkProfile
from aisance.cases.permissions import ASSIGN, WORK
from aisance.cases.services.owners import DEFAULT_MOST_OPEN
from aisance.cases.services.working import set_away, set_profile
from aisance.core import clock
from aisance.core.permissions import Role, Viewer, ViewerRequest, requires
from aisance.core.translated import LANGUAGES
from aisance.ui.inputs import DayInput

LONGEST_ABSENCE = timedelta(days=366)


class AwayForm(forms.Form):
    """Until when somebody is away; an empty day says that they are here."""

    until = forms.DateField(
        label=gettext_lazy("Away until, that day included"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Your open cases go to colleagues, or to the pool. Empty: I am here."),
    )

    def clean_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        if until is None:
            return None
        if not clock.today() <= until <= clock.today() + LONGEST_ABSENCE:
            raise forms.ValidationError(_("A day from today on, a year ahead at most."))
        midnight = datetime.combine(until + timedelta(days=1), time.min)
        return timezone.make_aware(midnight, timezone.get_default_timezone())


class WorkForm(AwayForm):
    """What somebody is handed by themselves."""

    skills = forms.CharField(
        label=gettext_lazy("Knows about"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Words between commas, as billing, network. Alert rules may ask for one."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Speaks, besides their own language"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Codes between commas, as fr, nl."),
    )
    most_open = forms.IntegerField(
        label=gettext_lazy("Open cases handed to them at most"), required=False, min_value=0, max_value=500
    )

    def words(self, name: str) -> list[str]:
        """The words between commas of a valid form."""
        return [word.strip() for word in self.cleaned_data[name].split(",") if word.strip()]


def _people(viewer: Viewer) -> list[PersonCard]:
    """The advisors of the viewer's units: new cases are handed to them alone."""
    return people_within(viewer.scope(ASSIGN), {Role.ADVISOR})


@requires(ASSIGN)
@require_safe
def people(request: ViewerRequest) -> HttpResponse:
    """Everybody who works on cases here, with what they have open."""
    found = _people(request.viewer)
    ids = [person.id for person in found]
    profiles = {row.person_id: row for row in WorkProfile.objects.filter(person_id__in=ids)}
    loads = dict(Case.objects.filter(OPEN, owner_id__in=ids).order_by().values_list("owner_id").annotate(n=Count("pk")))
    now = clock.now()
    rows = []
    for person in found:
        profile = profiles.get(person.id)
        away = profile.away_until if profile and profile.away_until and profile.away_until > now else None
        rows.append({"person": person, "profile": profile, "open": loads.get(person.id, 0), "away": _last_day(away)})
    return render(request, "cases/work/people.html", {"rows": rows, "usual": DEFAULT_MOST_OPEN})


def _last_day(away_until: datetime | None) -> Any:
    return clock.local_day(away_until - timedelta(seconds=1)) if away_until else None


@requires(ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def person_work(request: ViewerRequest, person_id: int) -> HttpResponse:
    """What one person knows, how much they are handed, until when they are away."""
    person = next((one for one in _people(request.viewer) if one.id == person_id), None)
    if person is None:
        raise Http404
    form = WorkForm(request.POST or None, initial=_initial(person_id))
    if request.method == "POST" and form.is_valid():
        set_profile(
            person_id=person_id,
            skills=form.words("skills"),
            languages=form.words("languages"),
            most_open=form.cleaned_data["most_open"],
            by=request.viewer,
        )
        _set_away(request, person_id, form.cleaned_data["until"])
        return redirect("work-people")
    context = {"form": form, "person": person, "usual": DEFAULT_MOST_OPEN, "tongues": LANGUAGES}
    return render(request, "cases/work/person.html", context, status=422 if form.is_bound else 200)


@requires(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: ViewerRequest) -> HttpResponse:
    """One's own switch: away until a day, or here."""
    person_id = request.viewer.person_id or 0
    form = AwayForm(request.POST or None, initial=_initial(person_id))
    if request.method == "POST" and form.is_valid():
        _set_away(request, person_id, form.cleaned_data["until"])
        return redirect("work-away")
    return render(request, "cases/work/away.html", {"form": form}, status=422 if form.is_bound else 200)


def _set_away(request: ViewerRequest, person_id: int, until: datetime | None) -> None:
    moved = set_away(person_id=person_id, until=until, by=request.viewer)
    messages.success(request, _("Saved. Cases handed on: %(n)d.") % {"n": moved} if until else _("Saved."))


def _initial(person_id: int) -> dict[str, Any]:
    row = WorkProfile.objects.filter(person_id=person_id).first()
    if row is None:
        return {}
    away_until = row.away_until if row.away_until and row.away_until > clock.now() else None
    return {
        "skills": ", ".join(row.skills),
        "languages": ", ".join(row.languages),
        "most_open": row.most_open,
        "until": _last_day(away_until),
    }
