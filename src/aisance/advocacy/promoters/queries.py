"""Who is pleased again and again, and the testimonials that there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from aisance.advocacy.contracts import TestimonialState
from aisance.advocacy.models import Testimonial, TestimonialUse
from aisance.advocacy.permissions import USE_TESTIMONIALS, VIEW_PROMOTERS
from aisance.advocacy.rules import PLEASED_TIMES, YEAR
from aisance.cases.public import with_open_case
from aisance.consent.contracts import ContactAsk
from aisance.consent.public import may_contact
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, current, members
from aisance.surveys.public import PromoterAnswer, promoter_answers
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.public import read_of

PURPOSE = "testimonials"
NO_CONSENT = "no_consent"
MOST = 500
"""How many persons are looked through, those with the most good answers first."""


@dataclass(frozen=True, slots=True)
class Said:
    """Kind words, without names, beside a score."""

    text: str
    language: str
    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Promoter:
    """A person pleased twice or more within a year, and their words, newest first. `not_now` says why not to ask."""

    customer_id: int
    unit_id: int
    said: tuple[Said, ...]
    language: str
    not_now: str = ""

    @property
    def times(self) -> int:
        return len(self.said)


def promoters(viewer: Viewer, *, since: timedelta = YEAR) -> list[Promoter]:
    """The ultra-promoters of the viewer's units: first those who may be asked, the most often pleased first."""
    answers = promoter_answers(viewer.scope(VIEW_PROMOTERS), clock.now() - since, least=PLEASED_TIMES, most=MOST)
    found = _pleased(answers)
    closed = _not_now([one.customer_id for one in found])
    told = [_with_reason(one, closed.get(one.customer_id, "")) for one in found]
    return sorted(told, key=lambda one: (bool(one.not_now), -one.times, -one.said[0].at.timestamp()))


def promoter(viewer: Viewer, customer_id: int) -> Promoter | None:
    """One of them by any record of the person; null for whoever is none, or not of the viewer's units."""
    head = current([customer_id]).get(customer_id)
    return next((one for one in promoters(viewer) if one.customer_id == head), None)


def _pleased(answers: Sequence[PromoterAnswer]) -> list[Promoter]:
    """Those of whom at least two responses hold words that are read as pleased."""
    read = read_of([one.answer_id for one in answers])
    by_person: dict[int, dict[int, tuple[PromoterAnswer, Said]]] = {}
    for one in answers:
        words = read.get(one.answer_id)
        if words is not None and words.feeling == Feeling.GOOD and words.text:
            said = Said(words.text, words.language or one.language, one.score, one.at)
            by_person.setdefault(one.person_id, {}).setdefault(one.response_id, (one, said))
    return [_promoter(person, list(kept.values())) for person, kept in by_person.items() if len(kept) >= PLEASED_TIMES]


def _promoter(person: int, kept: Sequence[tuple[PromoterAnswer, Said]]) -> Promoter:
    newest = kept[0][0]
    return Promoter(person, newest.unit_id, tuple(said for _answer, said in kept), newest.language)


def _with_reason(one: Promoter, not_now: str) -> Promoter:
    return Promoter(one.customer_id, one.unit_id, one.said, one.language, not_now)


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
