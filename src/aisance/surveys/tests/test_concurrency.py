"""The same answers brought twice at the same moment."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.surveys.contracts import QuestionKind, RecordedAnswer, ResponseDraft
from aisance.surveys.models import Answer, Response
from aisance.surveys.public import record_responses
from tests.cast import BY, Cast


def _answer(number: int) -> ResponseDraft:
    return ResponseDraft(
        source="panel",
        external_id=str(number),
        answered_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        question=QuestionKind.NPS,
        score=number % 11,
        customer=CustomerClaim({IdentifierKind.EXTERNAL: str(number % 100 + 1)}),
        advisor=f"advisor-{number % 7}",
    )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.parametrize("size", [100, 400])  # two answers each: below and above the size from which rows are copied
@pytest.mark.django_db(transaction=True)
def test_batches_at_the_same_moment_record_each_answer_once(cast: Cast, size: int) -> None:
    nps = [_answer(number) for number in range(size)]
    drafts = nps + [replace(draft, question=QuestionKind.CSAT, score=3) for draft in nps]
    answers: list[list[RecordedAnswer]] = []

    def tell(batch: list[ResponseDraft]) -> None:
        try:
            answers.append(record_responses(batch, by=BY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell, args=[batch]) for batch in (drafts, drafts[::-1], drafts, drafts[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = [answer.status for batch in answers for answer in batch]
    assert (statuses.count("accepted"), statuses.count("known")) == (2 * size, 6 * size)
    assert (Response.objects.count(), Answer.objects.count(), Customer.objects.count()) == (size, 2 * size, 100)
