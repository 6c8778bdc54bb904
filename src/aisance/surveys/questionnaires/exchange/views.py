"""The pages that bring questionnaires in and out as files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aisance.core.permissions import ViewerRequest, requires
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from aisance.surveys.questionnaires.exchange.contracts import Became, FileRefused, Imported
from aisance.surveys.questionnaires.exchange.forms import FileForm, TakeForm
from aisance.surveys.questionnaires.exchange.own import read_own, write_own
from aisance.surveys.questionnaires.exchange.reading import read_file
from aisance.surveys.questionnaires.languages import language_name, languages_of, text_in
from aisance.surveys.questionnaires.queries import content_shown, units_to_choose, version_of
from aisance.surveys.questionnaires.rules import content_of
from aisance.surveys.questionnaires.services import create_questionnaire
from aisance.surveys.questionnaires.views import questionnaire_seen


@requires(VIEW_QUESTIONNAIRES)
@require_GET
def questionnaire_export(request: ViewerRequest, code: str) -> HttpResponse:
    """A version as our own file: the draft or the newest, or the one named."""
    row = questionnaire_seen(request, code)
    version, content = content_shown(row)
    if number := request.GET.get("v", ""):
        named = version_of(row, int(number)) if number.isdecimal() and len(number) < 6 else None
        if named is None:
            raise Http404
        version, content = named, content_of(named.content)
    response = HttpResponse(write_own(content), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}-v{version.number}.toml"'
    return response


@requires(EDIT_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
def questionnaire_import(request: ViewerRequest) -> HttpResponse:
    """First a file, then what was read of it with its account; nothing is stored before that is agreed to."""
    if "source" in request.POST:
        return _take(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _account(request, read_file(file.name or "", file.read()))
        except FileRefused as refused:
            for problem in refused.problems:
                held = _("found “%(value)s”") % {"value": problem.value} if problem.value else ""
                words = _("%(place)s: expected %(expected)s") % {"place": problem.field, "expected": problem.expected}
                form.add_error("file", f"{words}, {held}" if held else words)
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/questionnaires/import.html", {"form": form}, status=status)


def _account(request: ViewerRequest, read: Imported, form: TakeForm | None = None) -> HttpResponse:
    content = read.content
    initial = {"source": write_own(content)}
    context = {
        "form": form or TakeForm(initial=initial, units=units_to_choose(request.viewer)),
        "title": text_in(content.title, content.language, content.language),
        "count": len(content.items),
        "languages": [language_name(code) for code in languages_of(content)],
        "kept": read.account.of(Became.KEPT),
        "changed": read.account.of(Became.CHANGED),
        "dropped": read.account.of(Became.DROPPED),
    }
    return render(request, "surveys/questionnaires/account.html", context, status=422 if form else 200)


def _take(request: ViewerRequest) -> HttpResponse:
    form = TakeForm(request.POST, units=units_to_choose(request.viewer))
    try:
        read = read_own(request.POST["source"].encode(errors="replace"))
    except FileRefused:
        messages.error(request, _("What was read came back changed; choose the file again."))
        return redirect("questionnaire-import")
    if not form.is_valid():
        return _account(request, read, form)
    code = create_questionnaire(content=read.content, unit_id=form.cleaned_data["unit"], by=request.viewer)
    messages.success(request, _("It is a draft now: look through it, then publish it."))
    return redirect("questionnaire-detail", code=code)
