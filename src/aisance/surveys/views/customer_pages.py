"""What the customers' pages share, whatever led there: no sign-in, no script, reading records nothing.

What stands in the address is the only authority, so these pages take no CSRF token: a phone that refuses cookies could
not send one back, and whoever knows the address may answer anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_info
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.core import clock
from aisance.core.grouped import BusyError
from aisance.core.limits import Limit
from aisance.core.permissions import View, open_to_all
from aisance.surveys.collection.contracts import Fate, Fields, Outcome, Place, Signs, Submission
from aisance.surveys.collection.signs import mark_of_address
from aisance.surveys.queries.known import contact_of
from aisance.surveys.queries.screens import Drawing, Screen, first_left, languages_of, screen, screens
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.questionnaires.queries import thanks_of
from aisance.surveys.services.answering import submit
from aisance.surveys.tokens import read_stamp, stamp
from aisance.surveys.wording import contact_words

# Many customers of a mobile operator share one address, so an address may post much more often than a link.
LINK_LIMIT = Limit(amount=60, seconds=60)
ADDRESS_LIMIT = Limit(amount=600, seconds=60)

TRAP = "website"
"""A field that no person sees; what fills in every field fills it in too."""

OWN_FIELDS = (TRAP, "lang", "drawn")

type Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Way:
    """The addresses around one sitting, as paths. `stop` is empty where there is nobody to stop asking."""

    start: str
    screen: str
    thanks: str
    stop: str = ""
    refresh_seconds: int = 0

    def to(self, number: int) -> str:
        return f"{self.screen}{number}/"

    @property
    def at_once(self) -> str:
        return f"{self.screen}all/"


def customer_page(why: str) -> Callable[[Page], View]:
    """Declare a page that whoever has its address may open, and that leaves no traces anywhere."""

    def declare(page: Page) -> View:
        @open_to_all(why)
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            before = translation.get_language()
            try:
                response = page(request, **kwargs)
                response["Content-Language"] = translation.get_language() or "en"
            finally:
                translation.activate(before or settings.LANGUAGE_CODE)
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return declare


def wait_seconds(request: HttpRequest, name: str = "") -> int:
    """How long to wait before the next POST. Links that are not ours are not counted one by one: whoever invents them
    could fill the memory with them."""
    if request.method != "POST":
        return 0
    by_link = LINK_LIMIT.knock(name) if name else 0
    return max(by_link, ADDRESS_LIMIT.knock(client_network(request)))


def speak(request: HttpRequest, offered: list[str] | None = None, usual: str = "") -> str:
    """Speak the language chosen on the page, else the usual one, else the browser's; which one the texts are in.

    The product's own words are there in its own languages only: around a text in another one they are in the
    browser's.
    """
    ours = dict(settings.LANGUAGES)
    known = offered if offered is not None else [*ours]
    wanted = [chosen(request), usual.split("-")[0], translation.get_language() or "", *known]
    language = next((code for code in wanted if code in known), settings.LANGUAGE_CODE)
    if language in ours or (translation.check_for_language(language) and language in OWN_CATALOGUES):
        translation.activate(language)
    return language


OWN_CATALOGUES = frozenset({"ar"})
"""Languages beside those of staff in which the customers' page has its own words."""


def chosen(request: HttpRequest) -> str:
    """The language that the page was told to speak; empty where it was told nothing."""
    return str(request.GET.get("lang") or request.POST.get("lang", ""))[:8]


def say(request: HttpRequest, what: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that only says something: thanks, closed, unknown."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    words = {"what": what, "tongues": _tongues(request, [*dict(settings.LANGUAGES)], language), **_direction(language)}
    return render(request, "surveys/said.html", {"keep": _kept(request), **words, **context}, status=status)


def thank_for(request: HttpRequest, sitting: Sitting, **context: Any) -> HttpResponse:
    """The end, with the questionnaire's own words of thanks where it has some."""
    language = speak(request, languages_of(sitting), sitting.language)
    thanks = thanks_of(sitting.version_id, language)
    return say(request, "thanks", thanks=thanks, **{**_direction(language), **context})


def say_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    speak(request)
    response = say(request, "too-many", 429)
    response["Retry-After"] = str(seconds)
    return response


def _kept(request: HttpRequest) -> str:
    """What keeps the chosen language from screen to screen."""
    language = chosen(request)
    return f"?lang={language}" if language.isalpha() else ""


def _tongues(request: HttpRequest, codes: list[str], current: str) -> list[dict[str, Any]]:
    """Links to this very place in each language."""
    found = []
    for code in codes:
        query = request.GET.copy()
        query["lang"] = code
        name = dict(settings.LANGUAGES).get(code) or _info(code).get("name_local", code)
        found.append({"code": code, "name": name, "query": query.urlencode(), "current": code == current})
    return found


def _direction(language: str) -> dict[str, str]:
    return {"direction": "rtl" if _info(language).get("bidi") else "", "text_language": language}


def _info(language: str) -> dict[str, Any]:
    try:
        return dict(get_language_info(language))
    except KeyError:
        return {}


def go(request: HttpRequest, path: str) -> HttpResponse:
    """To another page, in the same language, with the score that a link of the message chose."""
    query = request.GET.copy()
    if request.method == "POST":
        query.pop("score", None)
    return HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)


