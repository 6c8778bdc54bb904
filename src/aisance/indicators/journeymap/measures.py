"""What is shown of a step beside the levels: shares with their interval, each by a definition of its own."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.journeymap.rules import MomentKind
from aisance.indicators.registry.answers import CSAT
from aisance.indicators.rules import estimate_of, masked_cells
from aisance.indicators.statistics import Sums

STRUGGLED = replace(
    CSAT,
    name="sweat_or_worse",
    title=_("Sweat or worse"),
    description=_("The share of answers at the two highest levels of effort: sweat and headache."),
    formula=_("answers at level 2 or 3 ÷ answers"),
    higher_is_better=False,
    parts=(),
    page="journey-effort",
)

EFFORTLESS = replace(
    STRUGGLED,
    name="no_effort",
    title=_("No effort"),
    description=_("The share of answers at the lowest level of effort."),
    formula=_("answers at level 0 ÷ answers"),
    higher_is_better=True,
)

NAMED = replace(
    STRUGGLED,
    name="component",
    title=_("Named as an effort"),
    description=_("The share of those asked what the effort was made of who named this."),
    formula=_("respondents who name it ÷ respondents asked"),
)

ABANDONED = replace(
    STRUGGLED,
    name="abandoned_contacts",
    title=_("Abandoned"),
    description=_("The share of contacts at this step that ended before anybody served the customer."),
    formula=_("contacts abandoned or left ÷ contacts"),
    fact="interactions",
)

MOMENT_MEASURES: dict[MomentKind, tuple[Definition, ...]] = {
    "truth": (EFFORTLESS, STRUGGLED),
    "delight": (EFFORTLESS,),
    "annoyance": (STRUGGLED,),
}
"""What tells whether a moment is what it is marked to be."""


def share_of(definition: Definition, good: int, n: int, *, before: Sums | None = None) -> Estimate:
    """A share with its Wilson interval, withheld under the minimum n; with `before`, compared with that one."""
    [shown] = masked_cells([estimate_of("share", Sums(n, good, good), other=before)], definition)
    return shown
