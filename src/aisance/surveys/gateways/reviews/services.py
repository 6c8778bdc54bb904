"""Takes reviews, each once; makes, changes and closes their sources; forgets the author of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from aisance.accounts.public import root_unit
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.journeys.contracts import Channel
from aisance.lake.public import mark_stale
from aisance.surveys.contracts import REVIEW_SOURCE, ProgrammeKind, QuestionKind, RecordedAnswer, ResponseDraft
from aisance.surveys.gateways.reviews.contracts import RecordedReview, ReviewDraft, SourceTerms
from aisance.surveys.gateways.reviews.signing import FORMER_KEY_LASTS, stored_id
from aisance.surveys.models import Answer, Response, Review, ReviewSource
from aisance.surveys.services.recording import record_responses

COLLECTED_BY = "social"
ORDER = (IdentifierKind.EXTERNAL, IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.SOCIAL)


@transaction.atomic
def record_reviews(drafts: Sequence[ReviewDraft], *, by: Viewer) -> list[RecordedReview]:
    """Take reviews, and say for each what became of it, in order; one transaction.

    A review is known by its source and its number there; one that is known stays as it was. It is attached to the
    customer whom one of its identifiers names, and else to nobody: no customer is added for having published something.
    A source that nobody made yet is made under its code.
    """
    sources = _ensure_sources({draft.source for draft in drafts}, by)
    claims, silent = _claims(drafts), _forgotten(drafts)
    answers: list[ResponseDraft] = []
    places = []
    for draft, claim in zip(drafts, claims, strict=True):
        places.append(len(answers))
        said = "" if stored_id(draft.source, draft.external_id) in silent else draft.text
        answers += _answers(replace(draft, text=said), claim, sources[draft.source])
    recorded = record_responses(answers, by=by)
    fates = [_fate(recorded[place]) for place in places]
    _write_beside(drafts, fates, sources)
    return fates


def _ensure_sources(codes: set[str], by: Viewer) -> dict[str, ReviewSource]:
    found = {source.code: source for source in ReviewSource.objects.select_related("unit").filter(code__in=codes)}
    for code in sorted(codes - found.keys()):
        unit_id = root_unit().id
        found[code] = ReviewSource.objects.create(code=code, name=code, unit_id=unit_id, created_at=clock.now())
        audit.record(by, "review_source.made", what="review_source", which=code)
    return found


def _forgotten(drafts: Sequence[ReviewDraft]) -> set[str]:
    """Which of these were erased: their words stay away, also when an edit brings new ones."""
    numbers = {stored_id(draft.source, draft.external_id) for draft in drafts}
    rows = Response.objects.filter(external_id__in=numbers, review__erased_at__isnull=False)
    return set(rows.values_list("external_id", flat=True))


def _claims(drafts: Sequence[ReviewDraft]) -> list[CustomerClaim]:
    """For each draft the one identifier that names a customer, and nothing where none does.

    One alone, because what a web site says of an author must not become known of a customer.
    """
    single = [
        (place, CustomerClaim({kind: draft.identifiers[kind]}))
        for place, draft in enumerate(drafts)
        for kind in ORDER
        if kind in draft.identifiers
    ]
    known = find_customers([claim for _place, claim in single])
    found: dict[int, CustomerClaim] = {}
    for (place, claim), customer_id in zip(single, known, strict=True):
        if customer_id is not None:
            found.setdefault(place, claim)
    return [found.get(place, CustomerClaim()) for place in range(len(drafts))]


def _answers(draft: ReviewDraft, claim: CustomerClaim, source: ReviewSource) -> list[ResponseDraft]:
    """The rating, and the words where there are some."""
    said: dict[str, Any] = {
        "source": f"{REVIEW_SOURCE}{draft.source}",
        "external_id": stored_id(draft.source, draft.external_id),
        "answered_at": draft.at,
        "customer": claim,
        "channel": Channel.SOCIAL,
        "unit": draft.unit or source.places.get(draft.place, "") or source.unit.code,
        "language": draft.language,
        "kind": ProgrammeKind.REVIEW,
    }
    rating = ResponseDraft(question=QuestionKind.PUBLIC_RATING, score=draft.rating, scale=draft.scale, **said)
    return [rating, ResponseDraft(question=QuestionKind.WHY, text=draft.text, **said)] if draft.text else [rating]


def _fate(recorded: RecordedAnswer) -> RecordedReview:
    return RecordedReview(recorded.status, recorded.id, recorded.problems)


def _write_beside(
    drafts: Sequence[ReviewDraft], fates: Sequence[RecordedReview], sources: Mapping[str, ReviewSource]
) -> None:
    pairs = zip(drafts, fates, strict=True)
    fresh = [(draft, fate.id) for draft, fate in pairs if fate.status == "accepted" and fate.id is not None]
    rows = [
        Review(
            response_id=pk,
            source=sources[draft.source],
            author=draft.author,
            handle=draft.handle,
            reach=draft.reach,
            link=draft.link,
            place=draft.place,
        )
        for draft, pk in fresh
    ]
    Review.objects.bulk_create(rows, ignore_conflicts=True)
    Response.objects.filter(pk__in=[pk for _draft, pk in fresh]).update(collected_by=COLLECTED_BY)


@transaction.atomic
def erase_review(*, response_id: int, by: Viewer) -> None:
    """Forget the author of a review and their words; the rating stays in its figures, and tells of nobody.

    The review is known all the same when it is brought again, and is not taken anew.
    """
    forget_reviews([response_id])
    audit.record(by, "review.erased", what="response", which=response_id)


def forget_reviews(response_ids: Collection[int]) -> int:
    """The same for those of these responses that are reviews, in the caller's transaction; how many it changed."""
    rows = Review.objects.filter(response_id__in=response_ids, erased_at__isnull=True)
    forgotten = rows.update(author="", handle="", reach=None, link="", place="", erased_at=clock.now())
    Response.objects.filter(pk__in=response_ids, review__isnull=False).update(customer=None)
    answers = Answer.objects.filter(response_id__in=response_ids, response__review__isnull=False)
    mark_stale("answers", set(answers.values_list("day", flat=True)))
    answers.filter(question=QuestionKind.WHY).update(text="")
    return forgotten


