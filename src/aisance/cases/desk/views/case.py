"""The page of a case, what is done there, and who else has it before them."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aisance.cases import public as cases
from aisance.cases.contracts import CaseOutcome, CaseRefusedError, CaseStatus, EntryCard, StaleCaseError
from aisance.cases.desk import page as page_of_case
from aisance.cases.desk.acts import ACTS, Act, Setting, form_of
from aisance.cases.desk.queue import Chosen, Line, Tab, called, first_of, seen, source_names
from aisance.cases.desk.templating import begun, in_force, offered
from aisance.cases.desk.views.queue import shown
from aisance.cases.desk.wording import (
    OUTCOME_NAMES,
    STATUS_NAMES,
    STEP_WORDS,
    due_words,
    entry_words,
    length,
    not_sent_words,
)
from aisance.cases.models import Case
from aisance.cases.permissions import ASSIGN, VIEW, WORK
from aisance.cases.wording import refusal_words, stake_part_words
from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.once import asking_once, know
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import person_at_hand

NO_VERSION = 0


def case_of(viewer: Viewer, number: str) -> Case:
    """The case with this number in the viewer's units, else 404."""
    case = cases.case_for(viewer, number)
    if case is None:
        raise Http404
    return case


def may_work_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer works on cases in its unit."""
    return viewer.scope(WORK).covers(case.unit.path or "")


@requires(VIEW)
@require_safe
def case_detail(request: ViewerRequest, number: str) -> HttpResponse:
    """One case: what was said, what happened, what to do next, and everything about the customer beside it."""
    with asking_once():
        setting = _setting(request, case_of(request.viewer, number), request.GET.get("template", ""))
        return _drawn(request, setting)


def _drawn(
    request: ViewerRequest, setting: Setting, bound: dict[str, forms.Form] | None = None, **more: Any
) -> HttpResponse:
    """The page; what several of its parts ask for, as whose rows these are, is read once."""
    status = more.pop("status", HTTPStatus.OK)
    present = _present(setting)
    with person_at_hand(setting.customer.rows), asking_once():
        know(cases.case_at, setting.case, setting.viewer, setting.case.pk)
        return render(
            request, "cases/desk/case.html", {**_context(setting, bound), "present": present, **more}, status=status
        )


def _present(setting: Setting) -> list[tuple[int, str, bool]]:
    """Who else has the case before them, which whoever works on it says by looking."""
    viewer, case = setting.viewer, setting.case
    return cases.watch(case.pk, by=viewer) if may_work_on(viewer, case) and viewer.person_id else []


def _setting(request: ViewerRequest, case: Case, template: str) -> Setting:
    customer = page_of_case.customer_of(request.viewer, case)
    chosen = in_force().filter(pk=int(template)).first() if template.isdecimal() and len(template) < 10 else None
    drawn = begun(chosen, case, customer.card, request.viewer) if chosen else None
    return Setting(request.viewer, case, customer, drawn)


def _context(setting: Setting, bound: dict[str, forms.Form] | None = None) -> dict[str, Any]:
    viewer, case = setting.viewer, setting.case
    log = cases.entries_of(viewer, case.pk)
    now = clock.now()
    may_work = may_work_on(viewer, case)
    return {
        "case": case,
        "customer": setting.customer,
        "name": called(setting.customer.card),
        "answer": page_of_case.answer_of(case),
        "opening": next((card.words for card in log if card.words), ""),
        "happened": page_of_case.happened(viewer, case, log, setting.customer.rows),
        "others": page_of_case.others_open(viewer, case, setting.customer.rows),
        "due": due_words(case.due_at, now, closed=not case.is_open),
        "promise_due": due_words(case.promised_by, now, closed=not case.is_open),
        "age": length(now - case.opened_at),
        "status": STATUS_NAMES[CaseStatus(case.status)],
        "outcome": OUTCOME_NAMES[CaseOutcome(case.outcome)] if case.outcome else "",
        "source": source_names().get(case.source, case.source),
        "parts": [stake_part_words(part) for part in case.stake_reasons],
        "is_mine": case.owner_id is not None and case.owner_id == viewer.person_id,
        "may_work": may_work,
        "forms": _forms(setting, bound or {}) if may_work else {},
        "templates": offered(case) if may_work and case.is_open else [],
        "begun": setting.begun,
        "open_act": next(iter(bound), "") if bound else ("reply" if setting.begun else ""),
        "beside": list(shown(_beside(viewer))),
        **_next_step(viewer, case, log),
    }


def _beside(viewer: Viewer) -> list[Line]:
    """The viewer's own cases; all that are open for whoever works on none, or leads others' work and has none."""
    own = first_of(viewer, Chosen(Tab.MINE)) if viewer.holds(WORK) else []
    leads = viewer.holds(ASSIGN) or not viewer.holds(WORK)
    return own or (first_of(viewer, Chosen(Tab.OPEN)) if leads else [])


def _next_step(viewer: Viewer, case: Case, log: list[EntryCard]) -> dict[str, Any]:
    return {"step": STEP_WORDS.get(page_of_case.step_of(viewer, case, log), "")}


def _forms(setting: Setting, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """A form for each act that is open to this case; the one that was sent keeps what was typed."""
    drawn = setting.begun
    initial = {"subject": drawn.subject, "words": drawn.body, "waits": True} if drawn else {}
    found = {}
    for name, act in ACTS.items():
        if act.form is None or (act.while_open and not setting.case.is_open):
            continue
        more = {"initial": initial} if name == "reply" and initial else {}
        found[name.replace("-", "_")] = bound.get(name) or form_of(name, setting, **more)
    return {name: form for name, form in found.items() if form is not None}


@requires(WORK)
@require_POST
def case_act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    """Do one thing in a case. What is out of date, refused or not filled in comes back with what was typed."""
    case = case_of(request.viewer, number)
    if act not in ACTS:
        raise Http404
    if not may_work_on(request.viewer, case):
        raise PermissionDenied(WORK.code)
    setting = _setting(request, case, request.POST.get("template", ""))
    form = form_of(act, setting, request.POST)
    if form is not None and not form.is_valid():
        return _again(request, setting, act, form)
    return _done(request, setting, act, form)


def _done(request: ViewerRequest, setting: Setting, name: str, form: forms.Form | None) -> HttpResponse:
    act = ACTS[name]
    try:
        answer = act.do(setting, form, _version(request))
    except StaleCaseError as stale:
        return _stale(request, setting, name, form, stale)
    except CaseRefusedError as refused:
        return _refused(request, setting, name, form, refusal_words(refused.reason))
    if isinstance(answer, Refused):
        return _refused(request, setting, name, form, not_sent_words(answer.reason))
    messages.success(request, act.said)
    return redirect(_where_to(request.viewer, setting.case, act, answer))


def _version(request: ViewerRequest) -> int:
    """The version that the form was made of; one that is none is as old as can be."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else NO_VERSION


