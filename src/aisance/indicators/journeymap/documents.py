"""The map of a journey as a document for machines."""

from typing import Any

from aisance.indicators.contracts import Estimate
from aisance.indicators.journeymap.columns import Column, JourneyMap
from aisance.indicators.journeymap.rules import NAMES


def map_document(found: JourneyMap) -> dict[str, Any]:
    """The JSON object of a map. Values are fractions; null where there is no value."""
    return {
        "journey": found.journey.code,
        "name": found.journey.name,
        "source": found.source.scale if found.source else None,
        "steps": [_step(column) for column in found.columns],
        "proposed_moments": [one._asdict() for _, one in found.unmarked],
    }


def _step(column: Column) -> dict[str, Any]:
    return {
        "step": column.step.code,
        "name": column.step.name,
        "n": column.n,
        "source": column.source.scale if column.source else None,
        "levels": dict(zip(NAMES, column.levels, strict=True)) if column.levels.n else None,
        "sweat_or_worse": _figure(column.struggled),
        "mean_level": column.mean,
        "share_of_effort": column.share and column.share._asdict(),
        "components": {one.code: _figure(one.estimate) for one in column.components},
        "contacts": column.contacts,
        "abandoned": _figure(column.abandoned),
        "satisfied": _figure(column.csat),
        "moments": [
            {
                "kind": moment.kind,
                "words": moment.words,
                "figures": {definition.name: _figure(estimate) for definition, estimate, _ in moment.figures},
            }
            for moment in column.moments
        ],
    }


def _figure(estimate: Estimate) -> dict[str, Any]:
    return {
        "n": estimate.n,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "masked": estimate.masked is not None,
        "verdict": estimate.compare.verdict if estimate.compare else None,
    }
