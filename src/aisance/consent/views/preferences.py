"""The customer's own page: what they receive, how often, and what they said before.

What stands in the address is the only authority, so these pages take no CSRF token, as those of questionnaires do.
Reading records nothing, since mail scanners follow links. Nothing shows who the customer is beyond a masked address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.consent import preferring
from aisance.consent.cells import Allowances, Cell, Row, allowances_of, entries_of
from aisance.consent.contracts import EVERY, ConsentChannel, Method
from aisance.consent.masking import masked
from aisance.consent.queries import purposes
from aisance.consent.sealing import digest
from aisance.consent.tokens import behind, to_confirm
from aisance.consent.wording import CHANNELS, WISHES, entry_words
from aisance.core.limits import Limit
from aisance.core.permissions import View, open_to_all
from aisance.core.translated import translated
from aisance.customers.public import languages, members

LINK_LIMIT = Limit(amount=30, seconds=60)
ADDRESS_LIMIT = Limit(amount=300, seconds=60)
HISTORY = 30

type Page = Callable[..., HttpResponse]


def customer_page(page: Page) -> View:
    """Open to whoever has the link; leaves no traces, and slows down a flood of posts."""

    @open_to_all("A customer sets their preferences by the unguessable signed link of a message.")
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
        before = translation.get_language()
        try:
            response = _said(request, "too-many", 429) if _floods(request, signed) else page(request, signed, **kwargs)
            response["Content-Language"] = translation.get_language() or "en"
        finally:
            translation.activate(before or settings.LANGUAGE_CODE)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _floods(request: HttpRequest, signed: str) -> bool:
    if request.method != "POST":
        return False
    # Links that are not ours are not counted one by one: whoever invents them could fill the memory with them.
    by_link = LINK_LIMIT.knock(signed) if behind(signed) is not None else 0
    return bool(max(by_link, ADDRESS_LIMIT.knock(client_network(request))))


def _visit(request: HttpRequest, signed: str) -> preferring.Visit | None:
    """Who is at the page, whose language is spoken from here on; null where the link leads nowhere."""
    customer_id = behind(signed)
    known = languages([customer_id]) if customer_id is not None else {}
    if customer_id is None or customer_id not in known:
        _speak(request, "")
        return None
    language = _speak(request, known[customer_id])
    return preferring.Visit(customer_id, language, {"link": digest(signed)[:16], "network": client_network(request)})


def _speak(request: HttpRequest, usual: str) -> str:
    """Speak the language chosen on the page, else the customer's, else the browser's."""
    ours = dict(settings.LANGUAGES)
    wanted = (str(request.GET.get("lang", ""))[:2], usual[:2], translation.get_language() or "")
    language = next((code for code in wanted if code in ours), settings.LANGUAGE_CODE)
    translation.activate(language)
    return language


@customer_page
def preferences(request: HttpRequest, signed: str) -> HttpResponse:
    """What the customer receives: shown, and changed by posting."""
    visit = _visit(request, signed)
    if visit is None:
        return _said(request, "unknown", 404)
    if request.method == "POST":
        _take(request, visit)
        words = {"lang": visit.language, "done": str(request.POST.get("do", "choose"))[:12]}
        return redirect(f"{reverse('preferences', kwargs={'signed': signed})}?{urlencode(words)}")
    return render(request, "consent/preferences.html", {**_shown(visit), **_frame(request)})


def _take(request: HttpRequest, visit: preferring.Visit) -> None:
    match request.POST.get("do", "choose"):
        case "pause":
            preferring.pause(visit)
        case "resume":
            preferring.resume(visit)
        case "stop":
            preferring.stop(visit)
        case _:
            ticked = [one.partition(" ") for one in request.POST.getlist("allow")[:200]]
            chosen = [(purpose, channel) for purpose, _space, channel in ticked]
            preferring.choose(visit, chosen, str(request.POST.get("wish", ""))[:12])


def _shown(visit: preferring.Visit) -> dict[str, Any]:
    known = allowances_of(visit.customer_id)
    names = {card.code: translated(card.name, visit.language) for card in purposes(also_unused=True)}
    rows = members([visit.customer_id]).get(visit.customer_id, (visit.customer_id,))
    said = entries_of(rows)[:HISTORY]
    return {
        "masked": masked(known.reach),
        "fixed": [translated(row.purpose.name, visit.language) for row in known.rows if row.is_fixed],
        "blocks": [_block(visit, known, row) for row in known.rows if preferring.offered(known, row)],
        "paused_until": known.paused_until,
        "wishes": [(code, words, code == known.wish) for code, words in WISHES.items()],
        "history": [(one.entry.said_at or one.entry.at, entry_words(one.entry, names)) for one in said],
    }


def _block(visit: preferring.Visit, known: Allowances, row: Row) -> dict[str, Any]:
    card = row.purpose
    open_to = preferring.offered(known, row)
    return {
        "code": card.code,
        "name": translated(card.name, visit.language),
        "words": translated(card.words, visit.language),
        "notice": translated(card.notice_text, visit.language),
        "boxes": [_box(card.code, cell) for cell in row.cells if cell.channel in open_to],
    }


def _box(purpose: str, cell: Cell) -> dict[str, Any]:
    return {
        "value": f"{purpose} {cell.channel.value}",
        "name": CHANNELS[ConsentChannel(cell.channel)],
        "on": cell.allows,
    }


@customer_page
def stop(request: HttpRequest, signed: str, purpose: str = EVERY) -> HttpResponse:
    """To stop one purpose or all. Mail programmes post here by themselves when their owner presses their own button."""
    visit = _visit(request, signed)
    if visit is None:
        return _said(request, "unknown", 404)
    link = f"{reverse('preferences', kwargs={'signed': signed})}?lang={visit.language}"
    if request.method == "POST":
        preferring.stop(visit, purpose, method=Method.ONE_CLICK)
        return _said(request, "stopped", preferences=link)
    name = next((translated(card.name, visit.language) for card in purposes() if card.code == purpose), "")
    return _said(request, "stop", preferences=link, name=name)


@customer_page
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """To confirm that a consent is one's own: asked when opened, recorded when posted."""
    found = to_confirm(signed)
    known = languages([found[0]]) if found else {}
    language = _speak(request, known.get(found[0], "") if found else "")
    if found is None or not known:
        return _said(request, "unknown", 404)
    if request.method == "POST":
        proof = {"link": digest(signed)[:16], "network": client_network(request), "language": language}
        return _said(request, "confirmed" if preferring.confirm(*found, proof) else "over")
    return _said(request, "confirm")


def _said(request: HttpRequest, what: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that says or asks one thing."""
    return render(request, "consent/said.html", {"what": what, **_frame(request), **context}, status=status)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Links to this very place in each language, and what was just done."""
    language = translation.get_language()
    tongues = [{"code": code, "name": name, "current": code == language} for code, name in settings.LANGUAGES]
    return {"tongues": tongues, "done": request.GET.get("done", ""), "here": request.path}
