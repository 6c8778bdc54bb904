"""The page of an offer for a lost customer who was asked back: on a phone, without sign-in; reading records nothing."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aisance.advocacy.contracts import AdvocacyRefusedError, Arm
from aisance.advocacy.models import WinBackAttempt
from aisance.advocacy.open_pages import by_customer, by_link, frame, said, speak
from aisance.advocacy.winback.accepting import accept, open_until
from aisance.advocacy.winback.tokens import behind
from aisance.cases.public import gesture_names
from aisance.core import clock
from aisance.core.translated import translated
from aisance.customers.public import languages


@by_link("A lost customer reads and accepts an offer by the unguessable signed link of a message.")
def own_offer(request: HttpRequest, signed: str) -> HttpResponse:
    """The apology, the offer, and one button."""
    one = _behind(signed)
    if one is None:
        speak(request, "")
        return said(request, "unknown", 404)
    language = speak(request, languages([one.customer_id or 0]).get(one.customer_id or 0, ""))
    if request.method == "POST":
        with suppress(AdvocacyRefusedError):  # the page says how things stand
            accept(attempt_id=one.pk, by=by_customer(request))
        return redirect(f"{reverse('win-back-own', args=[signed])}?lang={language}")
    return render(request, "advocacy/public/offer.html", _shown(one, language))


def _behind(signed: str) -> WinBackAttempt | None:
    rows = WinBackAttempt.objects.filter(arm=Arm.TREATED, customer__isnull=False).select_related("win_back", "gesture")
    return rows.filter(pk=behind(signed) or 0).first()


def _shown(one: WinBackAttempt, language: str) -> dict[str, Any]:
    row, until = one.win_back, open_until(one)
    return {
        "apology": translated(row.apology, language),
        "offer": translated(row.offer, language),
        "gesture": gesture_names().get(row.gesture, "") if row.gesture else "",
        "accepted": one.accepted_at is not None,
        "waits": one.gesture is not None and one.gesture.state != "granted",
        "is_over": clock.now() >= until,
        "until": until,
        **frame(),
    }
