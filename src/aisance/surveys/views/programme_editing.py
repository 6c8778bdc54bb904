"""The pages on which a programme is made and changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.permissions import EDIT_PROGRAMMES
from aisance.surveys.programme_form import TermsForm
from aisance.surveys.programme_name_form import ProgrammeForm
from aisance.surveys.queries.programmes import draft_of, version_shown
from aisance.surveys.services.programmes import create_programme, name_programme, save_draft
from aisance.surveys.views.programmes import own_programme, previews


@requires(EDIT_PROGRAMMES)
def programme_new(request: ViewerRequest) -> HttpResponse:
    """A new programme; its terms come next."""
    form = ProgrammeForm(request.viewer, request.POST or None, initial={"kind": ProgrammeKind.HOT})
    if request.method == "POST" and form.is_valid():
        given, code = form.cleaned_data, form.code_given()
        create_programme(
            code=code,
            names=form.names(),
            kind=ProgrammeKind(given["kind"]),
            unit_id=given["unit"],
            family=form.family_given(),
            anonymous=given["anonymous"],
            by=request.viewer,
        )
        return redirect(reverse("programme-edit", args=[code]) + _asking(request))
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/programme_new.html", {"form": form}, status=status)


def _asking(request: ViewerRequest) -> str:
    """The version of a questionnaire for which the programme is made, as the form of its terms takes it."""
    chosen = request.GET.get("questionnaire", "")
    return f"?questionnaire={chosen}" if chosen.isascii() and chosen.isdigit() else ""


@requires(EDIT_PROGRAMMES)
def programme_name(request: ViewerRequest, code: str) -> HttpResponse:
    """The names and the family of a programme."""
    programme = own_programme(request, code)
    initial = {f"name_{language}": words for language, words in programme.name.items()} | {"family": programme.family}
    form = ProgrammeForm(request.viewer, request.POST or None, programme=programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        name_programme(programme_id=programme.pk, names=form.names(), family=form.family_given(), by=request.viewer)
        return redirect("programme-detail", code=programme.code)
    context = {"form": form, "programme": programme, "name": translated(programme.name)}
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/programme_new.html", context, status=status)


@requires(EDIT_PROGRAMMES)
def programme_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """The rules and the words; saving makes a draft, what is in force stays until the draft is published."""
    programme = own_programme(request, code)
    version = draft_of(programme) or version_shown(programme)
    initial = TermsForm.initial_of(version)
    if chosen := _asking(request).partition("=")[2]:
        initial["questionnaire_version"] = chosen
    form = TermsForm(request.POST or None, initial=initial, programme=programme, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        channel = version.message_channel if version else "email"
        number = save_draft(programme_id=programme.pk, terms=form.terms(channel), by=request.viewer)
        messages.success(request, _("Version %(number)d is saved as a draft.") % {"number": number})
        return redirect("programme-detail", code=programme.code)
    context = {"programme": programme, "name": translated(programme.name), "form": form, "version": version}
    context["previews"] = previews(version)
    return render(request, "surveys/programme_edit.html", context, status=422 if request.method == "POST" else 200)
