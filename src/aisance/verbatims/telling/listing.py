"""The pages that list texts: contradictions, search, one text."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.journeys.public import channel_names
from aisance.surveys.public import may_sort, question_of
from aisance.ui.sheets import wanted
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.forms import WORDS_ALONE, SearchForm, WordsForm
from aisance.verbatims.models import SeenContradiction, Verbatim
from aisance.verbatims.permissions import CORRECT_WORDS, VIEW_WORDS
from aisance.verbatims.rules import BITS, flags_in
from aisance.verbatims.telling import contradictions, text_sheets
from aisance.verbatims.telling.addresses import address
from aisance.verbatims.telling.assistant.services import model_in_use
from aisance.verbatims.telling.first_sight import first_sight
from aisance.verbatims.telling.quotes import quote_of, quote_of_text, scores_beside, text_or_none
from aisance.verbatims.telling.search.marking import marked
from aisance.verbatims.telling.search.queries import Found, search, waiting_to_be_found
from aisance.verbatims.telling.themes import full_name, theme_names
from aisance.verbatims.wording import FEELING_NAMES, FLAG_NAMES

A_PAGE = 25
UPSIDE_DOWN_AND_APART = "apart"
OUTCOME_NAMES = {
    SeenContradiction.Outcome.FOLLOWED_UP.value: gettext_lazy("Taken up with the customer"),
    SeenContradiction.Outcome.THANKED.value: gettext_lazy("Customer thanked"),
    SeenContradiction.Outcome.SCALE_READ_UPSIDE_DOWN.value: gettext_lazy("Scale read upside down"),
    SeenContradiction.Outcome.READ_WRONG.value: gettext_lazy("The words were read wrong"),
}
ANGRY_OUTCOMES = ("followed_up", "read_wrong")
KIND_OUTCOMES = ("upside_down", "thanked", "read_wrong")


@require_safe
@requires(VIEW_WORDS)
def show_contradictions(request: ViewerRequest) -> HttpResponseBase:
    """Texts whose words say the opposite of their score, each kind with what is to be done."""
    form = WordsForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "verbatims/telling/contradictions.html", {"form": form}, status=422)
    chosen = form.chosen
    found = contradictions.contradictions(request.viewer, chosen)
    if file := wanted(request):
        sheet = text_sheets.sheet_of_texts(found, chosen, _("Words against the score"))
        return file.of(sheet, "contradictions", chosen.kind, chosen.start, chosen.end)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "told": True,
        "first_sight": first_sight(request.viewer, chosen),
        "counted": contradictions.counted(request.viewer, chosen),
        "page": page,
        "lines": [_contradiction(row) for row in page.object_list],
        "may_mark": request.viewer.holds(CORRECT_WORDS),
        "angry_outcomes": [(code, OUTCOME_NAMES[code]) for code in ANGRY_OUTCOMES],
        "kind_outcomes": _kind_outcomes(request.viewer),
    }
    return render(request, "verbatims/telling/contradictions.html", context)


def _kind_outcomes(viewer: Viewer) -> list[tuple[str, Any]]:
    """What may come of kind words beside a low score; to let an answer count no more is for those who may sort."""
    found: list[tuple[str, Any]] = [(code, OUTCOME_NAMES[code]) for code in KIND_OUTCOMES]
    if may_sort(viewer):
        found.insert(1, (UPSIDE_DOWN_AND_APART, _("Upside down: count the answer no more")))
    return found


def _contradiction(row: Verbatim) -> dict[str, Any]:
    seen = getattr(row, "seen", None)
    return {
        "quote": quote_of_text(row, channel_names()),
        "angry": row.feeling == Feeling.BAD,
        "response_id": row.answer.response_id,
        "customer_id": row.answer.response.customer_id,
        "scores": _scores(row),
        "seen": seen,
        "outcome": OUTCOME_NAMES[seen.outcome] if seen else "",
    }


def _scores(row: Verbatim) -> list[str]:
    """The scores beside a text that are high or low or between, in words: Net Easy: 2 of 7."""
    found = []
    for question, score, group in scores_beside(row):
        if group is None:
            continue
        card = question_of(question)
        name = card.name if card else question
        most = card.scale.maximum if card else score
        found.append(_("%(name)s: %(score)s of %(most)s") % {"name": name, "score": score, "most": most})
    return found


@requires(CORRECT_WORDS)
@require_POST
def mark_contradiction(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what somebody made of a contradiction; once."""
    row = text_or_none(request.viewer, pk)
    if row is None or not row.flags & contradictions.BIT:
        raise Http404
    outcome = request.POST.get("outcome", "")
    back = HttpResponseRedirect(f"{reverse('words-contradictions')}?{request.GET.urlencode()}")
    if outcome == UPSIDE_DOWN_AND_APART and may_sort(request.viewer):
        if contradictions.set_apart_upside_down(verbatim=row, by=request.viewer):
            messages.success(request, _("The answer counts in no figure any more; the figures follow in a moment."))
    elif outcome not in OUTCOME_NAMES:
        messages.error(request, _("Say what you made of it."))
    elif contradictions.mark_seen(verbatim=row, outcome=outcome, by=request.viewer):
        messages.success(request, _("Marked as seen."))
        if outcome == SeenContradiction.Outcome.READ_WRONG:
            return HttpResponseRedirect(reverse("words-correct", args=[pk]))
    return back


