"""The page that plans a wave of a barometer, with the sample that its precision takes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Programme
from aisance.surveys.permissions import EDIT_PROGRAMMES
from aisance.surveys.queries.candidates import plan_of
from aisance.surveys.queries.programmes import version_shown
from aisance.surveys.queries.waves import SamplePlan, frame, sample_plan, strata_sizes
from aisance.surveys.services.waves import draw_wave, plan_wave
from aisance.surveys.views.programmes import own_programme
from aisance.surveys.wave_form import WaveForm


@requires(EDIT_PROGRAMMES)
def wave_new(request: ViewerRequest, code: str) -> HttpResponse:
    """The next wave: computing its sample stores nothing, planning it does."""
    programme = own_programme(request, code)
    if programme.kind != ProgrammeKind.COLD:
        raise Http404
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET if "precision" in request.GET else None
    form = WaveForm(asked)
    valid = form.is_valid()
    if posted and valid and "compute" not in request.POST:
        number = plan_wave(programme_id=programme.pk, by=request.viewer, **form.wave())
        messages.success(request, _("Wave %(number)d is planned.") % {"number": number})
        return redirect("programme-detail", code=programme.code)
    context = {
        "programme": programme,
        "name": translated(programme.name),
        "form": form,
        "plan": _plan(programme, form) if valid else None,
    }
    return render(request, "surveys/wave_new.html", context, status=422 if asked is not None and not valid else 200)


@requires(EDIT_PROGRAMMES)
@require_POST
def wave_draw(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """Draw the sample of a planned wave now, before it begins; its messages wait for its first day."""
    programme = own_programme(request, code)
    wave = programme.waves.filter(number=number).first()
    if wave is None:
        raise Http404
    may_draw = programme.state == Programme.State.RUNNING and wave.ends_at > clock.now()
    if may_draw and draw_wave(wave_id=wave.pk, by=request.viewer):
        messages.success(request, _("The sample of wave %(number)d is drawn.") % {"number": number})
    else:
        messages.error(request, _("Only a planned wave of a programme that is on can be drawn."))
    return redirect("programme-detail", code=programme.code)


def _plan(programme: Programme, form: WaveForm) -> SamplePlan | None:
    """The sample; null where the programme has no version yet."""
    version = version_shown(programme)
    if version is None:
        return None
    traits = frame(programme, plan_of(programme, version))
    return sample_plan(strata_sizes(traits.values(), form.cleaned_data["stratify_by"]), **form.wanted())
