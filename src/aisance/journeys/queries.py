"""Reads about journeys and interactions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet

from aisance.accounts.public import root_unit
from aisance.core import clock
from aisance.core.bulk import read_json, read_moment, rows_among
from aisance.core.once import asked_once
from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.customers.public import matching
from aisance.journeys.contracts import Channel, Direction, InteractionCard, JourneyCard, Outcome, ReasonCard, StepCard
from aisance.journeys.models import CHANNEL_NAMES, OUTCOME_NAMES, Interaction, Journey, Reason, Step
from aisance.journeys.permissions import VIEW_CONTACTS, VIEW_CUSTOMERS

type Key = tuple[str, str]
"""The source and the external id of an interaction."""

_TABLE = Interaction._meta.db_table
_KNOWN = f"SELECT external_id, id FROM {_TABLE} WHERE source = %s AND external_id"  # noqa: S608  names of ours
_LASTING = f"SELECT id, unit_id FROM {_TABLE} WHERE outcome IS NULL AND id"  # noqa: S608  names of ours


def known_interactions(keys: Iterable[Key]) -> dict[Key, int]:
    """The ids of the interactions that were recorded before, by (source, external id)."""
    by_source: dict[str, list[str]] = {}
    for source, external_id in keys:
        by_source.setdefault(source, []).append(external_id)
    found: dict[Key, int] = {}
    for source, external_ids in by_source.items():
        rows = rows_among(_KNOWN, external_ids, source)
        found.update({(source, external_id): pk for external_id, pk in rows})
    return found


def still_lasting(ids: Iterable[int]) -> dict[int, int]:
    """Those of these interactions that are not over, each with its unit's id."""
    return dict(rows_among(_LASTING, list(ids)))


def interactions(ids: Iterable[int]) -> list[InteractionCard]:
    """These interactions, by id; those that do not exist are absent."""
    # A plain query, since each answer of a customer asks: building it took longer than reading a group's contacts.
    return [_card(_read(row)) for row in sorted(rows_among(_CARDS, set(ids)))]


def _read(row: Sequence[Any]) -> Sequence[Any]:
    """A row of a plain query as Django reads it."""
    *others, started_at, ended_at, outcome, attributes = row
    return (*others, read_moment(started_at), read_moment(ended_at), outcome, read_json(attributes))


def customers_met(unit_ids: Collection[int], since: datetime) -> set[int]:
    """The customers with an interaction in these units that began since a moment."""
    rows = Interaction.objects.filter(day__gte=clock.local_day(since), unit_id__in=unit_ids, customer__isnull=False)
    return set(rows.order_by().values_list("customer_id", flat=True).distinct())


def contacts_about(customer_ids: Collection[int], reason_id: int, since: datetime, until: datetime) -> int:
    """How many times these rows came to us for a reason, from one moment up to another."""
    rows = Interaction.objects.filter(customer_id__in=list(customer_ids), reason_id=reason_id)
    return rows.filter(started_at__gte=since, started_at__lte=until, direction=Direction.INBOUND).count()


def interactions_ended(
    unit_ids: Collection[int], start: datetime, end: datetime, *, with_attributes: bool = False
) -> Iterator[InteractionCard]:
    """The interactions of these units that ended from `start` on and before `end`, in the order of their ends.

    Those that took longer than a month are left out, so that the index by day serves. Attributes are read on demand
    only: they take longer than all the rest.
    """
    fields = [*CARD_FIELDS, "attributes"] if with_attributes else CARD_FIELDS
    first = clock.local_day(start) - timedelta(days=31)
    days = Interaction.objects.filter(day__gte=first, day__lte=clock.local_day(end))
    rows = days.filter(ended_at__gte=start, ended_at__lt=end)
    units = set(unit_ids)
    for row in rows.order_by("ended_at", "pk").values_list(*fields).iterator(chunk_size=5000):
        if row[_UNIT] in units:
            yield _card(row)


CARD_FIELDS = [
    *("id", "source", "external_id", "customer_id", "channel", "direction", "step_id", "reason_id", "unit_id"),
    *("advisor_id", "language", "started_at", "ended_at", "outcome"),
]
_UNIT = CARD_FIELDS.index("unit_id")
_CARDS = f"SELECT {', '.join(CARD_FIELDS)}, attributes FROM {_TABLE} WHERE id"  # noqa: S608  names of ours
# A dictionary, because calling an enumeration takes longer than reading the row.
_CHANNELS = {channel.value: channel for channel in Channel}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def interactions_by_external_id(pairs: Iterable[Key]) -> dict[Key, InteractionCard]:
    """Interactions by (source, external id)."""
    known = known_interactions(set(pairs))
    return {(card.source, card.external_id): card for card in interactions(known.values())}


