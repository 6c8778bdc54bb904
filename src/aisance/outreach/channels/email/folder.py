"""Mail into a folder: one file a message, named after its Message-ID, so that writing it twice is writing it once."""

import os
import threading
from pathlib import Path

from django.core.mail import EmailMessage

from aisance.outreach.channels.outcomes import Delivered, HandOver, Interrupted, Never, Outcome


class FolderTransport:
    """A folder that exists as long as somebody writes into it."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def is_usable(self) -> bool:
        return True

    def close(self) -> None:
        pass

    def deliver(self, mail: EmailMessage, hand_over: HandOver) -> Outcome:
        """Write the file. `hand_over` is not called: after a crash the same file is simply written again."""
        try:
            content = mail.message().as_bytes()
        except ValueError:
            return Never("unfit_header")
        name = mail.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        try:
            self._write(self._folder / f"{name}.eml", content)
        except OSError as problem:
            return Interrupted(type(problem).__name__)
        return Delivered()

    def _write(self, file: Path, content: bytes) -> None:
        draft = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.draft")
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
