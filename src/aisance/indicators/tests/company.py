"""What the tests of indicators share: answers and calls recorded as their sources would, then brought to the store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aisance.core.permissions import Viewer, system_viewer
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked, Estimate
from aisance.indicators.queries import estimates
from aisance.indicators.registry import definition
from aisance.journeys.contracts import Channel, Direction, InteractionDraft, Outcome
from aisance.journeys.public import add_journey, ensure_reasons, record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import ResponseDraft
from aisance.surveys.public import record_responses

BY = system_viewer("test")
NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
_numbers = count(1)
_together: ContextVar[bool] = ContextVar("together", default=False)


def every_estimate(
    name: str, *, viewer: Viewer, where: Mapping[str, Sequence[str]] | None = None, by: Sequence[str] = (), **more: Any
) -> list[Estimate]:
    """The estimates as they are before small cells are masked, so that a handful of answers can be a test."""
    entry = definition(name)
    asked = Asked(by=tuple(by), where={word: tuple(codes) for word, codes in (where or {}).items()}, **more)
    return estimates(viewer, entry, checked(entry, asked))


def lay_vocabulary() -> None:
    """A journey of two steps, and a tree of reasons: a bill, a bill that is wrong, a move."""
    steps = [("order", {"en": "Order", "fr": "Commande"}), ("pay", {"en": "Pay", "fr": "Paiement"})]
    add_journey(code="help", names={"en": "Help"}, steps=steps, is_main=True, by=BY)
    ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}, "move": {"en": "Move", "fr": "Déménagement"}}, by=BY)


@contextmanager
def together() -> Iterator[None]:
    """Bring to the store at the end, and at once, what is recorded inside: each time takes a tenth of a second."""
    token = _together.set(True)
    try:
        yield
    finally:
        _together.reset(token)
    _bring()


def _bring() -> None:
    if not _together.get():
        pull()


def answer(question: str, scores: Iterable[int], *, days: int = 0, **more: Any) -> None:
    """One response for each score, `days` after noon of 2 November 2026."""
    drafts = [
        ResponseDraft(
            source="tests",
            external_id=str(next(_numbers)),
            answered_at=NOON + timedelta(days=days),
            question=question,
            score=score,
            **more,
        )
        for score in scores
    ]
    refused = [recorded for recorded in record_responses(drafts, by=BY) if recorded.status != "accepted"]
    assert refused == []
    _bring()


def call(outcome: str | None = "answered", *, times: int = 1, days: int = 0, **more: Any) -> None:
    """Inbound calls on the phone unless told otherwise, `days` after noon of 2 November 2026."""
    given: dict[str, Any] = {"channel": Channel.PHONE, "direction": Direction.INBOUND, **more}
    drafts = [
        InteractionDraft(
            source="tests",
            external_id=str(next(_numbers)),
            started_at=NOON + timedelta(days=days),
            outcome=Outcome(outcome) if outcome else None,
            **given,
        )
        for _ in range(times)
    ]
    refused = [recorded for recorded in record_interactions(drafts, by=BY) if recorded.status != "accepted"]
    assert refused == []
    _bring()
