"""What Orvane's own people answered in two surveys: by team, and by nobody's name."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from aisance.demo.draw import TEAMS
from aisance.surveys.contracts import ProgrammeKind, QuestionKind, ResponseDraft

WAVES_DAYS_AGO = (150, 31)
# Who answers of each team; one of them is too small to be shown by itself.
ANSWERING = dict(zip(TEAMS, (25, 23, 22, 24, 21, 20, 6, 7, 2), strict=True))
SMALL_TEAM = "shop-namur"
# The team that chooses whom it asks is also the one that thinks least of customers.
MEAN = dict(zip(TEAMS, (7.9, 7.2, 7.0, 5.1, 7.3, 6.6, 8.2, 7.8, 7.5), strict=True))
RISE = 0.4


def employee_answers(seed: int, now: datetime) -> Iterator[ResponseDraft]:
    """Two waves, the second a little better."""
    rng = np.random.default_rng([seed, 8])
    for wave, days in enumerate(WAVES_DAYS_AGO):
        for team, count in ANSWERING.items():
            scores = np.clip(np.rint(rng.normal(MEAN[team] + RISE * wave, 1.6, count)), 1, 10)
            for number, score in enumerate(scores.astype(int).tolist()):
                yield ResponseDraft(
                    source="employee survey",
                    external_id=f"W{wave + 1}-{team}-{number:02}",
                    answered_at=now - timedelta(days=days, minutes=7 * number),
                    question=QuestionKind.CUSTOMER_ORIENTATION,
                    score=score,
                    unit=team,
                    kind=ProgrammeKind.EMPLOYEE,
                )