def _card(row: Sequence[Any]) -> InteractionCard:
    """The card of one row of CARD_FIELDS, with its attributes behind them where they were read."""
    pk, source, external_id, customer_id, channel, direction, step_id, reason_id, unit_id, *rest = row
    advisor_id, language, started_at, ended_at, outcome, *attributes = rest
    return InteractionCard(
        id=pk,
        source=source,
        external_id=external_id,
        customer_id=customer_id,
        channel=_CHANNELS[channel],
        direction=_DIRECTIONS[direction],
        step_id=step_id,
        reason_id=reason_id,
        unit_id=unit_id,
        advisor_id=advisor_id,
        language=language,
        started_at=started_at,
        ended_at=ended_at,
        outcome=_OUTCOMES[outcome] if outcome else None,
        attributes=attributes[0] if attributes else {},
    )


def channel_names() -> dict[str, str]:
    """The ten channels by code, named in the active language."""
    return {channel.value: str(name) for channel, name in CHANNEL_NAMES.items()}


def outcome_names() -> dict[str, str]:
    """How a contact ended, by code, named in the active language."""
    return {outcome.value: str(name) for outcome, name in OUTCOME_NAMES.items()}


def steps() -> list[StepCard]:
    """Every step of every journey, the main journey first, in their order, named in the active language."""
    rows = Step.objects.select_related("journey").order_by("-journey__is_main", "journey__code", "position")
    return [StepCard(row.pk, row.code, translated(row.name), row.journey.code, row.position) for row in rows]


def journey_cards() -> list[JourneyCard]:
    """Every journey, the main one first, named in the active language."""
    return [JourneyCard(row.code, translated(row.name)) for row in Journey.objects.order_by("-is_main", "code")]


def main_journey() -> JourneyCard | None:
    """The main journey, named in the active language; null where none is."""
    row = Journey.objects.filter(is_main=True).first()
    return JourneyCard(row.code, translated(row.name)) if row else None


@asked_once
def reasons() -> list[ReasonCard]:
    """Every contact reason, parents before children, named in the active language."""
    return [ReasonCard(row.pk, row.code, translated(row.name), row.path) for row in _reasons_as_a_tree()]


def _reasons_as_a_tree() -> list[Reason]:
    """Depth first, siblings in the order in which they were added; ids in a path are compared as numbers."""
    return sorted(Reason.objects.all(), key=lambda row: [int(part) for part in row.path.split("/") if part])


def may_see_everybody(viewer: Viewer) -> bool:
    """Whether the right to see customers is held at the company itself, and so for customers without interactions."""
    return viewer.scope(VIEW_CUSTOMERS).covers(root_unit().path)


def customers_seen(viewer: Viewer, words: str = "") -> QuerySet[Any]:
    """The customers with an interaction in the viewer's units, newest first; `words` as in `customers.matching`."""
    found = matching(words).order_by("-pk")
    if may_see_everybody(viewer):
        return found
    theirs = interactions_seen(viewer).filter(customer_id=OuterRef("pk"))
    return found.filter(Exists(theirs))


def interactions_seen(viewer: Viewer) -> QuerySet[Interaction]:
    """The interactions in the viewer's units, the newest first."""
    return Interaction.objects.filter(viewer.scope(VIEW_CUSTOMERS).rows("unit")).order_by("-started_at", "-pk")


def contacts_seen(viewer: Viewer) -> QuerySet[Interaction]:
    """The single contacts of the viewer's units, the newest first, with what a page says of them."""
    theirs = Interaction.objects.filter(viewer.scope(VIEW_CONTACTS).rows("unit"))
    return theirs.select_related("step", "reason", "unit", "advisor").order_by("-started_at", "-pk")


def contacts_of(viewer: Viewer, customer_ids: Collection[int]) -> QuerySet[Interaction]:
    """The interactions of one person, by all their rows, in the viewer's units; the newest first, named."""
    theirs = interactions_seen(viewer).filter(customer_id__in=customer_ids)
    return theirs.select_related("step", "reason", "unit", "advisor")


def last_contacts(viewer: Viewer, customer_ids: Iterable[int]) -> dict[int, datetime]:
    """When each customer was last in contact with the viewer's units; absent where they never were."""
    rows = interactions_seen(viewer).filter(customer_id__in=list(customer_ids)).order_by()
    return dict(rows.values_list("customer_id").annotate(last=Max("started_at")))


def journeys() -> list[Journey]:
    """Every journey with its steps, the main one first."""
    return list(Journey.objects.order_by("-is_main", "code").prefetch_related("steps"))


def step_of(code: str) -> Step | None:
    return Step.objects.select_related("journey").filter(code=code).first()
