"""What a manager says an own indicator is, before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aisance.indicators.contracts import Part
from aisance.intake.contracts import Problem

type Reading = Literal["share", "net", "mean", "composite"]
"""How scores become a figure: a share, good less bad, the score itself, or several questions together."""

READINGS: tuple[Reading, ...] = ("share", "net", "mean", "composite")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An own indicator as somebody wants it. Texts are words by language; weights are fractions that add up to 1."""

    code: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    strength: Mapping[str, str]
    weakness: Mapping[str, str]
    reading: Reading
    parts: tuple[Part, ...]
    owner: str = ""
    kind: Literal["hot", "cold", "employee"] = "hot"
    minimum_n: int = 10
    higher_is_better: bool = True


class DefinitionRefused(ValueError):  # noqa: N818  named as a decision, it says why and by which field
    """An indicator that cannot be defined so; `problems` says why, by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.expected}" for problem in problems))
        self.problems = problems
