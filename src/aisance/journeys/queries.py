"""Reads about journeys and interactions."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from aisance.core.translated import translated
from aisance.journeys.contracts import Channel, Direction, InteractionCard, Outcome, ReasonCard, StepCard
from aisance.journeys.models import CHANNEL_NAMES, Interaction, Journey, Reason, Step

type Key = tuple[str, str]
"""The source and the external id of an interaction."""


def _portions[T](values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Parts that the database takes as parameters of one query."""
    size = min(connection.features.max_query_params or 30_000, 30_000) - 1
    return (values[start : start + size] for start in range(0, len(values), size))


def known_interactions(keys: Iterable[Key]) -> dict[Key, int]:
    """The ids of the interactions that were recorded before, by (source, external id)."""
    by_source: dict[str, list[str]] = {}
    for source, external_id in keys:
        by_source.setdefault(source, []).append(external_id)
    found: dict[Key, int] = {}
    for source, external_ids in by_source.items():
        for some in _portions(external_ids):
            rows = Interaction.objects.filter(source=source, external_id__in=some).values_list("external_id", "pk")
            found.update({(source, external_id): pk for external_id, pk in rows})
    return found


def interactions(ids: Iterable[int]) -> list[InteractionCard]:
    """These interactions, by id; those that do not exist are absent."""
    found: list[InteractionCard] = []
    for some in _portions(sorted(set(ids))):
        found += [_card(row) for row in Interaction.objects.filter(pk__in=some).order_by("pk")]
    return found


def interactions_by_external_id(pairs: Iterable[Key]) -> dict[Key, InteractionCard]:
    """Interactions by (source, external id)."""
    known = known_interactions(set(pairs))
    return {(card.source, card.external_id): card for card in interactions(known.values())}


def _card(row: Interaction) -> InteractionCard:
    return InteractionCard(
        id=row.pk,
        source=row.source,
        external_id=row.external_id,
        customer_id=row.customer_id,
        channel=Channel(row.channel),
        direction=Direction(row.direction),
        step_id=row.step_id,
        reason_id=row.reason_id,
        unit_id=row.unit_id,
        advisor_id=row.advisor_id,
        language=row.language,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        attributes=row.attributes,
    )


def channel_names() -> dict[str, str]:
    """The ten channels by code, named in the active language."""
    return {channel.value: str(name) for channel, name in CHANNEL_NAMES.items()}


def steps() -> list[StepCard]:
    """Every step of every journey, the main journey first, in their order, named in the active language."""
    rows = Step.objects.select_related("journey").order_by("-journey__is_main", "journey__code", "position")
    return [StepCard(row.pk, row.code, translated(row.name), row.journey.code, row.position) for row in rows]


def main_journey_code() -> str | None:
    """The code of the main journey, or null."""
    return Journey.objects.filter(is_main=True).values_list("code", flat=True).first()


def reasons() -> list[ReasonCard]:
    """Every contact reason, parents before children, named in the active language."""
    return [ReasonCard(row.pk, row.code, translated(row.name), row.path) for row in _reasons_as_a_tree()]


def _reasons_as_a_tree() -> list[Reason]:
    """Depth first, siblings in the order in which they were added; ids in a path are compared as numbers."""
    return sorted(Reason.objects.all(), key=lambda row: [int(part) for part in row.path.split("/") if part])
