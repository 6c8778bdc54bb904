"""What customers answered to 20 questions, drawn by chance: one array a column."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

FIRST = date(2025, 1, 1)
DAYS = 365
PASSED = 0.1
SCORED = {
    "nps": ("nps_11", 0, 10),
    "net_easy": ("net_easy_7", 1, 7),
    "csat": ("csat_5", 1, 5),
    "ces": ("ces_7", 1, 7),
    "resolved": ("resolved_2", 0, 1),
    "cxi_needs": ("cxi_5", 1, 5),
    "cxi_easy": ("cxi_5", 1, 5),
    "cxi_enjoyable": ("cxi_5", 1, 5),
}
SINGLE = {f"single_{number}": 3 + number for number in range(1, 6)}
MULTIPLE = {"several_1": 6, "several_2": 6}
RANKED, ROWS, POINTS = 4, 3, 5
NUMBERS = {"number_1": (0, 60), "since": (739_000, 739_600)}

type Figures = Counter[tuple[str, str, Any]]
"""How many, by question, option or row, and score, place or number."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One array a column of the wide table; -1 where nothing was answered."""

    day: Any
    given: dict[str, Any]


def columns(responses: int) -> Columns:
    """Answers drawn by chance; one in ten passes a question."""
    rng = np.random.default_rng(11)
    given: dict[str, Any] = {}
    for question, (_scale, low, high) in SCORED.items():
        given[question] = or_nothing(rng, rng.integers(low, high + 1, responses))
    for question, options in SINGLE.items():
        given[question] = or_nothing(rng, rng.integers(0, options, responses))
    for question, options in MULTIPLE.items():
        for option in range(options):
            given[f"{question}_at_{option}"] = (rng.random(responses) < 0.3).astype(np.int64)
    order = np.argsort(rng.random((responses, RANKED)), axis=1)
    for place in range(RANKED):
        given[f"ranking_at_{place + 1}"] = order[:, place]
    for row in range(ROWS):
        given[f"grid_at_{row}"] = or_nothing(rng, rng.integers(1, POINTS + 1, responses))
    for question, (low, high) in NUMBERS.items():
        given[question] = or_nothing(rng, rng.integers(low, high + 1, responses))
    given["words"] = or_nothing(rng, np.ones(responses, np.int64))
    return Columns(rng.integers(0, DAYS, responses), given)


def or_nothing(rng: Any, values: Any) -> Any:
    return np.where(rng.random(len(values)) < PASSED, -1, values)
