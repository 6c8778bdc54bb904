"""Who may see a customer: said by the domain that knows their contacts, asked by the pages of this one.

A customer belongs to no unit by themselves, but to those they were in contact with; those are known above.
"""

from collections.abc import Callable

from aisance.core.permissions import Viewer

type Seer = Callable[[Viewer, int], bool]

_SEERS: list[Seer] = []


def decides_who_sees(seer: Seer) -> Seer:
    """Register what says whether a viewer may see a customer; at least one must say yes."""
    if seer not in _SEERS:
        _SEERS.append(seer)
    return seer


def may_see(viewer: Viewer, customer_id: int) -> bool:
    """Whether a viewer may see a customer; nobody may while nothing is registered."""
    return any(seer(viewer, customer_id) for seer in _SEERS)
