"""What an own indicator may be made of: every question on every scale on which it may be answered."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from aisance.surveys.contracts import QuestionCard, Scale
from aisance.surveys.public import questions_known


class Chosen(NamedTuple):
    """A question on one of its scales."""

    question: QuestionCard
    scale: Scale

    @property
    def key(self) -> str:
        return f"{self.question.code}@{self.scale.code}"

    @property
    def name(self) -> str:
        limits = {"name": self.question.name, "least": self.scale.minimum, "most": self.scale.maximum}
        return _("%(name)s (%(least)s to %(most)s)") % limits


def choices_known(kept: Iterable[str] = ()) -> dict[str, Chosen]:
    """Every question on every scale it may be answered on, by key; retired ones only where they are in `kept`."""
    wanted = set(kept)
    pairs = [Chosen(card, scale) for card in questions_known() for scale in card.scales or (card.scale,)]
    return {pair.key: pair for pair in pairs if not pair.question.retired or pair.key in wanted}
