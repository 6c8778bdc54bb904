"""The pages of programmes: who is asked what, what became of it, and the form that changes it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.statistics import wilson
from aisance.core.translated import translated
from aisance.journeys.public import channel_names, steps
from aisance.outreach.contracts import MessageChannel
from aisance.surveys.catalogue import COMPONENT_LABELS, IN_WORDS_ONLY
from aisance.surveys.contracts import COMPONENTS_SCREEN, ProgrammeKind
from aisance.surveys.forms import PeriodForm
from aisance.surveys.models import REASON_NAMES, Invitation, Programme, ProgrammeVersion
from aisance.surveys.permissions import EDIT_PROGRAMMES, VIEW_ANSWERS, VIEW_PROGRAMMES
from aisance.surveys.programme_fields import ROUTE_NAMES
from aisance.surveys.programme_name_form import KIND_NAMES
from aisance.surveys.programme_wording import further_terms
from aisance.surveys.queries.candidates import routes_of
from aisance.surveys.queries.effects import effects
from aisance.surveys.queries.programmes import (
    decisions,
    draft_of,
    may_edit,
    programme_seen_by,
    programmes_seen_by,
    tally,
    version_shown,
)
from aisance.surveys.queries.questions import points_asked, scales_asked
from aisance.surveys.queries.waves import drawn_yet, next_wave, wave_lines
from aisance.surveys.questionnaires.contracts import Item
from aisance.surveys.questionnaires.describing import kind_names
from aisance.surveys.questionnaires.rules import items_of
from aisance.surveys.rules import Stage, Tally, funnel
from aisance.surveys.services.programmes import publish_draft, stop_programme, switch_on
from aisance.surveys.texting.wording import texts_shown
from aisance.surveys.views.programme_files import decisions_taken, programme_taken, programmes_taken
from aisance.ui.sheets import FORMATS, Wanted, wanted

STAGE_NAMES = {
    "eligible": gettext_lazy("Eligible contacts"),
    "invited": pgettext_lazy("stage", "Invited"),
    "delivered": pgettext_lazy("stage", "Delivered"),
    "opened": pgettext_lazy("stage", "Opened"),
    "answered": pgettext_lazy("stage", "Answered"),
}

FIRST_OF_WAVES = pgettext_lazy("stage", "Drawn customers")

FIRST_WAVE = (
    gettext_lazy("Plan a wave"),
    gettext_lazy("Its days and its precision; the sample is drawn when it begins."),
)

BEGINNING = (
    (gettext_lazy("Write a version"), gettext_lazy("Whom it asks, when, how and what; it stays a draft.")),
    (gettext_lazy("Publish it"), gettext_lazy("Its answers keep it from then on; a change makes another version.")),
    (gettext_lazy("Switch the programme on"), gettext_lazy("From then on it asks, until you stop it.")),
)

LOSS_NAMES: dict[str, Any] = {
    **{reason.value: name for reason, name in REASON_NAMES.items()},
    "planned": gettext_lazy("Waiting for their time"),
    "sending": gettext_lazy("On their way"),
    "unopened": gettext_lazy("Not opened yet, may still be"),
    "never_opened": gettext_lazy("Never opened"),
    "passed": gettext_lazy("Skipped every question they saw"),
}

REFUSALS = {
    "no_draft": gettext_lazy("There is no draft to publish."),
    "nothing_published": gettext_lazy("Publish a version before you switch the programme on."),
}


def programme_known(request: ViewerRequest, code: str) -> Programme:
    """The programme, where the viewer may know of it; else it does not exist."""
    programme = programme_seen_by(request.viewer, code)
    if programme is None:
        raise Http404
    return programme


def own_programme(request: ViewerRequest, code: str) -> Programme:
    """The programme to change: known but not the viewer's to change is forbidden."""
    programme = programme_known(request, code)
    if not may_edit(request.viewer, programme):
        raise PermissionDenied(EDIT_PROGRAMMES.code)
    return programme


