"""The list of those who were erased: salted digests in a file beside the database, so that a backup cannot undo it.

A backup that is restored brings erased people back; the list, which is not restored with it, says who they are without
naming them. The first line holds the salt, each other line one erasure: when, and the digests of the numbers and
identifiers under which the person was known. Lines are only added, and are on the disk before anything is erased.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from aisance.customers.public import known_rows, lists_erased


@dataclass(frozen=True, slots=True)
class ErasedList:
    """What the file says: the salt, and for each digest the moment of the last erasure that names it."""

    salt: bytes
    since: Mapping[str, datetime]

    def digest(self, words: str) -> str:
        """What stands in the list for these words."""
        return hmac.new(self.salt, words.encode(), hashlib.sha256).hexdigest()


def place() -> Path:
    """Where the list is."""
    given: str = settings.ENVIRONMENT.erased_list
    return Path(given) if given else settings.ENVIRONMENT.home / "erased-customers.list"


def read() -> ErasedList | None:
    """The list; null where nobody was erased yet. A last line that a crash cut off is passed over."""
    try:
        first, *lines = place().read_text().splitlines() or [""]
    except FileNotFoundError:
        return None
    since: dict[str, datetime] = {}
    for line in lines:
        if line.endswith("}"):
            entry = json.loads(line)
            since.update(dict.fromkeys(entry["who"], datetime.fromisoformat(entry["at"])))
    return ErasedList(bytes.fromhex(json.loads(first)["salt"]), since)


def add(customer_ids: Iterable[int], at: datetime) -> None:
    """Put people on the list; when it returns, they are on the disk. Putting them there twice harms nothing."""
    file = place()
    _begin(file)
    held = read()
    if held is None:
        raise OSError(f"{file} cannot be read.")
    who = sorted({held.digest(words) for row in known_rows(list(customer_ids)) for words in row.words})
    if not who:
        return
    with file.open("a") as out:
        # A line that a crash cut off must not swallow this one.
        out.write("\n" + json.dumps({"at": at.isoformat(), "who": who}) + "\n")
        out.flush()
        os.fsync(out.fileno())


@lists_erased
def opened() -> Callable[[str], bool]:
    """The list as it is now, for a file that brings customers."""
    held = read()
    return (lambda words: held.digest(words) in held.since) if held and held.since else lambda words: False


def _begin(file: Path) -> None:
    """Make the file with a salt of its own, whole at once, where there is none."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    with draft.open("w") as out:
        out.write(json.dumps({"salt": secrets.token_hex(32)}) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        file.hardlink_to(draft)  # fails where another process was first; then its salt is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def back_again() -> Iterator[int]:
    """The customers in the database who were erased: a backup brought them back.

    Somebody who came anew after the erasure, or to whom a number was given since, is not one of them.
    """
    held = read()
    if held is None or not held.since:
        return
    for row in known_rows():
        digests = ((held.since.get(held.digest(words)), at) for words, at in row.words.items())
        if any(erased is not None and at <= erased for erased, at in digests):
            yield row.customer_id
