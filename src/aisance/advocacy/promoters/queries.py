"""Who is pleased again and again, and the testimonials that there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from aisance.accounts.public import units_in
from aisance.advocacy.contracts import TestimonialState
from aisance.advocacy.models import Pleased, Testimonial, TestimonialUse
from aisance.advocacy.permissions import USE_TESTIMONIALS, VIEW_PROMOTERS
from aisance.advocacy.rules import PLEASED_TIMES, YEAR
from aisance.cases.public import with_open_case
from aisance.consent.contracts import ContactAsk
from aisance.consent.public import may_contact
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, current, members
from aisance.verbatims.public import read_of

PURPOSE = "testimonials"
NO_CONSENT = "no_consent"
MOST = 500
"""How many persons are listed, those with the most good answers first."""


@dataclass(frozen=True, slots=True)
class Said:
    """Kind words, without names, beside a score."""

    text: str
    language: str
    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Promoter:
    """A person pleased twice or more within a year; `unit_id` is where they were last. `not_now` says why not to ask.

    `said` are their words, newest first; empty until `with_words` brings them.
    """

    customer_id: int
    unit_id: int
    times: int
    latest: datetime
    answer_ids: tuple[int, ...]
    not_now: str = ""
    said: tuple[Said, ...] = ()


def promoters(viewer: Viewer, *, since: timedelta = YEAR) -> list[Promoter]:
    """The ultra-promoters of the viewer's units: first those who may be asked, the most often pleased first.

    Of a large base the most pleased 500; without their words, which a page fetches for those that it shows.
    """
    rows = _pleased(viewer, since)
    counted = rows.order_by().values("person").annotate(n=Count("pk"), latest=Max("at")).filter(n__gte=PLEASED_TIMES)
    persons = list(counted.order_by("-n", "-latest", "person").values_list("person", flat=True)[:MOST])
    found = _of_persons(rows, persons)
    closed = _not_now([one.customer_id for one in found])
    told = [replace(one, not_now=closed.get(one.customer_id, "")) for one in found]
    return sorted(told, key=lambda one: (bool(one.not_now), -one.times, -one.latest.timestamp()))


def promoter(viewer: Viewer, customer_id: int) -> Promoter | None:
    """One of them by any record of the person; null for whoever is none, or not of the viewer's units."""
    head = current([customer_id]).get(customer_id, 0)
    found = _of_persons(_pleased(viewer, YEAR), [head])
    return found[0] if found else None


def with_words(some: Sequence[Promoter]) -> list[Promoter]:
    """The same with their words, without names; two queries."""
    rows = {
        row.answer_id: row
        for row in Pleased.objects.filter(answer_id__in=[pk for one in some for pk in one.answer_ids])
    }
    read = read_of(rows)
    said = {pk: Said(words.text, words.language, rows[pk].score, rows[pk].at) for pk, words in read.items()}
    return [replace(one, said=tuple(said[pk] for pk in one.answer_ids if pk in said)) for one in some]


def _pleased(viewer: Viewer, since: timedelta) -> QuerySet[Pleased]:
    """By the numbers of the units: the condition on their paths would join a table for every row."""
    units = [card.id for card in units_in(viewer.scope(VIEW_PROMOTERS))]
    return Pleased.objects.filter(at__gte=clock.now() - since, unit_id__in=units)


def _of_persons(rows: QuerySet[Pleased], persons: Sequence[int]) -> list[Promoter]:
    """What these persons gave, but for what is set apart and whoever is restricted; those still pleased twice."""
    kept = rows.filter(person_id__in=persons, response__set_apart="", person__restricted_at__isnull=True)
    held: dict[int, list[Pleased]] = {}
    for row in kept.filter(response__customer__isnull=False).order_by("-at", "-pk"):
        held.setdefault(row.person_id, []).append(row)
    return [
        Promoter(pk, some[0].unit_id, len(some), some[0].at, tuple(row.answer_id for row in some))
        for pk, some in held.items()
        if len(some) >= PLEASED_TIMES
    ]


def _not_now(customer_ids: Collection[int]) -> dict[int, str]:
    """Why each of these is not to be asked now; absent where nothing stands against it."""
    found = dict.fromkeys(without_consent(customer_ids), NO_CONSENT)
    found |= dict.fromkeys(asked_within_a_year(customer_ids), "asked_within_a_year")
    return found | dict.fromkeys(with_open_case(customer_ids), "open_case")


def without_consent(customer_ids: Collection[int]) -> set[int]:
    """Of these, who has not agreed to be asked by e-mail, or has no address."""
    held = addresses(customer_ids, IdentifierKind.EMAIL)
    asks = [ContactAsk(pk, PURPOSE, "email", held.get(pk, ""), "marketing") for pk in customer_ids]
    return {pk for pk, verdict in zip(customer_ids, may_contact(asks), strict=True) if not verdict}


def asked_within_a_year(customer_ids: Iterable[int]) -> set[int]:
    """Those of whom any record was asked for a testimonial within the last 365 days."""
    rows = members(customer_ids)
    every = {row for some in rows.values() for row in some}
    asked = Testimonial.objects.filter(customer_id__in=every, asked_at__gt=clock.now() - YEAR, problem="")
    held = set(asked.values_list("customer_id", flat=True))
    return {pk for pk, some in rows.items() if held.intersection(some)}


def list_testimonials(viewer: Viewer, state: str = "") -> QuerySet[Testimonial]:
    """The testimonials of the viewer's units, those that wait for us first, then the newest."""
    rows = Testimonial.objects.filter(viewer.scope(VIEW_PROMOTERS).rows("unit")).select_related("unit")
    rows = rows.filter(state=state) if state else rows
    waits = Q(uses__isnull=False, uses__taken_down_at__isnull=True)
    found: QuerySet[Testimonial] = rows.annotate(standing=Count("uses", filter=waits), latest=Max("asked_at")).order_by(
        "-latest", "-pk"
    )
    return found


def find_testimonial(viewer: Viewer, testimonial_id: int, *, to_use: bool = False) -> Testimonial:
    """One of them. Raises Testimonial.DoesNotExist for one that is none of the viewer's."""
    right = USE_TESTIMONIALS if to_use else VIEW_PROMOTERS
    rows = Testimonial.objects.filter(viewer.scope(right).rows("unit")).select_related("unit", "asked_by")
    return rows.prefetch_related("texts", "uses").get(pk=testimonial_id)


def text_in_force(row: Testimonial) -> str:
    """The last wording that its author approved; empty where there is none."""
    approved = [one for one in row.texts.all() if one.approved_at is not None]
    return approved[-1].text if approved else ""


def text_waiting(row: Testimonial) -> str:
    """Our wording that waits for the author; empty where none does."""
    texts = list(row.texts.all())
    waits = row.state == TestimonialState.EDITED and texts and texts[-1].approved_at is None
    return texts[-1].text if waits else ""


def to_take_down(viewer: Viewer) -> list[TestimonialUse]:
    """Where words still stand whose author withdrew them, the longest first."""
    rows = TestimonialUse.objects.filter(
        viewer.scope(VIEW_PROMOTERS).rows("testimonial__unit"),
        testimonial__state=TestimonialState.WITHDRAWN,
        taken_down_at__isnull=True,
    )
    return list(rows.select_related("testimonial").order_by("testimonial__ended_at", "pk"))
