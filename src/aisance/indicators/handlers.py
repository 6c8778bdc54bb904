"""What other domains ask of indicators."""

from collections.abc import Collection

from aisance.accounts.public import names_in_trail
from aisance.indicators.registry import definitions


@names_in_trail("indicator")
def titles_of(codes: Collection[str]) -> dict[str, str]:
    """The titles of indicators by name, drafts and retired ones too."""
    return {one.name: str(one.title) for one in definitions(every_status=True) if one.name in codes}
