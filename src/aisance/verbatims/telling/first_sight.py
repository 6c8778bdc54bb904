"""How many texts of a choice are still to be read thoroughly: what figures of the first minutes must say."""

from dataclasses import dataclass

from aisance.core.permissions import Viewer
from aisance.verbatims.encoding.choosing import encoder
from aisance.verbatims.models import Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import texts_of
from aisance.verbatims.telling.shares import Share, share

NOTABLE = 0.01
"""Fewer than one in a hundred move no figure that is shown."""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """How many texts of a choice the fast stage alone has read so far, where the deep one is to follow."""

    n: int
    of: int

    @property
    def share(self) -> Share:
        """Their share of all texts of the choice."""
        return share(self.n, self.of)


def first_sight(viewer: Viewer, chosen: Chosen) -> FirstSight | None:
    """Null where all is read thoroughly, where too few are not to move a figure, and where there is one stage only."""
    unread = Verbatim.objects.filter(state=State.READ, encoder="")
    if not unread.exists() or encoder() is None:
        return None
    every = texts_of(viewer, chosen).filter(state=State.READ).order_by()
    n, of = every.filter(encoder="").count(), every.count()
    return FirstSight(n, of) if n >= NOTABLE * of and n else None
