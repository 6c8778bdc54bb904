"""CSV and TSV, in any encoding that Python knows."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from aisance.intake.contracts import Problem, WrongUse
from aisance.intake.readers.table import Layout, Row, fitted, named

SEPARATORS = (",", ";", "\t", "|")
CELL_LIMIT = 131_072


class TextTable:
    """A file of separated values. A row that breaks the rules of quoting is refused alone."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path = path
        self._raw: IO[bytes] = path.open("rb")
        self.size = path.stat().st_size
        try:
            self._encoding = _encoding(layout.encoding, self._raw)
            self._text = io.TextIOWrapper(self._raw, encoding=self._encoding, newline="")
            self._separator = layout.separator or _separator(path, self._first_line())
            self._reader = self._csv(layout.quote)
            self._number = 0
            self.header = named(path, self._header())
        except BaseException:
            self._raw.close()
            raise

    @property
    def done(self) -> int:
        return self._raw.tell() if not self._raw.closed else self.size

    def rows(self) -> Iterator[Row]:
        width = len(self.header)
        while (row := self._next(width)) is not None:
            if any(row.cells) or row.problem:
                yield row

    def close(self) -> None:
        self._text.close()

    def _next(self, width: int) -> Row | None:
        self._number += 1
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except csv.Error as problem:
            return Row(self._number, [], Problem("", "", _("a row that can be read (%(why)s)") % {"why": problem}))
        except UnicodeDecodeError as problem:
            raise self._wrong_encoding() from problem
        return fitted(self._number, cells, width, pad=False) if any(cells) else Row(self._number, [])

    def _header(self) -> list[str]:
        self._number = 1
        try:
            return next(self._reader, [])
        except csv.Error as problem:
            raise WrongUse(
                _("%(path)s: the header cannot be read (%(why)s).") % {"path": self._path, "why": problem}
            ) from problem
        except UnicodeDecodeError as problem:
            raise self._wrong_encoding() from problem

    def _csv(self, quote: str) -> Iterator[list[str]]:
        csv.field_size_limit(CELL_LIMIT)
        if not quote:
            return csv.reader(self._text, delimiter=self._separator, quoting=csv.QUOTE_NONE)
        return csv.reader(self._text, delimiter=self._separator, quotechar=quote, strict=True)

    def _first_line(self) -> str:
        try:
            line = self._text.readline(CELL_LIMIT)
        except UnicodeDecodeError as problem:
            raise self._wrong_encoding() from problem
        self._text.seek(0)
        return line

    def _wrong_encoding(self) -> WrongUse:
        place, line = _first_wrong_byte(self._path, self._encoding)
        words = _(
            "%(path)s: byte %(place)d, in line %(line)d, is not %(encoding)s. "
            'Say the file\'s encoding in the mapping, such as encoding = "cp1252" under [file].'
        )
        return WrongUse(words % {"path": self._path, "place": place, "line": line, "encoding": self._encoding})


def _encoding(wanted: str, raw: IO[bytes]) -> str:
    """The encoding asked for, else UTF-16 where the file begins with its mark, else UTF-8 with or without a mark."""
    start = raw.read(2)
    raw.seek(0)
    if not wanted and start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    name = wanted or "utf-8"
    return "utf-8-sig" if codecs.lookup(name).name == "utf-8" else name


def _separator(path: Path, line: str) -> str:
    """A tabulator in files that say so by their name; elsewhere what the first line holds most of, else a comma."""
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    return max(SEPARATORS, key=line.count)


def _first_wrong_byte(path: Path, encoding: str) -> tuple[int, int]:
    """Where decoding fails: byte from 0, line from 1. It reads again, since the first error counts from its chunk."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, line = 0, 1
    with path.open("rb") as file:
        while chunk := file.read(65_536):
            waiting = len(decoder.getstate()[0])
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as problem:
                before = problem.object[: problem.start].decode(encoding, "replace")
                return offset - waiting + problem.start, line + before.count("\n")
            offset += len(chunk)
    return offset, line
