"""The model: how much each likeness weighs. A versioned file that people can read, shipped with the product.

For each comparison and level, `m` is how often two records of one person are alike so, `u` how often two records of
anybody are; the level weighs log2(m / u) bits. Two people of one household are alike as one person is, but for what is
a person's own (`PERSONAL`); how many such pairs there are to one of the same person is part of the model. A company's
own file, learned from its own records, lies under its home.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from aisance.core.later import Later
from aisance.customers.identity.comparing import LEVELS, Frame, Ints, Levels

np: Any = Later("numpy")

ADJUSTED = ("given", "family", "city")
"""Comparisons in which a rare word weighs more than a frequent one."""
PERSONAL = ("given", "birth", "email", "number")
"""Comparisons that tell the people of one household apart."""
RAREST = 0.05
"""A word is taken for no rarer than this part of the average, since a rare one may be a typing error made twice."""

SHIPPED = Path(__file__).with_name("weights.json")

type Floats = Any
"""Numbers in an array of numpy."""


@dataclass(frozen=True)
class Weights:
    """The weights. `prior` is in bits: how likely any two records are one person before they are looked at.

    `household`, in bits too, is how many pairs of one household there are to one pair of the same person.

    `join` and `review` are probabilities: from the one on people join, from the other on somebody is asked.
    """

    version: str
    learned_from: str
    prior: float
    household: float
    join: float
    review: float
    m: Mapping[str, list[float]]
    u: Mapping[str, list[float]]
    frequent: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def bits(self, name: str) -> Floats:
        """What each level of a comparison weighs; the last place is silence, which weighs nothing."""
        m, u = np.array(self.m[name]), np.array(self.u[name])
        return np.append(np.log2(m / u), 0.0)

    @cached_property
    def all_bits(self) -> dict[str, Floats]:
        """`bits` of every comparison."""
        return {name: self.bits(name) for name in LEVELS}

    def rarity(self, name: str, word: str) -> float:
        """The bits to add where two records bear this very word, for its being rarer or more frequent than most."""
        average = self.u[name][0]
        often = self.frequent.get(name, {}).get(word, average * RAREST if self.frequent.get(name) else average)
        return math.log2(average / max(often, average * RAREST))


def contributions(weights: Weights, frame: Frame, left: Ints, right: Ints, levels: Levels) -> dict[str, Floats]:
    """The bits that each comparison adds to each pair."""
    found: dict[str, Floats] = {}
    for name in LEVELS:
        found[name] = weights.all_bits[name][levels[name]]
        if name in ADJUSTED:
            exact = np.flatnonzero(levels[name] == 0)
            rarities = _rarities(weights, frame, name)
            found[name][exact] += rarities[frame.columns[name][left[exact]]]
    return found


def _rarities(weights: Weights, frame: Frame, name: str) -> Floats:
    """The rarity of each word of the frame that stands in this column; 0 for the others."""
    found = np.zeros(len(frame.words))
    for place in np.unique(frame.columns[name]):
        found[place] = weights.rarity(name, str(frame.words[place]))
    return found


def combined(weights: Weights, shares: Mapping[str, Floats]) -> Floats:
    """The bits of each pair from those of its comparisons: one person, against strangers and against a household.

    >>> alike = {name: np.array([5.0]) for name in LEVELS}
    >>> at_home = alike | {name: np.array([-2.0]) for name in PERSONAL}
    >>> given = Weights("", "", -16.0, 0.0, 0.98, 0.5, {}, {})
    >>> [round(float(combined(given, shares)[0])) for shares in (alike, at_home)]
    [20, -8]
    """
    stranger = sum(shares.values()) + weights.prior
    relative = sum(shares[name] for name in PERSONAL) - weights.household
    return -np.logaddexp2(-stranger, -relative)


def probability(bits: Floats) -> Floats:
    """How likely two records are one person, from their bits and the prior together.

    >>> float(probability(np.array([0.0]))[0])
    0.5
    """
    found: Floats = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60)))
    return found


def unlike_people(weights: Weights, frame: Frame, left: Ints, right: Ints, levels: Levels) -> Any:
    """Pairs that never join by weights alone: two given names, both real ones, as of a couple, a father, twins.

    A name is real where others bear it too, which a typing error is not; where the weights know no names, all are.
    """
    unlike = levels["given"] == len(LEVELS["given"]) - 1
    known = weights.frequent.get("given", {})
    real = np.array([not known or str(word) in known for word in frame.words], dtype=bool)
    given = frame.columns["given"]
    return unlike & real[given[left]] & real[given[right]]


def read(path: Path) -> Weights:
    """The weights in a file. ValueError where they are not whole."""
    given = json.loads(path.read_text())
    for side in ("m", "u"):
        for name, levels in LEVELS.items():
            if len(given[side].get(name, ())) != len(levels):
                raise ValueError(f"{path}: {side}.{name} needs {len(levels)} numbers: {', '.join(levels)}.")
    return Weights(**given)


def save(weights: Weights, path: Path) -> None:
    """Write the weights as a file for people to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(weights), indent=1, ensure_ascii=False))
    draft.replace(path)


def own_path() -> Path:
    """Where a company's own weights lie."""
    return Path(settings.ENVIRONMENT.home) / "identity" / "weights.json"


def weights_in_force() -> Weights:
    """The company's own weights, else the shipped ones; read again when the file changes."""
    own = own_path()
    path = own if own.exists() else SHIPPED
    return _kept(path, path.stat().st_mtime_ns)


@cache
def _kept(path: Path, changed: int) -> Weights:
    return read(path)
