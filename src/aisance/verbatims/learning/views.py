"""The pages on which people put right what was read, and see what that taught."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.ui.numbers import number
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.encoding.choosing import encoder
from aisance.verbatims.learning.forms import CodingForm, CorrectionForm, SampleForm
from aisance.verbatims.learning.queries import (
    accuracy_by_theme,
    agreement_on,
    correctable,
    labels_given,
    model_in_force,
    models_learned,
    samples,
)
from aisance.verbatims.learning.services import FEWEST_LABELS, code_clause, correct, draw_sample, leave_model
from aisance.verbatims.models import Verbatim
from aisance.verbatims.permissions import CORRECT_WORDS, EDIT_BOOK
from aisance.verbatims.reading.clauses import clauses_of
from aisance.verbatims.telling.shares import share
from aisance.verbatims.wording import FEELING_NAMES, LANGUAGE_NAMES


def _names() -> dict[str, str]:
    return {theme.code: translated(theme.title) for theme in book_in_force().themes}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CORRECT_WORDS)
def words_correct(request: ViewerRequest, pk: int) -> HttpResponse:
    """One text, clause by clause: what was read in it, each with buttons that say what is right."""
    row = get_object_or_404(correctable(request.viewer), pk=pk)
    names = _names()
    form = CorrectionForm(request.POST or None, themes=names)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if correct(verbatim=row, start=said["start"], theme=said["theme"], after=form.after, by=request.viewer):
            messages.success(request, _("Kept. The figures follow, and the reading learns from it."))
            return redirect("words-correct", pk)
        form.add_error(None, _("The text has no such sentence."))
    context = {"row": row, "form": form, "clauses": _clauses(row, names), "names": names, "feelings": _feelings()}
    return render(request, "verbatims/learning/correct.html", context, status=422 if form.errors else 200)


def _feelings() -> list[tuple[int, Any]]:
    return [(int(code), name) for code, name in FEELING_NAMES.items()]


def _clauses(row: Verbatim, names: dict[str, str]) -> list[dict[str, Any]]:
    fixed = {(one.start, one.theme) for one in row.corrections.all()}
    mentions = list(row.mentions.all())
    return [
        {
            "start": clause.start,
            "text": clause.text,
            "mentions": [
                (one, names.get(one.theme, one.theme), (one.start, one.theme) in fixed)
                for one in mentions
                if one.start == clause.start
            ],
        }
        for clause in clauses_of(row.text, row.language)
    ]


@require_safe
@requires(EDIT_BOOK)
def words_learning(request: ViewerRequest) -> HttpResponse:
    """What was corrected, the models that learned from it with how they did, and the samples that people code."""
    return render(request, "verbatims/learning/learning.html", _learned(request.viewer, SampleForm()))


def _learned(viewer: Viewer, form: SampleForm) -> dict[str, Any]:
    names = _names()
    return {
        "deep": encoder() is not None,
        "no_model": _why_no_model(),
        "models": [_model(one) for one in models_learned(viewer)[:20]],
        "in_force": model_in_force(),
        "accuracy": [
            (names.get(one.theme, one.theme), LANGUAGE_NAMES.get(one.language, one.language), share(one.right, one.n))
            for one in accuracy_by_theme()
        ],
        "samples": [
            (one, one.clauses.count(), agreed, agreed.bounds.get(""))
            for one in samples(viewer)[:10]
            for agreed in [agreement_on(one)]
        ],
        "form": form,
    }


def _why_no_model() -> str:
    said = labels_given()
    if not said:
        return _("No model yet. Correct or confirm thirty themes in texts, and the worker makes one.")
    words = _("No model yet. Corrected or confirmed so far: %(n)s of the %(most)s themes that it takes.")
    if said >= FEWEST_LABELS:
        words = _("No model yet. Corrected or confirmed: %(n)s; the worker makes one where that is enough to judge by.")
    return words % {"n": number(said), "most": number(FEWEST_LABELS)}


def _model(one: Any) -> dict[str, Any]:
    report = one.report
    return {"model": one, **{name: report.get(name, 0) for name in ("n", "right_before", "right_after", "p")}}


@requires(EDIT_BOOK)
@require_POST
def model_leave(request: ViewerRequest, number: int) -> HttpResponse:
    """Take a model out of force."""
    if not leave_model(number, by=request.viewer):
        raise Http404
    messages.success(request, _("The model before it reads again; the worker reads the past anew."))
    return redirect("words-learning")


@requires(EDIT_BOOK)
@require_POST
def sample_add(request: ViewerRequest) -> HttpResponse:
    """Draw a sample to be coded."""
    form = SampleForm(request.POST)
    if not form.is_valid():
        context = _learned(request.viewer, form)
        return render(request, "verbatims/learning/learning.html", context, status=422)
    seed = int(clock.now().timestamp()) % 2**31
    sample = draw_sample(**form.cleaned_data, seed=seed, by=request.viewer)
    if sample is None:
        messages.error(request, _("Nobody wrote in this language yet."))
        return redirect("words-learning")
    return redirect("words-coding", sample.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_BOOK)
def words_coding(request: ViewerRequest, pk: int) -> HttpResponse:
    """The next clause of a sample that this person has not coded, without what the machine or others read in it."""
    sample = get_object_or_404(samples(request.viewer), pk=pk)
    clauses = sample.clauses.exclude(codings__person_id=request.viewer.person_id or 0).select_related("verbatim")
    left = clauses.count()
    clause = clauses.order_by("pk").first()
    form = CodingForm(request.POST or None, themes=_names())
    if request.method == "POST" and clause is not None and form.is_valid():
        said = form.cleaned_data
        given = request.POST.get("clause", "")
        wanted = sample.clauses.filter(pk=int(given) if given.isdecimal() else 0)
        code_clause(
            clause=get_object_or_404(wanted), themes=said["themes"], feeling=int(said["feeling"]), by=request.viewer
        )
        return redirect("words-coding", pk)
    text = clause.verbatim.text[clause.start : clause.end] if clause else ""
    context: dict[str, Any] = {"sample": sample, "clause": clause, "text": text, "left": left, "form": form}
    if clause is None:
        names, agreement = _names(), agreement_on(sample)
        context["agreement"] = agreement
        bounds = agreement.bounds
        context["felt_within"] = bounds.get("")
        context["themes"] = [(names.get(code, code), value, bounds.get(code), n) for code, value, n in agreement.themes]
    return render(request, "verbatims/learning/coding.html", context, status=422 if form.errors else 200)
