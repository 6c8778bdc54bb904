"""Where review sites, or a relay beside them, bring what was published: each source at an address of its own."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from aisance.accounts.public import client_network
from aisance.core import clock
from aisance.core.credentials import is_signed, shows_secret
from aisance.core.limits import Limit
from aisance.core.permissions import open_to_all, system_viewer
from aisance.intake.contracts import Problem
from aisance.surveys.gateways.reviews.contracts import RecordedReview, ReviewDraft
from aisance.surveys.gateways.reviews.reading import read_review
from aisance.surveys.gateways.reviews.services import record_reviews
from aisance.surveys.gateways.reviews.shapes import UnreadableError, reviews_in, shape_of
from aisance.surveys.gateways.reviews.signing import keys_in_force
from aisance.surveys.models import ReviewSource

WHY_OPEN = "A review site reports here; it signs with the key that it was given."
BODY_LIMIT = 2_000_000
WRONG_KEYS = Limit(amount=20, seconds=60)
"""Nobody on a network that showed so many wrong ones is heard until the minute is over, not even with the right one."""


@open_to_all(WHY_OPEN)
@csrf_exempt
@require_POST
def hear_reviews(request: HttpRequest, code: str) -> HttpResponse:
    """Take the reviews of a body that a source signed; the same ones again are known. Says what became of each."""
    network = client_network(request)
    if wait := WRONG_KEYS.wait(network):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    if len(request.body) > BODY_LIMIT:
        return HttpResponse(status=413)
    source = _vouched_for(request, code)
    if source is None:
        # A source that is not there and a wrong key look alike.
        return HttpResponse(status=429 if WRONG_KEYS.knock(network) else 401)
    try:
        rows = reviews_in(json.loads(request.body), shape_of(source.shape, source.paths))
    except (ValueError, RecursionError) as problem:
        words = "one review, or a list of at most 500" if isinstance(problem, UnreadableError) else "JSON"
        return JsonResponse({"error": f"The body must hold {words}."}, status=400)
    return _told(_taken(source, rows))


def _vouched_for(request: HttpRequest, code: str) -> ReviewSource | None:
    """The source of this address, where one of its keys signed the body or came along as a password."""
    source = ReviewSource.objects.filter(code=code, closed_at=None).first()
    number, until = (source.key_number, source.former_until) if source else (0, None)
    keys = keys_in_force(settings.SECRET_KEY, code, number, until, clock.now())
    return source if any(is_signed(request, key) or shows_secret(request, key) for key in keys) else None


def _taken(source: ReviewSource, rows: list[dict[str, str]]) -> list[RecordedReview]:
    read = [read_review(row, source.code) for row in rows]
    good = [draft for draft in read if isinstance(draft, ReviewDraft)]
    fates = iter(record_reviews(good, by=system_viewer(f"reviews of {source.code}")))
    return [next(fates) if isinstance(one, ReviewDraft) else RecordedReview("refused", None, one) for one in read]


def _told(fates: list[RecordedReview]) -> JsonResponse:
    refused = [
        {"number": number, "problems": [_problem(one) for one in fate.problems]}
        for number, fate in enumerate(fates, start=1)
        if fate.status == "refused"
    ]
    counts = {word: sum(fate.status == word for fate in fates) for word in ("accepted", "known")}
    return JsonResponse({**counts, "refused": refused}, status=422 if len(refused) == len(fates) else 200)


def _problem(problem: Problem) -> dict[str, Any]:
    return {"field": problem.field, "value": problem.value, "expected": str(problem.expected)}
