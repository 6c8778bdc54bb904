"""Takes customers out of the files of refused rows, which stay until somebody fetches them, a month at most."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from aisance.customers.bringing.runs import folder
from aisance.customers.models import Customer, Identifier

PHONE_DIGITS = 9
"""The end of a telephone number that all its spellings share."""


def forget_refused_rows(customer_ids: Sequence[int]) -> int:
    """Take the rows out that name these customers by an identifier or by their whole name; how many."""
    known = _known(customer_ids)
    files = sorted(folder().glob("*.refused.csv")) if known and folder().is_dir() else []
    return sum(_without(file, known) for file in files)


def refused_rows_of(customer_ids: Sequence[int]) -> Iterable[tuple[str, list[str]]]:
    """The rows that name these customers, each with the name of its file."""
    known = _known(customer_ids)
    for file in sorted(folder().glob("*.refused.csv")) if known and folder().is_dir() else []:
        yield from ((file.name, row) for row in _rows(file) if _names(row, known))


def _known(customer_ids: Sequence[int]) -> set[str]:
    held = Identifier.objects.filter(customer_id__in=customer_ids).values_list("value", flat=True)
    called = Customer.objects.filter(pk__in=customer_ids).exclude(name="").values_list("name", flat=True)
    words = {value.casefold() for value in (*held, *called)}
    return words | {_end(value) for value in held if _end(value)}


def _end(words: str) -> str:
    """The end of a telephone number; empty for words that are none."""
    plain = words.replace(" ", "").replace(".", "").replace("-", "")
    is_number = plain.lstrip("+").isdecimal() and len(plain) > PHONE_DIGITS
    return plain[-PHONE_DIGITS:] if is_number else ""


def _names(row: Sequence[str], known: set[str]) -> bool:
    cells = (part.strip().casefold() for cell in row for part in cell.split("|"))
    return any(cell in known or (_end(cell) and _end(cell) in known) for cell in cells)


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.reader(held))


def _without(file: Path, known: set[str]) -> int:
    """Write the file anew without those rows, whole at once."""
    rows = _rows(file)
    kept = rows[:1] + [row for row in rows[1:] if not _names(row, known)]
    if len(kept) == len(rows):
        return 0
    draft = file.with_suffix(".draft")
    with draft.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(kept)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    return len(rows) - len(kept)
