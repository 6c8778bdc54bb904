"""The page on which single answers are read."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render

from aisance.core.permissions import ViewerRequest, requires
from aisance.journeys.public import channel_names
from aisance.surveys.answer_form import AnswerFilterForm
from aisance.surveys.contracts import LatestAnswer
from aisance.surveys.models import Answer, Response
from aisance.surveys.permissions import (
    EDIT_REVIEW_SOURCES,
    ERASE_REVIEWS,
    HEAR_RECORDINGS,
    SORT_ANSWERS,
    VIEW_ANSWERS,
)
from aisance.surveys.queries.answers import as_read, from_source, narrowed, responses_between
from aisance.surveys.services.exporting import note_answers_taken
from aisance.surveys.sheets import sheet_of_answers
from aisance.ui.sheets import Wanted, wanted

PAGE_SIZE = 25


@requires(VIEW_ANSWERS)
def answer_list(request: ViewerRequest) -> HttpResponseBase:
    """The answers of the viewer's units, newest first."""
    form = AnswerFilterForm(request.GET, scope=request.viewer.scope(VIEW_ANSWERS))
    valid = form.is_valid()
    if valid and (file := wanted(request)):
        return _taken(file, _rows(request, form, valid=valid), request, form)
    page = Paginator(_rows(request, form, valid=valid), PAGE_SIZE).get_page(request.GET.get("page"))
    names = channel_names()
    voices = [
        {"answer": answer, "channel": names[answer.channel.value] if answer.channel else "", **_scores(answer)}
        for answer in as_read(page.object_list)
    ]
    only = form.hidden_in_words if valid else ""
    context = {"form": form, "page": page, "voices": voices, "narrowed": only, **_rights(request)}
    return render(request, "surveys/answer_list.html", context, status=200 if valid else 422)


def _rights(request: ViewerRequest) -> dict[str, bool]:
    rights = {
        "may_sort": SORT_ANSWERS,
        "may_hear": HEAR_RECORDINGS,
        "may_erase": ERASE_REVIEWS,
        "may_edit_sources": EDIT_REVIEW_SOURCES,
    }
    return {name: request.viewer.holds(right) for name, right in rights.items()}


def _rows(request: ViewerRequest, form: AnswerFilterForm, *, valid: bool) -> QuerySet[Response]:
    if not valid:
        return Response.objects.none()
    chosen = form.cleaned_data
    rows = responses_between(request.viewer, chosen["start"], chosen["end"]).filter(form.kept.condition)
    if chosen["words"]:
        rows = rows.filter(Exists(Answer.objects.filter(response=OuterRef("pk")).exclude(text="")))
    return narrowed(from_source(rows, chosen["source"]), form.asked, chosen["kind"])


def _taken(file: Wanted, rows: QuerySet[Response], request: ViewerRequest, form: AnswerFilterForm) -> HttpResponseBase:
    """The answers as a file, on record."""
    sheet, chosen = sheet_of_answers(rows), form.cleaned_data
    answer = file.of(sheet, "answers", chosen["start"], chosen["end"])
    if answer.status_code == HTTPStatus.OK:
        note_answers_taken(rows=sheet.length, form=file.form.extension, by=request.viewer)
    return answer


def _scores(answer: LatestAnswer) -> dict[str, Any]:
    """Every score, and the first of them to stand beside the words; what is worded is no score out of anything.

    Of the components of effort those that were there are named, the others go without saying.
    """
    named = [given for given in answer.scores if given.scale.code != "component_2" or given.score]
    return {"first": next((given for given in named if not given.words), None), "scores": named}