@requires(VIEW_PROGRAMMES)
def programme_list(request: ViewerRequest) -> HttpResponseBase:
    """Every programme that asks the viewer's customers, with what it did in the last 28 days."""
    form = PeriodForm({})
    form.is_valid()
    rows = []
    for programme in programmes_seen_by(request.viewer):
        counted = tally(decisions(request.viewer, programme, form.cleaned_data["start"], form.cleaned_data["end"]))
        row = {"programme": programme, "name": translated(programme.name), **_rate(counted)}
        rows.append({**row, "before_waves": programme.kind == ProgrammeKind.COLD and not drawn_yet(programme)})
    if file := wanted(request):
        return programmes_taken(file, rows, form.cleaned_data)
    return render(
        request, "surveys/programme_list.html", {"rows": rows, "may_create": request.viewer.holds(EDIT_PROGRAMMES)}
    )


@requires(VIEW_PROGRAMMES)
def programme_detail(request: ViewerRequest, code: str) -> HttpResponseBase:
    """A programme: a sentence, who and when and how, the way from contact to answer, and what customers see."""
    programme = programme_known(request, code)
    form = PeriodForm(request.GET)
    valid = form.is_valid()
    span = form.cleaned_data if valid else _usual_span()
    decided = decisions(request.viewer, programme, span["start"], span["end"])
    counted = tally(decided)
    if valid and (file := wanted(request)):
        return programme_taken(file, programme, decided, stages_drawn(funnel(counted), programme), span)
    version = version_shown(programme)
    context = {
        "programme": programme,
        "name": translated(programme.name),
        "kind": KIND_NAMES[ProgrammeKind(programme.kind)],
        "version": version,
        "draft": draft_of(programme),
        "may_edit": may_edit(request.viewer, programme),
        "form": form,
        "span": span,
        "stages": stages_drawn(funnel(counted), programme),
        "not_begun": [] if funnel(counted)[0].count else _beginning(programme, version),
        "channels": _channels(version),
        "steps": _steps(version),
        "previews": (shown := previews(version)),
        "must": sum(one["required"] for one in shown),
        "by_mail": version is None or routes_of(version) == ("email",),
        "further": further_terms(version) if version else [],
        "texts": texts_shown(version) if version else [],
        "valid_days": version.valid_hours // 24 if version and version.valid_hours % 24 == 0 else None,
        **_effects(request, programme, decided),
        "may_read": request.viewer.holds(VIEW_ANSWERS),
        **_rate(counted),
    }
    return render(request, "surveys/programme_detail.html", context, status=200 if valid else 422)


def _effects(request: ViewerRequest, programme: Programme, decided: QuerySet[Invitation]) -> dict[str, Any]:
    """Response rates by message and way, where there is more than one of them; the waves of a barometer."""
    is_cold = programme.kind == ProgrammeKind.COLD
    found = [{"name": ROUTE_NAMES.get(MessageChannel(row.route), row.route), **asdict(row)} for row in effects(decided)]
    return {
        "is_cold": is_cold,
        "waves": wave_lines(request.viewer, programme) if is_cold else [],
        "before_waves": is_cold and not drawn_yet(programme),
        "next_wave": next_wave(programme) if is_cold else None,
        "effects": found if len(found) > 1 else [],
    }


def _beginning(programme: Programme, version: ProgrammeVersion | None) -> list[dict[str, Any]]:
    """The steps to the first question, with the next one; none where the programme was on before."""
    if programme.state != Programme.State.DRAFT:
        return []
    steps_left, done = [*BEGINNING], [version is not None, bool(version and version.published_at), False]
    if programme.kind == ProgrammeKind.COLD:
        steps_left.append(FIRST_WAVE)
        done.append(programme.waves.exists())
    return [
        {"name": name, "words": words, "done": is_done, "next": place == done.index(False)}
        for place, ((name, words), is_done) in enumerate(zip(steps_left, done, strict=True))
    ]


def _usual_span() -> dict[str, Any]:
    form = PeriodForm({})
    form.is_valid()
    return form.cleaned_data


def _rate(counted: Tally) -> dict[str, Any]:
    """How many of the invited answered, with its interval; no value where nobody was invited."""
    stages = {stage.code: stage.count for stage in funnel(counted)}
    bounds = wilson(stages["answered"], stages["invited"])
    return {
        "counts": stages,
        "rate": stages["answered"] / stages["invited"] if bounds else None,
        "rate_low": bounds[0] if bounds else None,
        "rate_high": bounds[1] if bounds else None,
        "completed": counted.completed,
        "still_open": counted.planned + counted.sending + counted.unopened,
    }


