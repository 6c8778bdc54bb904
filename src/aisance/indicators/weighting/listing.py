"""The API of weightings: what was declared, for whoever wants a weighted figure."""

from typing import Any

from ninja import Field, Router, Schema

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.core.translated import translated
from aisance.indicators.api import REFUSALS
from aisance.indicators.models import Weighting
from aisance.indicators.permissions import VIEW

router = Router(tags=["indicators"], auth=api_key_auth)


class WeightingOut(Schema):
    """A declared weighting."""

    code: str = Field(description="What `weighting` takes where an indicator is read.")
    name: str
    targets: dict[str, dict[str, float] | str] = Field(
        description="Shares by code for each dimension; `eligible` stands for those of all contacts."
    )
    least: float = Field(description="Weights are trimmed to lie between these two.")
    most: float


@router.get("", response={200: list[WeightingOut], **REFUSALS}, summary="List the weightings")
@requires_api(VIEW)
def list_weightings(request: ViewerRequest) -> list[dict[str, Any]]:
    """Every declared weighting; the same for everybody, since targets are shares of the whole company."""
    return [
        {
            "code": held.code,
            "name": translated(held.name),
            "targets": held.targets,
            "least": held.least,
            "most": held.most,
        }
        for held in Weighting.objects.order_by("code")
    ]