def _where_to(viewer: Viewer, case: Case, act: Act, answer: Any) -> str:
    """To the case, to a new one, or on to the queue from a case that is done or gone."""
    if act.leads_on:
        return reverse("case-queue")
    found = seen(viewer).filter(pk=answer).first() if isinstance(answer, int) and answer else None
    return reverse("case-detail", args=[(found or case).number])


def _again(request: ViewerRequest, setting: Setting, name: str, form: forms.Form, **more: Any) -> HttpResponse:
    return _drawn(request, setting, {name: form}, **{"status": HTTPStatus.UNPROCESSABLE_ENTITY, **more})


def _refused(request: ViewerRequest, setting: Setting, name: str, form: forms.Form | None, words: Any) -> HttpResponse:
    if form is None:
        messages.error(request, words)
        return redirect("case-detail", setting.case.number)
    form.add_error(None, words)
    return _again(request, setting, name, form)


def _stale(
    request: ViewerRequest, setting: Setting, name: str, form: forms.Form | None, stale: StaleCaseError
) -> HttpResponse:
    """Somebody was faster: who did what, and what was typed stands there still, ready to be sent again."""
    if form is None:
        messages.error(request, _("Somebody changed this case meanwhile. Look before you go on."))
        return redirect("case-detail", setting.case.number)
    changed = [(card, entry_words(card.kind, card.data)) for card in stale.changed]
    fresh = Setting(setting.viewer, case_of(setting.viewer, setting.case.number), setting.customer, setting.begun)
    return _again(request, fresh, name, form, status=HTTPStatus.CONFLICT, changed=changed, is_stale=True)


@requires(WORK)
@require_POST
def case_presence(request: ViewerRequest, number: str) -> HttpResponse:
    """Say that somebody has the case before them; answers who else has, and whether it was changed meanwhile."""
    case = case_of(request.viewer, number)
    present = cases.watch(case.pk, by=request.viewer, writing=request.POST.get("writing") == "1")
    changed = case.version != _version(request)
    return render(request, "cases/desk/present.html", {"present": present, "has_changed": changed, "case": case})