def stages_drawn(stages: list[Stage], programme: Programme) -> list[dict[str, Any]]:
    """The stages with their bars, in per cent of the first stage, as text: a template would write decimal commas."""
    whole = stages[0].count or 1
    names = {**STAGE_NAMES, **({"eligible": FIRST_OF_WAVES} if programme.kind == ProgrammeKind.COLD else {})}
    rows = []
    before = None
    for stage in stages:
        at = stage.count
        losses = []
        for loss in stage.losses:
            at -= loss.count
            losses.append(
                {
                    "reason": loss.reason,
                    "name": LOSS_NAMES.get(loss.reason) or _("Not sent: %(why)s") % {"why": loss.reason or "?"},
                    "count": loss.count,
                    "share": loss.count / stage.count,
                    "x": f"{100 * at / whole:.2f}%",
                    "width": f"{100 * loss.count / whole:.2f}%",
                }
            )
        rows.append(
            {
                "code": stage.code,
                "name": names[stage.code],
                "count": stage.count,
                "share": stage.count / before if before else None,
                "width": f"{100 * stage.count / whole:.2f}%",
                "losses": losses,
            }
        )
        before = stage.count
    return rows


def _channels(version: ProgrammeVersion | None) -> list[str]:
    names = channel_names()
    return [names.get(code, code) for code in version.channels] if version else []


def _steps(version: ProgrammeVersion | None) -> list[str]:
    return [card.name for card in steps() if card.id in version.step_ids] if version and version.step_ids else []


def previews(version: ProgrammeVersion | None) -> list[dict[str, Any]]:
    """Each question as a phone shows it."""
    asked = items_of(version) if version else ()
    kinds = [item.kind for item in asked]
    names, scales = kind_names(kinds), scales_asked(kinds)
    return [
        {
            "number": number,
            "count": len(asked),
            "kind": item.kind,
            "name": names[item.kind],
            "wording": translated(item.wording),
            "points": _points(item),
            "has_numbers": item.kind in scales and scales[item.kind].code not in IN_WORDS_ONLY,
            "required": item.required,
        }
        for number, item in enumerate(asked, start=1)
    ]


def _points(item: Item) -> list[tuple[Any, Any]]:
    """What can be chosen, or ticked."""
    if item.options:
        return [(option.code, translated(option.wording)) for option in item.options]
    return list(COMPONENT_LABELS.items()) if item.kind == COMPONENTS_SCREEN else points_asked(item.kind)


def _switching(service: Callable[..., Decision], done: Any) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a programme by posting, says so and goes back to its page."""

    @requires(EDIT_PROGRAMMES)
    @require_POST
    def switched(request: ViewerRequest, code: str) -> HttpResponse:
        programme = own_programme(request, code)
        decision = service(programme_id=programme.pk, by=request.viewer)
        if isinstance(decision, Refused):
            messages.error(request, REFUSALS[decision.reason])
        else:
            messages.success(request, done[ProgrammeKind(programme.kind)] if isinstance(done, dict) else done)
        return redirect("programme-detail", code=programme.code)

    return switched


publish = _switching(publish_draft, gettext_lazy("The draft is now the version in force."))
start = _switching(
    switch_on,
    {
        ProgrammeKind.HOT: gettext_lazy("The programme is on: contacts that end from now on are asked about."),
        ProgrammeKind.COLD: gettext_lazy("The programme is on: it asks whomever its waves draw."),
        ProgrammeKind.EMPLOYEE: gettext_lazy("The programme is on: its links may be answered."),
    },
)
stop = _switching(stop_programme, gettext_lazy("The programme is stopped: nobody is asked from now on."))


@requires(VIEW_PROGRAMMES)
def export_decisions(request: ViewerRequest, code: str) -> HttpResponseBase:
    """The decisions of the period as CSV: which contact, asked or not, why; no names, no formulas."""
    programme = programme_known(request, code)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        raise Http404
    span = form.cleaned_data
    return decisions_taken(
        Wanted(FORMATS["csv"]), programme, decisions(request.viewer, programme, span["start"], span["end"]), span
    )