def open_first(request: HttpRequest, sitting: Sitting, way: Way) -> HttpResponse:
    """To the first question that was neither answered nor passed."""
    refused = _refused(request, sitting)
    if refused:
        return refused
    if request.GET.get("all"):
        return go(request, way.at_once)
    return go(request, way.to(first_left(sitting, contact_of(sitting))))


def _refused(request: HttpRequest, sitting: Sitting) -> HttpResponse | None:
    speak(request, usual=sitting.language)
    if sitting.is_complete:
        return say(request, "complete")
    return say(request, "over", 410) if sitting.is_over(clock.now()) else None


def take(request: HttpRequest, place: Place, number: int, way: Way) -> HttpResponse:
    """A POST: hand it over, and show what became of it. Nothing is read here; the writer knows where it stands."""
    fields: Fields = dict(request.POST.lists())
    now = clock.now()
    address = mark_of_address(client_network(request), settings.SECRET_KEY, str(clock.local_day(now)))
    signs = Signs(
        trapped=bool(request.POST.get(TRAP)),
        agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        address=address,
        drawn_at=read_stamp(request.POST.get("drawn", "")) if "drawn" in request.POST else None,
    )
    answers = {name: values for name, values in fields.items() if name not in OWN_FIELDS}
    try:
        outcome = submit(Submission(place, now, number, answers, language=chosen(request), signs=signs))
    except BusyError as problem:
        speak(request)
        busy = say(request, "busy", 503)
        busy["Retry-After"] = str(problem.retry_seconds)
        return busy
    return _answer(request, outcome, Posted(place, number, answers), way)


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted, to be shown again where it is not right."""

    place: Place
    number: int
    fields: Fields


def _answer(request: HttpRequest, outcome: Outcome, posted: Posted, way: Way) -> HttpResponse:
    match outcome.fate:
        case Fate.KEPT:
            return go(request, way.to(outcome.next_number))
        case Fate.COMPLETE:
            return go(request, way.thanks)
        case Fate.TOO_MANY:
            return say_wait(request, outcome.wait_seconds)
        case Fate.WRONG:
            sitting = sitting_at(posted.place)
            assert sitting is not None  # it was there a moment ago, and nothing takes it away
            return draw(request, sitting, posted.number, way, posted=posted.fields, wrong=outcome.wrong)
        case Fate.ALREADY | Fate.OVER:
            sitting = sitting_at(posted.place)
            speak(request, usual=sitting.language if sitting else "")
            return say(request, "complete") if outcome.fate is Fate.ALREADY else say(request, "over", 410)
        case _:
            speak(request)
            return say(request, "unknown", 404)


def draw(
    request: HttpRequest, sitting: Sitting, number: int, way: Way, *, posted: Fields | None = None, wrong: Any = None
) -> HttpResponse:
    """One question, or all where `number` is 0: as given before, or as it was posted and is not right."""
    refused = _refused(request, sitting)
    if refused:
        return refused
    offered = languages_of(sitting)
    language = speak(request, offered, sitting.language)
    contact = contact_of(sitting)
    drawing = Drawing(
        language=language,
        contact=contact,
        posted=posted if posted is not None else _from_message(request, sitting, number),
        wrong=wrong or {},
        on_one_page=number == 0,
        hides_answers=bool(way.refresh_seconds),
    )
    shown = screens(sitting, drawing) if number == 0 else [screen(sitting, number, drawing)]
    asked = [one for one in shown if one is not None]
    if not asked:
        return say(request, "unknown", 404)
    context = {
        "asked": asked[0],
        "screens": asked,
        "way": way,
        "action": way.at_once if number == 0 else way.to(number),
        "previous": way.to(asked[0].previous) if asked[0].previous and number else "",
        "contact": contact_words(contact.channel, contact.ended_at or contact.started_at) if contact else "",
        "tongues": _tongues(request, offered or [language], language),
        "keep": _kept(request),
        "drawn": stamp(clock.now()) if number == 0 else "",
        "trap": TRAP,
        **_direction(language),
    }
    page = "surveys/all_questions.html" if number == 0 else "surveys/question.html"
    response = render(request, page, context, status=422 if wrong else 200)
    if way.refresh_seconds:
        go_back_by_itself(response, way.start, way.refresh_seconds)
    return response


def go_back_by_itself(response: HttpResponse, path: str, seconds: int) -> HttpResponse:
    """Let a shared tablet return to its start: whoever stood there has gone, and nobody is to see what they gave."""
    response["Refresh"] = f"{seconds}; url={path}"
    return response


def _from_message(request: HttpRequest, sitting: Sitting, number: int) -> Fields | None:
    """A score that a link in the message names stands chosen when the screen opens; nothing is recorded."""
    score = request.GET.get("score", "")
    if not 1 <= number <= len(sitting.items) or not (score.isascii() and score.isdigit() and len(score) < 4):
        return None
    scale = sitting.scales.get(sitting.items[number - 1].code)
    return {"score": [str(int(score))]} if scale and scale.holds(int(score)) else None


__all__ = ["ADDRESS_LIMIT", "LINK_LIMIT", "Screen", "Way", "customer_page", "draw", "go", "open_first", "say", "take"]
