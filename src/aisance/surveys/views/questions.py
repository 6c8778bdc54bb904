"""The page of the company's own questions: those there are, and the form that makes one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.surveys.contracts import QuestionRefused
from aisance.surveys.forms import QuestionForm
from aisance.surveys.permissions import EDIT_PROGRAMMES
from aisance.surveys.queries.questions import question_of, questions_known
from aisance.surveys.services.questions import create_question, retire_question


@requires(EDIT_PROGRAMMES)
def question_list(request: ViewerRequest) -> HttpResponse:
    """The own questions, and the form below them; the product's own are listed with their codes, for files."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _created(form, request.viewer):
        messages.success(request, _("The question can be asked now: give it a place in a programme."))
        return redirect("question-list")
    known = questions_known()
    context = {
        "form": form,
        "own": [card for card in known if card.is_own],
        "built_in": [card for card in known if not card.is_own],
    }
    return render(request, "surveys/question_list.html", context, status=422 if request.method == "POST" else 200)


def _created(form: QuestionForm, viewer: Viewer) -> bool:
    try:
        create_question(**form.question(), by=viewer)
    except QuestionRefused as refused:
        form.refuse(refused.problems)
        return False
    return True


@requires(EDIT_PROGRAMMES)
@require_POST
def retire(request: ViewerRequest, code: str) -> HttpResponse:
    """Offer a question no more."""
    card = question_of(code)
    if card is None or not card.is_own:
        raise Http404
    retire_question(code=code, by=request.viewer)
    messages.success(request, _("The question is offered no more; its answers stay."))
    return redirect("question-list")
