"""Reads of what was learned: the model in force, its reports, how right the reading is."""

from django.db.models import QuerySet

from aisance.core.permissions import Viewer
from aisance.verbatims.models import LearnedModel
from aisance.verbatims.permissions import EDIT_BOOK


def model_in_force() -> int:
    """The number of the model put in force last and not left since; 0 where the book alone reads. One query."""
    newest = LearnedModel.objects.filter(in_force_since__isnull=False, left_at__isnull=True)
    return newest.order_by("-in_force_since", "-pk").values_list("number", flat=True).first() or 0


def weights_of(number: int) -> bytes:
    """The weights of a model."""
    return bytes(LearnedModel.objects.values_list("weights", flat=True).get(number=number))


def models_learned(viewer: Viewer) -> QuerySet[LearnedModel]:
    """Every model with its report, the newest first, without its weights; none for who may not decide on them."""
    rows = LearnedModel.objects.defer("weights").order_by("-number")
    return rows if viewer.holds(EDIT_BOOK) else rows.none()
