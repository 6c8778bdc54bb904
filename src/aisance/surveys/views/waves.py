"""The page that plans a wave of a barometer, with the sample that its precision takes."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Programme, Wave
from aisance.surveys.permissions import EDIT_PROGRAMMES, VIEW_PROGRAMMES
from aisance.surveys.planning.sampling import answers_needed, design_effect, half_width_reached
from aisance.surveys.queries.candidates import plan_of
from aisance.surveys.queries.programmes import tally, version_shown
from aisance.surveys.queries.strata import StratumLine, strata_lines, weighted_items
from aisance.surveys.queries.waves import UNKNOWN, SamplePlan, frame, sample_plan, strata_sizes, wave_line, wave_rows
from aisance.surveys.questionnaires.languages import language_name
from aisance.surveys.rules import funnel
from aisance.surveys.services.waves import draw_wave, plan_wave
from aisance.surveys.views.programmes import own_programme, programme_known, stages_drawn
from aisance.surveys.wave_form import WaveForm

UNKNOWN_TRAITS = {"language": gettext_lazy("language unknown"), "segment": gettext_lazy("segment unknown")}


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
    plan = _plan(programme, form) if valid else None
    context = {
        "programme": programme,
        "name": translated(programme.name),
        "form": form,
        "plan": plan,
        "strata": _named(plan, form) if plan else [],
    }
    return render(request, "surveys/wave_new.html", context, status=422 if asked is not None and not valid else 200)


@requires(VIEW_PROGRAMMES)
@require_safe
def wave_detail(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """A wave that was drawn: what its precision took, the way to an answer, its strata and its weighted scores."""
    programme = programme_known(request, code)
    wave = programme.waves.filter(number=number).exclude(state=Wave.State.PLANNED).first()
    if wave is None:
        raise Http404
    rows = wave_rows(request.viewer, wave)
    counted = tally(rows)
    line, lines, by = wave_line(wave, rows), strata_lines(wave, rows), wave.stratify_by
    context = {
        "programme": programme,
        "name": translated(programme.name),
        "wave": wave,
        "line": line,
        "is_cold": True,
        "stages": stages_drawn(funnel(counted), programme),
        "strata": [{"line": one, "name": stratum_words(one.name, by)} for one in lines],
        "items": weighted_items(wave, rows),
        "reached": half_width_reached(line.answered, wave.variance, _population(wave), _effect(lines)),
        "wanted": answers_needed(wave.precision, wave.variance, _population(wave)),
        "last_day": line.last_day,
    }
    return render(request, "surveys/wave_detail.html", context)


def _population(wave: Wave) -> int:
    return sum(of["size"] for of in wave.strata.values())


def _effect(lines: Sequence[StratumLine]) -> float:
    """By how much the weights of the answers widen the interval."""
    known = [one for one in lines if one.size]
    return design_effect({one.name: one.size or 0 for one in known}, {one.name: one.answered for one in known})


def stratum_words(name: str, stratify_by: Sequence[str]) -> str:
    """A stratum as it is read: the languages by their names, what is not known in words."""
    if not stratify_by:
        return _("All customers")
    values = zip(stratify_by, name.split("/", len(stratify_by) - 1), strict=True)
    return ", ".join(str(UNKNOWN_TRAITS[what]) if value == UNKNOWN else _trait(what, value) for what, value in values)


def _trait(what: str, value: str) -> str:
    return language_name(value) if what == "language" else value


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


def _named(plan: SamplePlan, form: WaveForm) -> list[tuple[str, int, int]]:
    by = form.cleaned_data["stratify_by"]
    return [(stratum_words(name, by), *counts) for name, counts in plan.strata.items()]


def _plan(programme: Programme, form: WaveForm) -> SamplePlan | None:
    """The sample; null where the programme has no version yet."""
    version = version_shown(programme)
    if version is None:
        return None
    traits = frame(programme, plan_of(programme, version))
    return sample_plan(strata_sizes(traits.values(), form.cleaned_data["stratify_by"]), **form.wanted())
