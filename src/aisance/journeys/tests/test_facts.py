"""What the store holds of interactions: the promise of a written contact and whether it was kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aisance.core.permissions import system_viewer
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull, rows
from tests.cast import Cast

BY = system_viewer("test")
MORNING = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def letter(**more: Any) -> None:
    draft = InteractionDraft(source="post", external_id="L1", channel=Channel.LETTER, started_at=MORNING, **more)
    [answer] = record_interactions([draft], by=BY)
    assert answer.status == "accepted"


def stored() -> list[tuple[Any, ...]]:
    pull()
    return rows("interactions", lambda t: t.select("started_at", "promised_by", "done_at", "outcome"))


def test_a_promise_is_stored_in_utc_and_its_keeping_when_it_is_told(cast: Cast) -> None:
    letter(promised_by=MORNING + timedelta(days=5))

    began, promised = datetime(2026, 11, 19, 9, 0), datetime(2026, 11, 24, 9, 0)
    assert stored() == [(began, promised, None, None)]
    letter(outcome=Outcome.RESOLVED, done_at=MORNING + timedelta(days=2))
    assert stored() == [(began, promised, datetime(2026, 11, 21, 9, 0), "resolved")]
