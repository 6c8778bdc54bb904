"""The writer of the ledger: a batch of drafts becomes interactions, each once and for ever."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from aisance.accounts.public import ensure_advisors, units_in
from aisance.core import audit, clock, events
from aisance.core.bulk import stored_moment
from aisance.core.permissions import Viewer
from aisance.core.scope import Scope
from aisance.customers.public import find_or_add_customers
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import InteractionDraft, InteractionsEnded, Recorded
from aisance.journeys.models import Reason, Step
from aisance.journeys.permissions import RECORD
from aisance.journeys.queries import Key, known_interactions
from aisance.journeys.rules import ended_at, one_of
from aisance.journeys.services.ledger import Row, insert

IDS_AN_EVENT = 1_000


@dataclass(frozen=True, slots=True)
class _Codes:
    """What the codes of drafts stand for. `units` are those at which the recorder may record."""

    steps: dict[str, int]
    reasons: dict[str, int]
    units: dict[str, int]
    own_unit: int | None

    def problems(self, draft: InteractionDraft) -> tuple[Problem, ...]:
        """What a draft names that does not exist, or not for this recorder; one answer for both."""
        found = []
        if draft.step and draft.step not in self.steps:
            found.append(Problem("step", draft.step, one_of(self.steps)))
        if draft.reason and draft.reason not in self.reasons:
            found.append(Problem("reason", draft.reason, one_of(self.reasons)))
        if draft.unit and draft.unit not in self.units:
            found.append(Problem("unit", draft.unit, one_of(self.units)))
        elif not draft.unit and self.own_unit is None:
            found.append(Problem("unit", "", one_of(self.units)))
        return tuple(found)

    def unit_of(self, draft: InteractionDraft) -> int:
        unit = self.units[draft.unit] if draft.unit else self.own_unit
        if unit is None:
            raise ValueError("This draft should have been refused: it has no unit.")
        return unit


def record_interactions(drafts: Sequence[InteractionDraft], *, by: Viewer) -> list[Recorded]:
    """Write interactions in one transaction; says for each draft, in order, what became of it.

    A (source, external id) that was written before, by whomever, or that stands earlier in the batch, is `known` and
    changes nothing. Unknown codes and units outside the recorder's are `refused`. Unknown customers and advisors are
    added. Other domains learn of those that are over by InteractionsEnded. About a dozen queries, whatever the size.
    """
    with transaction.atomic():
        codes = _read_codes(by)
        refused = {place: found for place, draft in enumerate(drafts) if (found := codes.problems(draft))}
        first: dict[Key, int] = {}
        for place, draft in enumerate(drafts):
            if place not in refused:
                first.setdefault((draft.source, draft.external_id), place)
        known = known_interactions(first)
        # In the order of the keys, so that two batches with the same rows wait for each other and never in a circle.
        fresh = [drafts[first[key]] for key in sorted(first.keys() - known.keys())]
        written = _write(fresh, codes, by=by) if fresh else {}
        if len(written) < len(fresh):
            known |= known_interactions(first.keys() - known.keys() - written.keys())
        if drafts:
            _tell(fresh, written, known=len(drafts) - len(written) - len(refused), refused=len(refused), by=by)
    return list(_answers(drafts, refused, first, written, known))


def _read_codes(by: Viewer) -> _Codes:
    scope = by.scope(RECORD)
    units = units_in(scope)
    own = _top(scope)
    return _Codes(
        steps=dict(Step.objects.values_list("code", "pk")),
        reasons=dict(Reason.objects.values_list("code", "pk")),
        units={unit.code: unit.id for unit in units},
        own_unit=next((unit.id for unit in units if own and (unit.path == own or own == "/")), None),
    )


def _top(scope: Scope) -> str:
    """The root of the only subtree there is; empty where there are several, since then a draft must name its unit."""
    top = min(scope.paths, key=len, default="")
    return top if all(path.startswith(top) for path in scope.paths) else ""


def _write(drafts: list[InteractionDraft], codes: _Codes, *, by: Viewer) -> dict[Key, int]:
    """Write drafts that are not known yet; returns the ids of those written, so without any that came in meanwhile."""
    customers = find_or_add_customers([draft.customer for draft in drafts], by=by)
    called = sorted({(draft.advisor, codes.unit_of(draft)) for draft in drafts if draft.advisor}, reverse=True)
    advisors = ensure_advisors(dict(called), by=by) if called else {}
    now = stored_moment(clock.now())
    return insert(
        [_row(draft, customer, codes, advisors, now) for draft, customer in zip(drafts, customers, strict=True)]
    )


def _row(draft: InteractionDraft, customer: int | None, codes: _Codes, advisors: dict[str, int], now: Any) -> Row:
    end = ended_at(draft.started_at, draft.wait_seconds, draft.handling_seconds, draft.done_at)
    return Row(
        source=draft.source,
        external_id=draft.external_id,
        customer_id=customer,
        channel=draft.channel.value,
        direction=draft.direction.value,
        step_id=codes.steps[draft.step] if draft.step else None,
        reason_id=codes.reasons[draft.reason] if draft.reason else None,
        unit_id=codes.unit_of(draft),
        advisor_id=advisors[draft.advisor] if draft.advisor else None,
        language=draft.language,
        started_at=draft.started_at,
        day=clock.local_day(draft.started_at),
        wait_seconds=draft.wait_seconds,
        handling_seconds=draft.handling_seconds,
        outcome=draft.outcome.value if draft.outcome else None,
        ended_at=end if draft.outcome else None,
        promised_by=draft.promised_by,
        done_at=draft.done_at,
        attributes=draft.attributes,
        recorded_at=now,
    )


def _tell(drafts: list[InteractionDraft], written: dict[Key, int], *, known: int, refused: int, by: Viewer) -> None:
    """One line in the audit trail for the batch, and an event for those of it that are over."""
    ended = [
        written[key] for draft in drafts if draft.outcome and (key := (draft.source, draft.external_id)) in written
    ]
    for start in range(0, len(ended), IDS_AN_EVENT):
        events.emit(InteractionsEnded(ended[start : start + IDS_AN_EVENT]))
    counts = {"accepted": len(written), "known": known, "refused": refused}
    which = next(iter(written.values())) if len(written) == 1 else ""
    audit.record(by, "interactions.recorded", what="interaction", which=which, changes=counts)


def _answers(
    drafts: Sequence[InteractionDraft],
    refused: dict[int, tuple[Problem, ...]],
    first: dict[Key, int],
    written: dict[Key, int],
    known: dict[Key, int],
) -> Iterator[Recorded]:
    for place, draft in enumerate(drafts):
        key = (draft.source, draft.external_id)
        if place in refused:
            yield Recorded("refused", None, refused[place])
        elif key in written and first[key] == place:
            yield Recorded("accepted", written[key])
        else:
            yield Recorded("known", written.get(key) or known.get(key))
