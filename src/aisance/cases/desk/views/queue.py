"""The queue: what to do first, the next case, several given at once, and what colleagues ask."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.cases import public as cases
from aisance.cases.contracts import CaseRefusedError, CaseStatus
from aisance.cases.desk.acts import colleagues
from aisance.cases.desk.forms import AnswerForm
from aisance.cases.desk.queue import (
    Chosen,
    Line,
    Tab,
    counts,
    lines_of,
    ordered,
    page_of,
    questions_to,
    seen,
    source_names,
)
from aisance.cases.desk.queue_forms import QueueForm, place_words
from aisance.cases.desk.sheets import sheet_of_cases
from aisance.cases.desk.wording import STATUS_NAMES, due_words
from aisance.cases.models import OPEN, Case, ColleagueQuestion
from aisance.cases.permissions import ASSIGN, VIEW, WORK
from aisance.cases.wording import stake_part_words
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.ui.sheets import wanted

TAB_NAMES = {
    Tab.MINE: pgettext_lazy("cases", "Mine"),
    Tab.POOL: gettext_lazy("Without owner"),
    Tab.WAITING: gettext_lazy("Waiting for the customer"),
    Tab.LATE: pgettext_lazy("cases", "Late"),
    Tab.OPEN: gettext_lazy("All open"),
    Tab.CLOSED: pgettext_lazy("cases", "Closed"),
}
EMPTY = {
    Tab.MINE: gettext_lazy("Nothing waits for you."),
    Tab.POOL: gettext_lazy("Every case has an owner."),
    Tab.WAITING: gettext_lazy("No case waits for a customer."),
    Tab.LATE: gettext_lazy("Nothing is late."),
    Tab.OPEN: gettext_lazy("No case is open."),
    Tab.CLOSED: gettext_lazy("No case was closed."),
}
MOST_ASSIGNED = 200


@requires(VIEW)
@require_safe
def case_queue(request: ViewerRequest) -> HttpResponseBase:
    """The cases of the viewer, of their units, late ones, closed ones; what is lost first if it waits stands first."""
    viewer, tab = request.viewer, tab_of(request)
    form = QueueForm(request.GET, viewer=viewer, tab=tab)
    context: dict[str, Any] = {"form": form, "tab": tab.value, **_rights(viewer)}
    if not form.is_valid():
        return render(request, "cases/desk/queue.html", context, status=422)
    chosen = form.chosen(request.GET.get("after", ""))
    if file := wanted(request):
        return file.of(sheet_of_cases(viewer, ordered(viewer, chosen)), "cases", tab, clock.today())
    page = page_of(viewer, chosen)
    context |= {
        "lines": list(shown(page.lines)),
        "tabs": _tabs(viewer, chosen, form.words()),
        "next": _next(tab, form.words(), place_words(page.after)),
        "is_first": chosen.after is None,
        "is_narrowed": bool(form.words()),
        "empty": EMPTY[tab],
        "questions": list(questions_to(viewer)[:20]),
        "people": colleagues(viewer) if viewer.holds(ASSIGN) else [],
        "me": viewer.person_id,
        "here": request.get_full_path(),
    }
    return render(request, "cases/desk/queue.html", context)


def _rights(viewer: Viewer) -> dict[str, bool]:
    return {"may_work": viewer.holds(WORK), "may_assign": viewer.holds(ASSIGN)}


def tab_of(request: ViewerRequest) -> Tab:
    """The part of the queue that an address asks for; else one's own, and all that is open for who leads others' work
    and has none of their own, or does not work on cases."""
    asked, viewer = request.GET.get("tab", ""), request.viewer
    if asked in Tab:
        return Tab(asked)
    if not viewer.holds(WORK):
        return Tab.OPEN
    has_own = not viewer.holds(ASSIGN) or Case.objects.filter(OPEN, owner_id=viewer.person_id).exists()
    return Tab.MINE if has_own else Tab.OPEN


def shown(lines: list[Line]) -> Iterator[dict[str, Any]]:
    """Lines with what stands in words beside them."""
    now = clock.now()
    sources = source_names()
    for line in lines:
        case = line.case
        yield {
            "line": line,
            "case": case,
            "due": due_words(case.due_at, now, closed=not case.is_open),
            "promise": due_words(case.promised_by, now, closed=not case.is_open),
            "status": STATUS_NAMES[CaseStatus(case.status)],
            "why": [stake_part_words(part) for part in case.stake_reasons],
            "source": sources.get(case.source, case.source),
        }


def _tabs(viewer: Viewer, chosen: Chosen, words: dict[str, str]) -> list[dict[str, Any]]:
    found = counts(viewer, chosen)
    offered = [tab for tab in Tab if tab is not Tab.MINE or viewer.holds(WORK)]
    return [
        {
            "code": tab.value,
            "name": TAB_NAMES[tab],
            "count": found.get(tab),
            "url": f"?{urlencode({'tab': tab, **words})}",
        }
        for tab in offered
    ]


def _next(tab: Tab, words: dict[str, str], after: str) -> str:
    return f"?{urlencode({'tab': tab.value, **words, 'after': after})}" if after else ""


@requires(WORK)
@require_POST
def case_next(request: ViewerRequest) -> HttpResponse:
    """Take the first case that has no owner, and go there."""
    taken = cases.take_next(by=request.viewer)
    if taken is None:
        messages.info(request, _("No case without owner is left for you."))
        return redirect("case-queue")
    return redirect("case-detail", seen(request.viewer).get(pk=taken).number)


@requires(VIEW)
@require_POST
def case_find(request: ViewerRequest) -> HttpResponse:
    """A case by its number; any other words go on to the search for customers, whose pages show their cases."""
    words = request.POST.get("words", "").strip()
    case = cases.case_for(request.viewer, words[:12]) if words else None
    if case is not None:
        return redirect("case-detail", case.number)
    # 307 keeps the words in the body: an address with somebody's name would stay in histories and logs.
    return HttpResponse(status=307, headers={"Location": reverse("customer-list")})


@requires(ASSIGN)
@require_POST
def case_assign(request: ViewerRequest) -> HttpResponse:
    """Give the ticked cases to somebody, or back to the pool."""
    ids = [int(pk) for pk in request.POST.getlist("case") if pk.isdecimal() and len(pk) < 19][:MOST_ASSIGNED]
    owner = request.POST.get("owner", "")
    mine = set(
        seen(request.viewer).filter(request.viewer.scope(ASSIGN).rows("unit"), pk__in=ids).values_list("pk", flat=True)
    )
    allowed = {pk for pk, _name in colleagues(request.viewer)} | {str(request.viewer.person_id), "pool"}
    if not mine or owner not in allowed:
        messages.error(request, _("Tick cases, and choose who gets them."))
        return redirect(_back(request))
    done = cases.assign(sorted(mine), owner_id=None if owner == "pool" else int(owner), by=request.viewer)
    said = ngettext("%(n)d case changed hands.", "%(n)d cases changed hands.", done) % {"n": done}
    messages.success(request, said)
    return redirect(_back(request))


def _back(request: ViewerRequest) -> str:
    """Where the list was, if that is an address of the queue."""
    back = request.POST.get("back", "")
    queue = reverse("case-queue")
    return back if back.startswith(f"{queue}?") else queue


@requires(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_question(request: ViewerRequest, question_id: int) -> HttpResponse:
    """What a colleague asks, and the answer: also in a case of another unit, of which nothing more is shown."""
    question = questions_to(request.viewer).filter(pk=question_id).first()
    if question is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, question, form.cleaned_data["words"])
    case = cases.case_for(request.viewer, question.entry.case.number)
    line = lines_of(request.viewer, [case])[0] if case else None
    context = {"question": question, "form": form, "line": line}
    return render(request, "cases/desk/question.html", context, status=422 if form.errors else 200)


def _answered(request: ViewerRequest, question: ColleagueQuestion, words: str) -> HttpResponse:
    with suppress(CaseRefusedError):  # sent twice: the first answer stands
        cases.answer_colleague(question.entry_id, words, by=request.viewer)
    messages.success(request, _("Your answer stands in the case."))
    return redirect("case-queue")