@require_safe
@requires(VIEW_WORDS)
def show_search(request: ViewerRequest) -> HttpResponseBase:
    """Texts that hold the words of a question, or mean them."""
    form = SearchForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "verbatims/telling/search.html", {"form": form}, status=422)
    chosen, question = form.chosen, form.cleaned_data["q"]
    found = search(request.viewer, chosen, question, near=form.is_near)
    if file := wanted(request):
        sheet = text_sheets.sheet_of_texts(found.every, chosen, _("Texts found"))
        return file.of(sheet, "texts", chosen.kind, chosen.start, chosen.end)
    holding = found.texts.count() if found.order is None else len(found.order) - len(found.near)
    page = Paginator(found.hits, A_PAGE).get_page(request.GET.get("page"))
    listed = sum(hit.times for hit in found.hits)
    names = theme_names()
    context = {
        "form": form,
        "told": True,
        "asked": question,
        "words": found.words,
        "holding": holding,
        "near": len(found.near),
        "different": len(found.hits) if len(found.hits) < listed else 0,
        "listed": listed if listed < holding + len(found.near) else 0,
        "is_near": form.is_near and bool(found.words),
        "by_vectors": found.by_vectors,
        "waiting": waiting_to_be_found(),
        "near_themes": _near_themes(found, names) if form.is_near else [],
        "may_ask_model": model_in_use() is not None and page.paginator.count > 0,
        "choice": address(chosen, q=question, near="" if form.is_near else WORDS_ALONE),
        "page": page,
        "lines": _found_lines(found, page),
    }
    return render(request, "verbatims/telling/search.html", context)


def _near_themes(found: Found, names: Mapping[str, str]) -> list[str]:
    codes = dict.fromkeys(code for word in found.words for code in word.themes)
    return [full_name(code, names) for code in codes]


def _found_lines(found: Found, page: Any) -> list[dict[str, Any]]:
    """Each text of a page, its words that were asked for marked, and whether it only means them."""
    channels = channel_names()
    numbers = {number for word in found.words for number in word.numbers}
    near = set(found.near)
    return [
        {
            "quote": quote_of_text(row, channels),
            "pieces": marked(row.text, row.language, numbers),
            "is_near": row.pk in near,
            "times": hit.times,
        }
        for row, hit in found.rows(page.object_list)
    ]


@require_safe
@requires(VIEW_WORDS)
def show_text(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """One text: what was read in it, the scores beside it, where it came from."""
    row = text_or_none(request.viewer, pk)
    if row is None:
        raise Http404
    names, channels = theme_names(), channel_names()
    mentions = sorted(row.mentions.all(), key=lambda one: (one.start, one.theme))
    context = {
        "row": row,
        "quote": quote_of_text(row, channels),
        "mentions": [(full_name(one.theme, names), one, quote_of(one, channels)) for one in mentions],
        "feeling": FEELING_NAMES.get(row.feeling) if row.feeling is not None else "",
        "flags": [FLAG_NAMES[flag] for flag in BITS if flag in flags_in(row.flags)],
        "scores": _scores(row),
        "answers": f"{reverse('answer-list')}?start={row.day:%Y-%m-%d}&end={row.day:%Y-%m-%d}",
    }
    return render(request, "verbatims/telling/text.html", context)
