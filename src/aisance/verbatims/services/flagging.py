"""The flags of a text with the one that needs the score beside it."""

from aisance.verbatims.contracts import Flag
from aisance.verbatims.reading.reading import Reading
from aisance.verbatims.rules import contradicts


def flags_with(reading: Reading, position: float | None) -> frozenset[Flag]:
    """What the words say, and whether that contradicts a score at this position of its scale."""
    return reading.flags | ({Flag.CONTRADICTION} if contradicts(position, reading.feeling) else set())
