"""What ways and reminders bring: response rates by attempt and message channel."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from aisance.core.statistics import wilson
from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Invitation, Reminder
from aisance.surveys.models.invitations import ANSWERED

type Cell = tuple[int, str]
"""An attempt, from 1, and the message channel on which it was made."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Those asked at one attempt on one channel, and those who answered then, before any further attempt."""

    attempt: int
    route: str
    asked: int
    answered: int
    rate: float
    low: float
    high: float


def effects(rows: QuerySet[Invitation]) -> list[Effect]:
    """The response rate of each attempt on each channel, in their order; empty where nothing was delivered.

    The first attempt is the invitation, the others its reminders. An answer counts for the last message before it.
    Three queries.
    """
    sent = rows.filter(state=InvitationState.DELIVERED)
    asked: Counter[Cell] = Counter()
    answered: Counter[Cell] = Counter()
    first = sent.order_by().annotate(way=F("route"), usual=F("version__message_channel"))
    counted = first.values_list("way", "usual").annotate(
        n=Count("pk"), k=Count("pk", filter=ANSWERED & Q(reminders_sent=0))
    )
    for way, usual, n, k in counted:
        asked[1, way or usual] += n
        answered[1, way or usual] += k
    for number, route, n, k in _reminded(sent):
        asked[number + 1, route] += n
        answered[number + 1, route] += k
    return [_effect(cell, asked[cell], answered[cell]) for cell in sorted(asked)]


def _reminded(sent: QuerySet[Invitation]) -> Iterator[tuple[Any, ...]]:
    """By number and channel of the reminder: how many left, and how many were answered before the next."""
    last = Q(invitation__reminders_sent=F("number"), invitation__in=sent.filter(ANSWERED).order_by().values("pk"))
    rows = Reminder.objects.filter(invitation__in=sent.order_by().values("pk")).order_by()
    return iter(rows.values_list("number", "route").annotate(n=Count("pk"), k=Count("pk", filter=last)))


def _effect(cell: Cell, asked: int, answered: int) -> Effect:
    low, high = wilson(answered, asked) or (0.0, 1.0)
    return Effect(*cell, asked, answered, answered / asked, low, high)
