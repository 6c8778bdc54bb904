"""Takes customers out of answers and decisions: scores and counts stay, with nobody and no words in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from aisance.core import clock
from aisance.core.models import Event
from aisance.lake.public import mark_stale
from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.gateways.reviews.services import forget_reviews
from aisance.surveys.models import Answer, Invitation, ProgrammeVersion, Response
from aisance.surveys.questionnaires.rules import items_of

FACTS_OF_ANSWERS = ("answers", "choices", "responses")
_NAMELESS = Concat(Value("erased:"), Cast(F("pk"), CharField()))


@transaction.atomic
def take_out_of_responses(customer_ids: Sequence[int]) -> int:
    """Nobody can tell any more who gave these answers, and their words are gone; how many responses there were."""
    return _take_out(Response.objects.filter(customer_id__in=customer_ids))


@transaction.atomic
def take_out_of_responses_before(moment: datetime) -> int:
    """The same with every response given before a moment, also with the author of a review who is no customer."""
    somebody = Q(customer__isnull=False) | Q(review__isnull=False, review__erased_at__isnull=True)
    return _take_out(Response.objects.filter(somebody, answered_at__lt=moment))


def _take_out(rows: QuerySet[Response]) -> int:
    held = dict(rows.values_list("pk", "version_id"))
    days = _empty_answers(held)
    for fact in FACTS_OF_ANSWERS:
        mark_stale(fact, days)
    Event.objects.filter(name="ResponseCompleted", payload__response_id__in=list(held)).delete()
    forget_reviews(held)
    # A review keeps its number, which leads nowhere: brought again, it must be known and not taken anew.
    Response.objects.filter(pk__in=held, review__isnull=True).update(external_id=_NAMELESS)
    return Response.objects.filter(pk__in=held).update(customer=None, interaction=None)


def _empty_answers(held: Mapping[int, int | None]) -> set[date]:
    """Blank the words of these responses' answers, and what else may say who somebody is; the days they are of."""
    rows = list(Answer.objects.filter(response_id__in=held))
    options = _options(version for version in held.values() if version is not None)
    for row in rows:
        known = options.get((held[row.response_id], row.question), frozenset())
        row.text, row.value = "", _harmless(row.value, known)
    Answer.objects.bulk_update(rows, ["text", "value"], batch_size=500)
    return {row.day for row in rows}


def _options(versions: Iterable[int]) -> dict[tuple[int | None, str], frozenset[str]]:
    """What could be chosen, by version and question."""
    found: dict[tuple[int | None, str], frozenset[str]] = {}
    for version in ProgrammeVersion.objects.filter(pk__in=set(versions)):
        for item in items_of(version):
            found[version.pk, item.code] = frozenset(option.code for option in item.options)
    return found


def _harmless(value: Any, options: Collection[str]) -> Any:
    """What was chosen out of options that the company wrote; null for whatever a customer said in their own way.

    >>> _harmless(["b", "a"], {"a", "b"}), _harmless("mine", {"a"}), _harmless({"a": 3}, {"a"})
    (['b', 'a'], None, {'a': 3})
    """
    if isinstance(value, str):
        return value if value in options else None
    if isinstance(value, list):
        return value if all(isinstance(one, str) and one in options for one in value) else None
    if isinstance(value, dict):
        return value if all(key in options and isinstance(one, int) for key, one in value.items()) else None
    return None


@transaction.atomic
def take_out_of_invitations(customer_ids: Sequence[int]) -> int:
    """That somebody was asked or not stays; who, and the link to answer by, are gone. Nothing more leaves."""
    return _forget(Invitation.objects.filter(customer_id__in=customer_ids))


@transaction.atomic
def take_out_of_invitations_before(moment: datetime) -> int:
    """The same with every decision taken before a moment whose time to answer is over."""
    return _forget(Invitation.objects.filter(customer__isnull=False, decided_at__lt=moment, expires_at__lt=clock.now()))


def _forget(rows: QuerySet[Invitation]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    theirs = Invitation.objects.filter(pk__in=keys)
    mark_stale("invitations", set(theirs.values_list("day", flat=True).distinct()))
    refused = {"state": InvitationState.REFUSED, "reason": NotAskedReason.UNKNOWN_CUSTOMER}
    theirs.filter(state=InvitationState.PLANNED).update(**refused)
    theirs.filter(state=InvitationState.SENDING).update(state=InvitationState.FAILED)
    # A mail server's words may quote an address.
    theirs.exclude(state=InvitationState.REFUSED).update(reason="")
    theirs.filter(expires_at__gt=clock.now()).update(expires_at=clock.now())
    return theirs.update(customer=None, token=_NAMELESS, remind_at=None)
