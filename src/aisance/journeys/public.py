"""The front door of journeys."""

from aisance.journeys.narrowing import Kept, UnknownWordError, codes_in, kept
from aisance.journeys.persons import customer_seen
from aisance.journeys.queries import (
    channel_names,
    contacts_about,
    customers_met,
    interactions,
    interactions_by_external_id,
    interactions_ended,
    journey_cards,
    known_interactions,
    main_journey,
    outcome_names,
    reasons,
    steps,
)
from aisance.journeys.rules import one_of, parse_interaction, parse_moment
from aisance.journeys.services import (
    add_journey,
    add_reason,
    add_step,
    ensure_reasons,
    record_interactions,
    rename_step,
)

__all__ = [
    "Kept",
    "UnknownWordError",
    "add_journey",
    "add_reason",
    "add_step",
    "channel_names",
    "codes_in",
    "contacts_about",
    "customer_seen",
    "customers_met",
    "ensure_reasons",
    "interactions",
    "interactions_by_external_id",
    "interactions_ended",
    "journey_cards",
    "kept",
    "known_interactions",
    "main_journey",
    "one_of",
    "outcome_names",
    "parse_interaction",
    "parse_moment",
    "reasons",
    "record_interactions",
    "rename_step",
    "steps",
]
