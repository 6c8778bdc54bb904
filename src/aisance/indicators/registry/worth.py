"""What scores are worth: shares, net scores, means. And the words that several definitions share."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Part
from aisance.surveys.contracts import SCALES

ANSWERED = _(
    "Answers to this question, asked right after a contact, given on this scale. A skipped question is no answer."
)
SERVICE = _("Customer service")
DIRECTION = _("Customer experience")
OPERATIONS = _("Contact centre operations")
PEOPLE = _("Human resources")


def top(question: str, scale: str, *, good: Collection[int], weight: float = 1.0) -> Part:
    """A share: the scores of `good` are worth 1, the others 0."""
    return Part(question, scale, {score: float(score in good) for score in _scores(scale)}, weight)


def net(question: str, scale: str, *, good: Collection[int], bad: Collection[int], weight: float = 1.0) -> Part:
    """A net score: +1 for the scores of `good`, -1 for those of `bad`, 0 between them."""
    return Part(question, scale, {score: (score in good) - float(score in bad) for score in _scores(scale)}, weight)


def mean(question: str, scale: str, *, weight: float = 1.0) -> Part:
    """The score itself."""
    return Part(question, scale, {score: float(score) for score in _scores(scale)}, weight)


def fraction(question: str, scale: str, *, weight: float = 1.0) -> Part:
    """Where the score stands between the worst (0) and the best (1) of its scale."""
    held = SCALES[scale]
    width = held.maximum - held.minimum
    worth = {score: (score - held.minimum) / width for score in _scores(scale)}
    return Part(question, scale, {s: 1 - v if held.low_is_good else v for s, v in worth.items()}, weight)


def _scores(scale: str) -> range:
    return range(SCALES[scale].minimum, SCALES[scale].maximum + 1)
