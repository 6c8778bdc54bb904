"""The file of refused rows: the row's number, what was wrong, and the row as it was, ready to be mended."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from aisance.intake.contracts import Refusal, WrongUse
from aisance.intake.rules import harmless

FIRST_COLUMNS = ("row", "field", "value", "expected")


class RefusedRows:
    """Writes refused rows; the file exists only once there is one. A leftover of an earlier import goes at the start.

    A file that cannot be written does not stop the import: `unwritten` then says why, and the rows stay counted.
    """

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        self.path = path
        self.unwritten = ""
        self._header = header
        self._file: IO[str] | None = None
        self._writer: Any = None
        if path is not None and path.is_file():
            _must_be_ours(path)
            self._attempt(path.unlink)

    @property
    def written(self) -> bool:
        return self._file is not None

    def add(self, number: int, cells: Sequence[str], refusal: Refusal) -> None:
        """Add one refused row; several problems of one row stand in its one line."""
        if self.path is None or self.unwritten:
            return
        columns = [
            [problem.field for problem in refusal],
            [problem.value for problem in refusal],
            [str(problem.expected) for problem in refusal],
        ]
        line = [str(number), *(" | ".join(words) for words in columns), *cells]
        self._attempt(lambda: self._write([_visible(harmless(text)) for text in line]))

    def close(self) -> None:
        if self._file is not None:
            self._attempt(self._file.close)

    def _write(self, line: list[str]) -> None:
        if self._file is None and self.path is not None:
            # With the mark that makes spreadsheets read accents rightly.
            self._file = self.path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*FIRST_COLUMNS, *map(harmless, self._header)])
        self._writer.writerow(line)

    def _attempt(self, deed: Any) -> None:
        try:
            deed()
        except OSError as problem:
            self.unwritten = problem.strerror or str(problem)


def _must_be_ours(path: Path) -> None:
    """A file that we did not write is never written over: a slip of the hand must not cost anybody their data."""
    start = f"\ufeff{','.join(FIRST_COLUMNS)},".encode()
    try:
        with path.open("rb") as file:
            ours = file.read(len(start)) == start
    except OSError:
        ours = False
    if not ours:
        raise WrongUse(_("%(path)s exists and holds no refused rows: name another file for them.") % {"path": path})


def _visible(text: str) -> str:
    return text.replace("\0", "�")
