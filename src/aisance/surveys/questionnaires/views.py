"""The pages of questionnaires: the list, the editor, its actions, versions."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import ViewerRequest, requires
from aisance.surveys.models import Questionnaire
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from aisance.surveys.questionnaires.adding import first_content
from aisance.surveys.questionnaires.forms import LanguageForm, NewForm
from aisance.surveys.questionnaires.pages import Reading, history_of, list_rows
from aisance.surveys.questionnaires.queries import (
    content_shown,
    draft_of,
    may_edit,
    questionnaire_seen_by,
    questionnaires_seen_by,
    units_to_choose,
    version_of,
)
from aisance.surveys.questionnaires.services import (
    create_questionnaire,
    discard_draft,
    publish_questionnaire,
    retire_questionnaire,
    start_draft,
)

REFUSALS = {
    "no_draft": gettext_lazy("There is no draft: begin a new version first."),
    "draft_waits": gettext_lazy("A draft is being written already."),
    "no_version": gettext_lazy("There is no such version."),
    "problems": gettext_lazy("It is not published: something must be mended first, see below."),
    "changed_meanwhile": gettext_lazy("Somebody else has changed this question meanwhile; look at it again."),
}


def questionnaire_seen(request: ViewerRequest, code: str) -> Questionnaire:
    """The questionnaire, where the viewer may know of it; else it does not exist."""
    row = questionnaire_seen_by(request.viewer, code)
    if row is None:
        raise Http404
    return row


def questionnaire_to_edit(request: ViewerRequest, code: str) -> Questionnaire:
    """The questionnaire to change: known but not the viewer's to change is forbidden."""
    row = questionnaire_seen(request, code)
    if not may_edit(request.viewer, row):
        raise PermissionDenied(EDIT_QUESTIONNAIRES.code)
    return row


def say(request: ViewerRequest, decision: Decision, done: Any) -> bool:
    """Tell what became of an action; whether it was done."""
    if isinstance(decision, Refused):
        messages.error(request, REFUSALS[decision.reason])
        return False
    messages.success(request, done)
    return True


@requires(VIEW_QUESTIONNAIRES)
@require_GET
def questionnaire_list(request: ViewerRequest) -> HttpResponse:
    """Every questionnaire that the viewer's programmes may take, with where it stands."""
    rows = list_rows(questionnaires_seen_by(request.viewer))
    context = {"rows": rows, "may_add": bool(units_to_choose(request.viewer))}
    return render(request, "surveys/questionnaires/list.html", context)


@requires(EDIT_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
def questionnaire_new(request: ViewerRequest) -> HttpResponse:
    """A new questionnaire: its title, whose it is, what it begins with."""
    form = NewForm(request.POST or None, units=units_to_choose(request.viewer))
    if request.method == "POST" and form.is_valid():
        language = get_language() or settings.LANGUAGE_CODE
        title = {code: "" for code, _name in settings.LANGUAGES} | {language: form.cleaned_data["title"]}
        content = first_content(form.cleaned_data["start"], title, language)
        code = create_questionnaire(content=content, unit_id=form.cleaned_data["unit"], by=request.viewer)
        return redirect("questionnaire-detail", code=code)
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/questionnaires/new.html", {"form": form}, status=status)


@requires(VIEW_QUESTIONNAIRES)
@require_GET
def questionnaire_detail(request: ViewerRequest, code: str) -> HttpResponse:
    """The editor: the items in order beside a phone, what the checks say, languages, versions."""
    row = questionnaire_seen(request, code)
    version, _content = content_shown(row)
    reading = Reading(row, version, request.viewer)
    context = {**reading.editor(), "language_form": LanguageForm()}
    return render(request, "surveys/questionnaires/detail.html", context)


@requires(VIEW_QUESTIONNAIRES)
@require_GET
def version_detail(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """One version, read only, and what it changed."""
    row = questionnaire_seen(request, code)
    version = version_of(row, number)
    if version is None:
        raise Http404
    reading = Reading(row, version, request.viewer)
    changes = next(entry for entry in history_of(row) if entry["version"] == version)
    context = {**reading.context(), "rows": reading.item_rows(), "history": [changes], "draft": draft_of(row)}
    return render(request, "surveys/questionnaires/version.html", context)


def _doing(service: Callable[..., Decision], done: Any, **more: Any) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a questionnaire by posting, says so and goes back to its page."""

    @requires(EDIT_QUESTIONNAIRES)
    @require_POST
    def did(request: ViewerRequest, code: str) -> HttpResponse:
        row = questionnaire_to_edit(request, code)
        say(request, service(questionnaire_id=row.pk, by=request.viewer, **more), done)
        gone = questionnaire_seen_by(request.viewer, code) is None
        return redirect("questionnaire-list") if gone else redirect("questionnaire-detail", code=code)

    return did


publish = _doing(publish_questionnaire, gettext_lazy("It is published: programmes may take it, nobody changes it."))
discard = _doing(discard_draft, gettext_lazy("The draft is thrown away."))
retire = _doing(retire_questionnaire, gettext_lazy("It is offered to no new programme; its answers stay."))
bring_back = _doing(retire_questionnaire, gettext_lazy("Programmes may take it again."), retired=False)


@requires(EDIT_QUESTIONNAIRES)
@require_POST
def begin_draft(request: ViewerRequest, code: str) -> HttpResponse:
    """A new version, from the newest one or from the one named."""
    row = questionnaire_to_edit(request, code)
    number = request.POST.get("from", "")
    chosen = int(number) if number.isdecimal() and len(number) < 6 else None
    done = _("A new version is begun; the published one stays as it is.")
    say(request, start_draft(questionnaire_id=row.pk, by=request.viewer, number=chosen), done)
    return redirect("questionnaire-detail", code=code)
