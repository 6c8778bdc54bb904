"""The flags of a text with the one that needs the score beside it."""

from aisance.verbatims.contracts import Flag
from aisance.verbatims.reading.reading import Reading
from aisance.verbatims.rules import contradicts


def flags_with(reading: Reading, position: float | None) -> frozenset[Flag]:
    """What the words say, and whether that contradicts a score at this position of its scale."""
    is_one = contradicts(position, reading.feeling, surety_of(reading))
    return reading.flags | ({Flag.CONTRADICTION} if is_one else set())


def surety_of(reading: Reading) -> float:
    """How likely the feeling of the whole is, by the surest mention that has it; 0 where none has."""
    return max((one.probability for one in reading.mentions if one.feeling is reading.feeling), default=0.0)
