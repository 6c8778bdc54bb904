"""The customers' page: one question a screen, no sign-in, no script. Reading it records nothing.

The token in the address is the only authority, so these pages take no CSRF token: a phone that refuses cookies could
not send one back, and whoever knows the address may answer anyway.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_address
from aisance.core.limits import Limit
from aisance.core.permissions import View, open_to_all
from aisance.surveys.contracts import COMPONENTS_SCREEN, QuestionKind
from aisance.surveys.forms import AnswerForm
from aisance.surveys.models import Invitation
from aisance.surveys.queries.invitations import Question, contact_of, invitation_of_link, is_over, question
from aisance.surveys.services.answering import Given, give_answer, stop_asking

# Many customers of a mobile operator share one address, so an address may post much more often than a link.
LINK_LIMIT = Limit(amount=60, seconds=60)
ADDRESS_LIMIT = Limit(amount=600, seconds=60)

WHY_OPEN = "A customer answers by the unguessable signed link of an invitation."

type Screen = Callable[..., HttpResponse]


def by_link(screen: Screen) -> View:
    """What every screen does first: slow down a flood, find the invitation, speak its language, forbid traces."""

    @open_to_all(WHY_OPEN)
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(screen)
    def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
        invitation = invitation_of_link(signed)
        with translation.override(_language(request, invitation)):
            wait = _wait_seconds(request, invitation)
            if wait:
                response = say(request, "too-many", 429)
                response["Retry-After"] = str(wait)
            elif invitation is None:
                response = say(request, "unknown", 404)
            else:
                response = screen(request, invitation, signed=signed, **kwargs)
            response["Content-Language"] = translation.get_language() or "en"
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _language(request: HttpRequest, invitation: Invitation | None) -> str:
    """The language chosen on the page, else the invitation's, else the browser's."""
    known = dict(settings.LANGUAGES)
    for code in (request.GET.get("lang", ""), (invitation.language if invitation else "").split("-")[0]):
        if code in known:
            return code
    return translation.get_language() or settings.LANGUAGE_CODE


def _wait_seconds(request: HttpRequest, invitation: Invitation | None) -> int:
    """How long to wait before the next POST. Links that are not ours are not counted one by one: whoever invents
    them could fill the memory with them."""
    if request.method != "POST":
        return 0
    by_link = LINK_LIMIT.knock(str(invitation.pk)) if invitation else 0
    return max(by_link, ADDRESS_LIMIT.knock(client_address(request)))


def say(request: HttpRequest, what: str, status: int = 200, **context: Any) -> HttpResponse:
    """A screen that only says something: thanks, closed, unknown."""
    return render(request, "surveys/said.html", {"what": what, **_tongues(request), **context}, status=status)


def _tongues(request: HttpRequest) -> dict[str, Any]:
    """Links to this very place in each language, and the language to keep from screen to screen."""
    tongues = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        tongues.append({"code": code, "name": name, "query": query.urlencode()})
    chosen = request.GET.get("lang", "")
    return {"tongues": tongues, "keep": f"?lang={chosen}" if chosen in dict(settings.LANGUAGES) else ""}


def _go(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
    """To another screen, in the same language, with the score that a link of the message chose."""
    query = request.GET.copy()
    if request.method == "POST":
        query.pop("score", None)
    address = reverse(name, kwargs=kwargs)
    return redirect(f"{address}?{query.urlencode()}" if query else address)


@by_link
def begin(request: HttpRequest, invitation: Invitation, *, signed: str) -> HttpResponse:
    """To the first question that was neither answered nor passed."""
    if invitation.is_complete:
        return say(request, "complete")
    if is_over(invitation):
        return say(request, "over", 410)
    return _go(request, "answer-question", signed=signed, number=invitation.reached + 1)


@by_link
def answer(request: HttpRequest, invitation: Invitation, *, signed: str, number: int) -> HttpResponse:
    """One question: shown, answered or passed."""
    if invitation.is_complete:
        return say(request, "complete")
    if is_over(invitation):
        return say(request, "over", 410)
    asked = question(invitation, number)
    if asked is None:
        return say(request, "unknown", 404)
    if request.method != "POST":
        return _screen(request, invitation, asked, signed, AnswerForm(asked, initial=_chosen(request, asked)))
    form = AnswerForm(asked, request.POST)
    if "skip" not in request.POST and not form.is_valid():
        return _screen(request, invitation, asked, signed, form, status=422)
    given = Given() if "skip" in request.POST else _given(form)
    language = translation.get_language() or ""
    complete = give_answer(invitation_id=invitation.pk, number=number, given=given, language=language)
    if complete:
        return _go(request, "answer-thanks", signed=signed)
    return _go(request, "answer-question", signed=signed, number=number + 1)


def _given(form: AnswerForm) -> Given:
    ticked = form.cleaned_data.get("ticked")
    return Given(**form.cleaned_data) if ticked is None else Given(ticked=tuple(ticked))


def _chosen(request: HttpRequest, asked: Question) -> dict[str, Any]:
    """What stands chosen when the screen opens: the score of a link in the message, else what was given before."""
    from_link = request.GET.get("score", "")
    possible = {str(score) for score, _ in asked.points}
    score = from_link if from_link in possible else asked.score
    return {"score": score, "text": asked.text, "ticked": asked.ticked}


def _screen(
    request: HttpRequest, invitation: Invitation, asked: Question, signed: str, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "signed": signed,
        "contact": contact_of(invitation),
        "in_words": asked.kind == QuestionKind.WHY,
        "ticks": asked.kind == COMPONENTS_SCREEN,
        "chosen": _marked(form),
        "previous": asked.number - 1,
        **_tongues(request),
    }
    return render(request, "surveys/question.html", context, status=status)


def _marked(form: AnswerForm) -> list[str]:
    """What stands chosen or ticked on the screen, as the fields send it."""
    if "ticked" in form.fields:
        return [str(code) for code in form["ticked"].value() or ()]
    return [str(form["score"].value())] if "score" in form.fields else []


@by_link
def thank(request: HttpRequest, invitation: Invitation, *, signed: str) -> HttpResponse:
    """The end; whoever is not there yet goes back to the questions."""
    if not invitation.is_complete:
        return _go(request, "answer", signed=signed)
    return say(request, "thanks")


@by_link
def stop(request: HttpRequest, invitation: Invitation, *, signed: str) -> HttpResponse:
    """To be asked no more. Mail programmes post here by themselves when their owner presses their own button."""
    if request.method == "POST":
        stop_asking(invitation_id=invitation.pk)
        return say(request, "stopped")
    return say(request, "stop", signed=signed)
