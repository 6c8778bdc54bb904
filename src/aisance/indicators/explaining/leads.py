"""From the values of both sides of a move to the rows behind them."""

from collections.abc import Mapping
from dataclasses import replace

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Estimate
from aisance.indicators.drilling import LEADS_NOWHERE, Behind, Chosen, behind, chosen_of
from aisance.indicators.explaining.by_theme import THEME
from aisance.indicators.explaining.story import OTHERS, Story


class Leads:
    """The two selections of a story, each with the way to the rows of its cells."""

    def __init__(self, story: Story, viewer: Viewer) -> None:
        asked = story.asked
        start, end = asked.compare or (asked.start, asked.end)
        elsewhere = replace(asked, start=start, end=end, where={**asked.where, **asked.against})
        self.definition = story.definition
        self.before, self.after = chosen_of(elsewhere, viewer), chosen_of(asked, viewer)

    def of(
        self, codes: Mapping[str, str], counts: tuple[int, int], values: tuple[float | None, float | None], name: str
    ) -> tuple[Behind, Behind]:
        """Where the two values of a cell lead; themes and small cells that stand together have no address of rows."""
        if OTHERS in codes.values() or THEME in codes:
            return LEADS_NOWHERE, LEADS_NOWHERE
        return (
            self._side(self.before, Estimate(codes, counts[0], values[0], None, None), name),
            self._side(self.after, Estimate(codes, counts[1], values[1], None, None), name),
        )

    def _side(self, chosen: Chosen, cell: Estimate, name: str) -> Behind:
        return LEADS_NOWHERE if cell.value is None else behind(self.definition, cell, chosen, name=name)
