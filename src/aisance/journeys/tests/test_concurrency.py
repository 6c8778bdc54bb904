"""The same batch told twice at the same moment."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from aisance.core.models import Event
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome, Recorded
from aisance.journeys.models import Interaction
from aisance.journeys.public import record_interactions
from tests.cast import BY, Cast

needs_connections = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory"
)


def _call(number: int) -> InteractionDraft:
    customer = CustomerClaim({IdentifierKind.EXTERNAL: str(number % 100 + 1)})
    return InteractionDraft(
        source="telephony",
        external_id=str(number),
        channel=Channel.PHONE,
        started_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        customer=customer,
        advisor=f"advisor-{number % 7}",
        outcome=Outcome.ANSWERED,
    )


def _told_at_once(batches: list[list[InteractionDraft]]) -> list[str]:
    """The statuses of all drafts, each batch told by a thread of its own."""
    answers: list[list[Recorded]] = []

    def tell(batch: list[InteractionDraft]) -> None:
        try:
            answers.append(record_interactions(batch, by=BY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer.status for batch in answers for answer in batch]


@needs_connections
@pytest.mark.parametrize("size", [100, 800])  # below and above the size from which rows are copied
@pytest.mark.django_db(transaction=True)
def test_batches_at_the_same_moment_record_each_interaction_once(cast: Cast, size: int) -> None:
    drafts = [_call(number) for number in range(size)]

    statuses = _told_at_once([drafts, drafts[::-1], drafts, drafts[::-1]])

    assert (statuses.count("accepted"), statuses.count("known")) == (size, 3 * size)
    assert Interaction.objects.count() == size
    assert Customer.objects.count() == 100
    told = [pk for event in Event.objects.all() for pk in event.payload["interaction_ids"]]
    assert sorted(told) == sorted(Interaction.objects.values_list("pk", flat=True))


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_batches_at_the_same_moment_end_each_interaction_once(cast: Cast) -> None:
    size = 600
    over = [_call(number) for number in range(size)]
    record_interactions([replace(draft, outcome=None) for draft in over[: size // 2]], by=BY)
    begun = [replace(draft, outcome=None) for draft in over]

    statuses = _told_at_once([over, over[::-1], begun, begun[::-1]])

    assert len(statuses) == 4 * size
    assert Interaction.objects.filter(outcome="answered", ended_at__isnull=False).count() == size
    told = [pk for event in Event.objects.all() for pk in event.payload["interaction_ids"]]
    assert sorted(told) == sorted(Interaction.objects.values_list("pk", flat=True))
