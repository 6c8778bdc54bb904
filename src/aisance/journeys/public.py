"""The front door of journeys."""

from collections.abc import Iterable

from aisance.journeys.contracts import InteractionCard, ReasonCard, StepCard


def interactions(ids: Iterable[int]) -> list[InteractionCard]:
    """These interactions, by id; those that do not exist are absent."""
    raise NotImplementedError


def interactions_by_external_id(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], InteractionCard]:
    """Interactions by (source, external id)."""
    raise NotImplementedError


def steps() -> list[StepCard]:
    """Every step of every journey, in order of journey and position, named in the active language."""
    raise NotImplementedError


def main_journey_code() -> str | None:
    """The code of the main journey, or null."""
    raise NotImplementedError


def reasons() -> list[ReasonCard]:
    """Every contact reason, parents before children, named in the active language."""
    raise NotImplementedError
