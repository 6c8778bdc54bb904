"""Texts into a folder: one file a message, named after it, so that writing it twice is writing it once."""

import os
import threading
from pathlib import Path

from aisance.outreach.channels.outcomes import Delivered, HandOver, Interrupted, Outcome, Text


class TextFolder:
    """A folder of texts, for the demo and for whoever has no gateway yet."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def is_usable(self) -> bool:
        return True

    def close(self) -> None:
        pass

    def deliver(self, text: Text, hand_over: HandOver) -> Outcome:
        """Write the file. `hand_over` is not called: after a crash the same file is simply written again."""
        file = self._folder / f"{text.reference}.txt"
        draft = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.draft")
        try:
            draft.write_text(f"{text.to}\n{text.words}\n", encoding="utf-8")
            draft.replace(file)
        except OSError as problem:
            return Interrupted(type(problem).__name__)
        return Delivered(text.reference)
