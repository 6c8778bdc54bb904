"""Vectors as they are compared: without what all sentences of a language share, and of length 1."""

from collections.abc import Mapping, Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows

np: Any = Later("numpy")

KEPT = 127
"""A part of a unit vector times this is kept in one byte: cosines move by less than .01."""


def centred(rows: Rows, languages: Sequence[str], means: Mapping[str, Rows]) -> Rows:
    """Each row without the mean of its language, of length 1; a language without a mean takes that of all."""
    usual = np.mean(list(means.values()), axis=0) if means else np.zeros(rows.shape[1], dtype=np.float32)
    less = np.stack([means.get(language, usual) for language in languages]) if len(rows) else rows
    return unit(rows - less)


def unit(rows: Rows) -> Rows:
    """The rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def packed(rows: Rows) -> bytes:
    """Unit rows in one byte a part."""
    return bytes(np.clip(np.rint(rows * KEPT), -KEPT, KEPT).astype(np.int8).tobytes())


def unpacked(data: bytes | memoryview, size: int) -> Rows:
    """What `packed` kept, of length 1 again."""
    return unit(np.frombuffer(bytes(data), dtype=np.int8).reshape(-1, size).astype(np.float32))
