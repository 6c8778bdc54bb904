"""What a domain and the intake of files say to each other."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row or item was refused: the field, what it held, and what was expected (words, perhaps lazy)."""

    field: str
    value: str
    expected: Any
