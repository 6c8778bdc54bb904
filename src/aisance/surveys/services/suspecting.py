"""What only several responses together show: one address that answers again and again, the same words over and over."""

from collections.abc import Mapping
from datetime import timedelta

from aisance.core.limits import Limit
from aisance.surveys.collection.cells import Cell
from aisance.surveys.collection.contracts import Apart, Submission
from aisance.surveys.collection.signs import SAME_WORDS_LENGTH, SAME_WORDS_TIMES
from aisance.surveys.models import Answer, OpenLink
from aisance.surveys.queries.sittings import Sitting

# A family, a desk, a shop's wireless network: several answers from one address are usual, one a minute is not.
BURST = Limit(amount=10, seconds=600)
LOOK_BACK = timedelta(days=1)


def later_sign(sitting: Sitting, submission: Submission, cells: Mapping[str, Cell]) -> Apart | None:
    """Why a response by an open link that ends now is set apart. A tablet on the spot has one address by nature."""
    if sitting.link_id is None:
        return None
    mark = submission.signs.address
    if mark and sitting.use != OpenLink.Use.KIOSK and BURST.knock(f"{sitting.link_id}:{mark}"):
        return Apart.BURST
    return Apart.SAME_WORDS if _repeats(sitting, submission, cells) else None


def _repeats(sitting: Sitting, submission: Submission, cells: Mapping[str, Cell]) -> bool:
    """Whether the same long words came by this link several times within a day."""
    texts = {cell.text for cell in cells.values() if len(cell.text) >= SAME_WORDS_LENGTH}
    since = submission.at - LOOK_BACK
    for text in texts:
        others = Answer.objects.filter(text=text, day__gte=since.date(), response__link_id=sitting.link_id).exclude(
            response__external_id=sitting.name
        )
        if others.count() >= SAME_WORDS_TIMES - 1:
            return True
    return False
