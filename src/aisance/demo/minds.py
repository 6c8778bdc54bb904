"""What every customer of the year would answer, question by question, whether they are asked or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aisance.demo.draw import CHANNELS, TEAMS, Year, ease_scores, recommendation_scores

# How much a step asks of people beside its ease: the documents are the headache. The last is for contacts of no step.
STEP_EFFORT = np.array([0.05, 0.35, 0.10, 1.30, 0.30, 0.40, 0.0])
EFFORT_CUTS = np.array([-0.35, 0.55, 1.35])

# How likely each component is named at each step by somebody who sweats: waiting, money, physical, cognitive, process,
# relational. Reaching somebody about an offer takes waiting, prices take thinking, documents take formalities.
COMPONENTS = np.array(
    [
        [0.45, 0.05, 0.20, 0.25, 0.10, 0.10],
        [0.12, 0.35, 0.03, 0.70, 0.10, 0.12],
        [0.15, 0.10, 0.05, 0.25, 0.55, 0.10],
        [0.25, 0.05, 0.12, 0.25, 0.80, 0.40],
        [0.65, 0.10, 0.40, 0.08, 0.15, 0.15],
        [0.15, 0.50, 0.03, 0.55, 0.12, 0.15],
        [0.40, 0.10, 0.05, 0.25, 0.20, 0.25],
    ]
)
BY_LEVEL = np.array([0.12, 0.55, 1.0, 1.2])

CLARITY_OF_TEAM = {"lille-a": 0.45, "nantes-a": 0.10, "namur-b": -0.50}


@dataclass(frozen=True)
class Mind:
    """The scores that each customer would give, by row of the year, and a number from 0 to 1 for the choice of words."""

    ease: list[int]
    recommendation: list[int]
    resolved: list[bool]
    effort: list[int]
    components: list[list[bool]]
    satisfaction: list[int]
    experience: list[list[int]]
    loyalty: list[int]
    clarity: list[int]
    choice: list[float]
    language: list[str]


def minds(year: Year, seed: int, language_of: list[str]) -> Mind:
    """What every customer of the year would answer."""
    rng = np.random.default_rng([seed, 1])
    n = len(year.ease)
    resolved = rng.random(n) < 1 / (1 + np.exp(-(1.05 + 1.15 * year.ease)))
    scores = recommendation_scores(year.ease, rng.normal(0, 1, n))
    choice = rng.random(n)
    more = np.random.default_rng([seed, 6])
    effort = _effort(more, year)
    return Mind(
        ease=ease_scores(year.ease).tolist(),
        recommendation=scores.tolist(),
        resolved=resolved.tolist(),
        effort=effort.tolist(),
        components=_components(more, year, effort).tolist(),
        satisfaction=_of_five(0.75 * year.ease + 0.5 * resolved + more.normal(0, 0.7, n)).tolist(),
        experience=_experience(more, year, resolved).tolist(),
        loyalty=recommendation_scores(0.5 * year.ease + 0.45, more.normal(0, 1.15, n)).tolist(),
        clarity=_clarity(more, year).tolist(),
        choice=choice.tolist(),
        language=language_of,
    )


def _effort(rng: np.random.Generator, year: Year) -> NDArray[np.int64]:
    """0 none, 1 light, 2 sweat, 3 headache."""
    strain = STEP_EFFORT[year.step] - 0.75 * year.ease + rng.normal(0, 0.45, len(year.ease))
    return np.searchsorted(EFFORT_CUTS, strain)


def _components(rng: np.random.Generator, year: Year, effort: NDArray[np.int64]) -> NDArray[np.bool_]:
    likely = COMPONENTS[year.step] * BY_LEVEL[effort][:, None]
    likely[:, 0] += np.minimum(year.wait, 600) / 1500
    drawn: NDArray[np.bool_] = rng.random(likely.shape) < np.minimum(likely, 0.95)
    return drawn


def _experience(rng: np.random.Generator, year: Year, resolved: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Needs met, easy, enjoyable: three answers of one mood, so that they go together."""
    n = len(year.ease)
    mood = rng.normal(0, 0.5, n)
    needs = 0.35 * year.ease + 0.9 * resolved - 0.2 + mood + rng.normal(0, 0.5, n)
    easy = 0.85 * year.ease + 0.2 + mood + rng.normal(0, 0.4, n)
    enjoyable = 0.45 * year.ease + mood + rng.normal(0, 0.6, n)
    return np.stack([_of_five(needs), _of_five(easy), _of_five(enjoyable)], axis=1)


def _clarity(rng: np.random.Generator, year: Year) -> NDArray[np.int64]:
    """Whether the advisor was clear: a matter of the team, and letters are not."""
    of_team = np.array([CLARITY_OF_TEAM.get(code, 0.0) for code in TEAMS])[year.team]
    letter = np.where(year.channel == CHANNELS.index("letter"), -0.6, 0.0)
    return _of_five(0.4 * year.ease + of_team + letter + 0.35 + rng.normal(0, 0.8, len(year.ease)))


def _of_five(mood: NDArray[np.float64]) -> NDArray[np.int64]:
    return 1 + np.searchsorted(np.array([-1.3, -0.65, 0.0, 0.85]), mood)
