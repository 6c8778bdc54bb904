"""What the results of questionnaires need in the store beside scores: options chosen, and how far responses came."""

from aisance.lake.contracts import Column, Cube, Fact
from aisance.surveys.results.spreading import (
    answers_without_score,
    every_answer,
    every_response,
    responses_given,
    responses_of_days,
    spread_choices,
    spread_ways,
)

OF_RESPONSE = (
    Column("unit_id", "int64"),
    Column("channel", "code"),
    Column("language", "code"),
    Column("collected_by", "code"),
)
HOW = ("channel", "language", "collected_by")


def cubes_of(*columns: str) -> tuple[Cube, ...]:
    """The sums that a page of results reads: of a version by day; by unit as well, or by how it was given."""
    keys = ("version_id", *columns)
    return (
        Cube("by_version", keys),
        Cube("by_version_unit", (*keys, "unit_id")),
        Cube("by_version_how", (*keys, *HOW)),
    )


CHOICES = Fact(
    "choices",
    (
        Column("id", "int64"),
        Column("day", "date"),
        Column("recorded_at", "timestamp"),
        Column("question", "code"),
        Column("option", "code"),
        Column("score", "int16"),
        Column("number", "float64"),
        Column("first", "int8"),
        Column("version_id", "int64"),
        *OF_RESPONSE,
    ),
    answers_without_score,
    (
        *cubes_of("question", "option", "score", "first"),
        # Numbers hardly repeat within a day and a unit: without the unit there are far fewer of their cells.
        Cube("by_value", ("version_id", "question", "number")),
        Cube("by_number", ("version_id", "question", "number", "unit_id")),
    ),
    spread=spread_choices,
    table=every_answer,
)

RESPONSES = Fact(
    "responses",
    (
        Column("id", "int64"),
        Column("day", "date"),
        Column("recorded_at", "timestamp"),
        Column("version_id", "int64"),
        Column("way", "code"),
        Column("complete", "int8"),
        *OF_RESPONSE,
    ),
    responses_given,
    cubes_of("way", "complete"),
    spread=spread_ways,
    of_days=responses_of_days,
    table=every_response,
)
