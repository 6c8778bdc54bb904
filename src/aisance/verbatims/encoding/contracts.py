"""What the deep stage asks of an encoder."""

from collections.abc import Hashable, Sequence
from typing import Any, Protocol

type Rows = Any
"""A numpy array of float32, one row a text."""


class Encoder(Hashable, Protocol):
    """Turns sentences of several languages into vectors in which those that mean the same lie near each other.

    `mark` names the encoder and its version: vectors of two marks are never compared. It is no longer than 40 letters.
    """

    mark: str
    size: int

    def encode(self, texts: Sequence[str]) -> Rows:
        """One row of `size` float32 a text, in order. Texts are short: clauses, of which about 120 tokens are read."""
        ...


class EncoderUnfitError(RuntimeError):
    """The encoder is installed but is not the one that was tried; the message says what to do."""
