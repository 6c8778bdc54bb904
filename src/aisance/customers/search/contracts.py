"""What a search finds."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum

from aisance.customers.contracts import IdentifierKind

type Keep = Callable[[Collection[int]], set[int]]
"""Which of these rows of customers may be seen by whoever searches."""


class Nearness(IntEnum):
    """How near what was found is to what was typed; the nearest first."""

    NUMBER = 0
    WORDS = 1
    BEGINNINGS = 2
    SLIPS = 3
    PARTS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found, and under which of their rows; `order` is the order's number where they were found by one."""

    customer_id: int
    rows: tuple[int, ...]
    nearness: Nearness
    order: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The persons found, the nearest first; `complete` says that nobody else fits."""

    hits: tuple[Hit, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a shown text, and whether it is what was looked for."""

    text: str
    matched: bool = False


type Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What a customer is called and known as, in pieces."""

    name: Pieces
    known: tuple[tuple[IdentifierKind, Pieces], ...]
