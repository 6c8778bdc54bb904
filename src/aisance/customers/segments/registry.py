"""The kinds of conditions and the ready segments that domains offer."""

from aisance.customers.segments.contracts import ConditionKind, ReadySegment

_KINDS: dict[str, ConditionKind] = {}
_READY: dict[str, ReadySegment] = {}


def offer_condition(kind: ConditionKind) -> ConditionKind:
    """Add a kind of condition; called at start by a domain's `conditions.py`."""
    _KINDS[kind.code] = kind
    return kind


def offer_segment(segment: ReadySegment) -> ReadySegment:
    """Add a segment that comes with the product."""
    _READY[segment.code] = segment
    return segment


def condition_kinds() -> dict[str, ConditionKind]:
    """Every kind of condition by code, in the order in which they were offered."""
    return dict(_KINDS)


def ready_segments() -> dict[str, ReadySegment]:
    """The ready segments whose conditions are all known here, by code."""
    return {code: segment for code, segment in _READY.items() if segment.needs <= _KINDS.keys()}
