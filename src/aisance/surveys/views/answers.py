"""The page on which single answers are read."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render

from aisance.core.permissions import ViewerRequest, requires
from aisance.journeys.public import channel_names
from aisance.surveys.contracts import LatestAnswer
from aisance.surveys.forms import AnswerFilterForm
from aisance.surveys.models import Answer
from aisance.surveys.permissions import VIEW_ANSWERS
from aisance.surveys.queries.answers import as_read, narrowed, responses_between
from aisance.surveys.queries.questions import question_names

PAGE_SIZE = 25


@requires(VIEW_ANSWERS)
def answer_list(request: ViewerRequest) -> HttpResponse:
    """The answers of the viewer's units, newest first."""
    form = AnswerFilterForm(request.GET, scope=request.viewer.scope(VIEW_ANSWERS))
    valid = form.is_valid()
    chosen = form.cleaned_data if valid else {}
    rows = responses_between(request.viewer, chosen.get("start"), chosen.get("end"))
    if chosen.get("channel", "all") != "all":
        rows = rows.filter(channel=chosen["channel"])
    if chosen.get("words"):
        rows = rows.filter(Exists(Answer.objects.filter(response=OuterRef("pk")).exclude(text="")))
    rows = narrowed(rows, chosen)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    names = channel_names()
    voices = [
        {"answer": answer, "channel": names[answer.channel.value] if answer.channel else "", **_scores(answer)}
        for answer in as_read(page.object_list)
    ]
    context = {"form": form, "page": page, "voices": voices, "narrowed": narrowed_in_words(chosen)}
    return render(request, "surveys/answer_list.html", context, status=200 if valid else 422)


def _scores(answer: LatestAnswer) -> dict[str, Any]:
    """Every score, and the first of them to stand beside the words; what is worded is no score out of anything.

    Of the components of effort those that were there are named, the others go without saying.
    """
    named = [given for given in answer.scores if given.scale.code != "component_2" or given.score]
    return {"first": next((given for given in named if not given.words), None), "scores": named}


def narrowed_in_words(chosen: Mapping[str, Any]) -> str:
    """What a figure that led here keeps besides days and channel; empty where it keeps nothing more."""
    names = [name for _, name in chosen.get("narrowed", ())]
    question = chosen.get("question")
    if question:
        title = str(question_names([question]).get(question, question))
        names.append(title if chosen.get("score") is None else f"{title} = {chosen['score']}")
    return " · ".join(names)
