"""The statistics of the engine: pure functions of sums, without Django. The common ones are here, all have a module."""

from aisance.core.statistics import Z95, wilson
from aisance.indicators.statistics.intervals import (
    PSEUDO_ANSWERS,
    PSEUDO_SQUARES,
    UNKNOWN_DIFFERENCE,
    Difference,
    Sums,
    count_difference,
    count_interval,
    mean_difference,
    mean_interval,
    net_score_difference,
    net_score_interval,
    sample_variance,
    share_difference,
    variance,
)
from aisance.indicators.statistics.planning import MOST_ANSWERS, Z_POWER_80, answers_for_precision, answers_needed

__all__ = [
    "MOST_ANSWERS",
    "PSEUDO_ANSWERS",
    "PSEUDO_SQUARES",
    "UNKNOWN_DIFFERENCE",
    "Z95",
    "Z_POWER_80",
    "Difference",
    "Sums",
    "answers_for_precision",
    "answers_needed",
    "count_difference",
    "count_interval",
    "mean_difference",
    "mean_interval",
    "net_score_difference",
    "net_score_interval",
    "sample_variance",
    "share_difference",
    "variance",
    "wilson",
]