@transaction.atomic
def make_source(*, code: str, terms: SourceTerms, by: Viewer) -> None:
    """A new source, without a key as yet."""
    ReviewSource.objects.create(code=code, created_at=clock.now(), **_columns(terms))
    audit.record(by, "review_source.made", what="review_source", which=code, changes=_columns(terms))


@transaction.atomic
def change_source(*, source_id: int, terms: SourceTerms, by: Viewer) -> None:
    """Say something else of a source; reviews that were taken stay where they are."""
    source = ReviewSource.objects.select_for_update().get(pk=source_id)
    said = _columns(terms)
    changes = {name: [getattr(source, name), value] for name, value in said.items() if getattr(source, name) != value}
    if not changes:
        return
    ReviewSource.objects.filter(pk=source_id).update(**said)
    audit.record(by, "review_source.changed", what="review_source", which=source.code, changes=changes)


@transaction.atomic
def new_key(*, source_id: int, by: Viewer) -> None:
    """Give a source a new key, and open it; the key before is good for a day more."""
    source = ReviewSource.objects.select_for_update().get(pk=source_id)
    source.former_until = clock.now() + FORMER_KEY_LASTS if source.key_number and not source.closed_at else None
    source.key_number, source.closed_at = source.key_number + 1, None
    source.save(update_fields=["key_number", "former_until", "closed_at"])
    audit.record(by, "review_source.new_key", what="review_source", which=source.code)


@transaction.atomic
def close_source(*, source_id: int, by: Viewer) -> None:
    """Let nothing in by webhook any more, and no key be good again."""
    source = ReviewSource.objects.select_for_update().get(pk=source_id)
    if source.closed_at is not None:
        return
    source.closed_at, source.former_until = clock.now(), None
    source.save(update_fields=["closed_at", "former_until"])
    audit.record(by, "review_source.closed", what="review_source", which=source.code)


def _columns(terms: SourceTerms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "unit_id": terms.unit_id,
        "shape": terms.shape,
        "paths": dict(terms.paths),
        "places": dict(terms.places),
    }
