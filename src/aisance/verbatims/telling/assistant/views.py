"""The page that shows what the language model made of texts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from aisance.core.permissions import ViewerRequest, requires
from aisance.verbatims.forms import SummaryForm
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.telling.assistant.rules import MOST_TEXTS
from aisance.verbatims.telling.assistant.services import NotAskedError, summarise, tokens_left
from aisance.verbatims.telling.search.queries import search


@requires(VIEW_WORDS)
@require_POST
def show_summary(request: ViewerRequest) -> HttpResponse:
    """Ask for a summary of the newest texts of a choice, and show it. Nothing but the trace is kept."""
    form = SummaryForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "verbatims/telling/summary.html", {"form": form}, status=422)
    found = search(request.viewer, form.chosen, form.cleaned_data["q"], near=form.is_near).every
    texts = dict(found.exclude(text="").values_list("pk", "text")[:MOST_TEXTS])
    try:
        context = {"summary": summarise(texts, by=request.viewer)}
    except NotAskedError as problem:
        return render(request, "verbatims/telling/summary.html", {"problem": str(problem)}, status=422)
    return render(request, "verbatims/telling/summary.html", {**context, "left": tokens_left()})
