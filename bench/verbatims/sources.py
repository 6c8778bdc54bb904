"""The real texts that are measured on, which are no part of the project, and their vectors."""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from aisance.verbatims.encoding.contracts import Encoder, Rows

ROOT = Path(__file__).resolve().parents[2]
FEELINGS = {"negative": -1, "neutral": 0, "positive": 1}
UNCLEAR = "Can't Tell"


def folder() -> Path:
    """Where the shared data lie."""
    return Path(os.environ.get("AISANCE_ACCEPTANCE_DATA", ROOT.parent / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Tweet:
    """A tweet to an airline as people coded it."""

    text: str
    feeling: int
    reason: str


@cache
def tweets() -> tuple[Tweet, ...]:
    """All of them, in the order of the file."""
    with (folder() / "airline-tweets.csv").open(encoding="utf-8") as file:
        return tuple(Tweet(row["text"], FEELINGS[row["sentiment"]], row["reason"]) for row in csv.DictReader(file))


@cache
def reviews() -> tuple[tuple[str, int], ...]:
    """The French reviews with their stars, in the order of the file."""
    with (folder() / "french-bank-reviews.csv").open(encoding="utf-8", errors="replace") as file:
        return tuple((row["text"], int(float(row["rating"]))) for row in csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Coded:
    """One French sentence of the reviews as it was coded by hand: its review, its place in it, feeling and themes."""

    review: int
    sentence: int
    feeling: int
    themes: frozenset[str]


def coded(name: str = "labels_fr.csv") -> list[Coded]:
    """The own annotation: places and labels, no texts."""
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        return [
            Coded(
                int(row["row"]),
                int(row["sentence"]),
                int(row["feeling"]),
                frozenset(filter(None, row["themes"].split("|"))),
            )
            for row in csv.DictReader(file)
        ]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A clause without a verb, told as a fact: its language, its feeling, and whether the reading was made with it."""

    text: str
    language: str
    feeling: int
    is_held_out: bool


def nominal() -> list[Nominal]:
    """Own clauses, written before what reads them was made; nothing was chosen by the held-out half.

    Four facts of the list were added, for one clause of the other half, when both had been seen.
    """
    with (Path(__file__).parent / "nominal.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [Nominal(row["text"], row["language"], int(row["feeling"]), row["half"] == "held") for row in rows]


def vectors(by: Encoder, texts: Sequence[str]) -> Rows:
    """The vectors of texts; where AISANCE_BENCH_VECTORS names a folder, each is kept there for the next time."""
    kept = os.environ.get("AISANCE_BENCH_VECTORS")
    if not kept:
        return by.encode(texts)
    file = Path(kept) / f"{by.mark}.npz"
    known = _known(file)
    keys = [sha256(text.encode()).digest()[:12].hex() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known |= dict(zip(new, by.encode(list(new.values())), strict=True))
        np.savez(file, keys=np.array(list(known)), rows=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


def _known(file: Path) -> dict[str, Rows]:
    if not file.exists():
        return {}
    with np.load(file) as held:
        return dict(zip(held["keys"].tolist(), held["rows"], strict=True))
