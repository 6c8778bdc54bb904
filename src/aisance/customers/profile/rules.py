"""What a value of a field may be, and which question is worth asking next. Pure."""

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.customers.profile.contracts import Asked, Candidate, Fate, FieldCard, FieldKind, Pace

LONGEST_TEXT = 300
LARGEST = 10**12
SKIPPED_REST_DAYS = 30

_NUMBER = re.compile(r"[-−]?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_YES = frozenset({"yes", "oui", "true", "1", "y", "o"})
_NO = frozenset({"no", "non", "false", "0", "n"})


def read_value(kind: FieldKind, options: Collection[str], given: str) -> Any:
    """What was written, as it is stored: text, the code of a choice, a number, a day as 2026-11-22, true or false.

    Reading what is stored, written out again, gives the same. Raises ValueError, whose only argument says what was
    expected.

    >>> read_value(FieldKind.NUMBER, (), "3,5"), read_value(FieldKind.YES_NO, (), "Oui")
    (3.5, True)
    """
    text = given.strip()
    if not text:
        raise ValueError(_("an answer; leave the question out where there is none"))
    return _READERS[kind](text, options)


def _text(text: str, options: Collection[str]) -> str:
    if len(text) > LONGEST_TEXT or _UNPRINTABLE.search(text):
        raise ValueError(_("at most 300 printable characters"))
    return text


def _choice(text: str, options: Collection[str]) -> str:
    if text not in options:
        raise ValueError(_("one of the choices"))
    return text


def _number(text: str, options: Collection[str]) -> float | int:
    plain = "".join(text.split())
    if not _NUMBER.fullmatch(plain):
        raise ValueError(_("a number in figures, such as 3 or 3.5"))
    value = float(plain.replace("−", "-").replace(",", "."))
    if abs(value) > LARGEST:
        raise ValueError(_("a number in figures, such as 3 or 3.5"))
    return int(value) if value.is_integer() else value


def _day(text: str, options: Collection[str]) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text or not 1900 <= found.year <= 2200:
        raise ValueError(_("a day such as 2026-11-22"))
    return text


def _yes_no(text: str, options: Collection[str]) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError(_("yes or no"))
    return word in _YES


_READERS: dict[FieldKind, Callable[[str, Collection[str]], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _day,
    FieldKind.YES_NO: _yes_no,
}


def usefulness(weight: int, uses: int, missing: float) -> float:
    """How much an answer is worth: declared weight x uses x share of people of whom it is not known. From 0 up.

    A field that nothing reads, or that is known of everybody, is worth nothing. Source: docs/how-to/profile-fields.md.

    >>> usefulness(3, 2, 0.5)
    3.0
    >>> usefulness(5, 0, 1.0)
    0.0
    """
    return weight * uses * min(1.0, max(0.0, missing))


def next_questions(
    candidates: Iterable[Candidate], history: Sequence[Asked], *, contact: str, now: datetime, pace: Pace
) -> list[str]:
    """The fields to ask in a contact, the most useful first, never more than the pace allows in one contact.

    Not asked are: what is known; what was asked in the contact before, whatever came of it; what was refused within
    the rest of a refusal; what was passed within 30 days; what is worth nothing. Ties go by the code. `contact` is the
    present contact: what was already asked in it counts towards the most, and is not asked again.
    """
    here = {past.code for past in history if past.contact == contact}
    room = pace.most_questions - len(here)
    if room <= 0:
        return []
    barred = here | _of_the_contact_before(history, contact) | _at_rest(history, now, pace)
    worth = [
        (-value, candidate.code)
        for candidate in candidates
        if not candidate.is_known and candidate.code not in barred and (value := _worth(candidate)) > 0
    ]
    return [code for _value, code in sorted(worth)][:room]


def _worth(candidate: Candidate) -> float:
    value = usefulness(candidate.weight, candidate.uses, candidate.missing)
    return value if math.isfinite(value) else 0.0


def _of_the_contact_before(history: Sequence[Asked], contact: str) -> set[str]:
    earlier = [past for past in history if past.contact != contact]
    if not earlier:
        return set()
    last = max(earlier, key=lambda past: past.at).contact
    return {past.code for past in earlier if past.contact == last}


def _at_rest(history: Sequence[Asked], now: datetime, pace: Pace) -> set[str]:
    rests = {Fate.REFUSED: pace.refusal_rest_days, Fate.SKIPPED: SKIPPED_REST_DAYS}
    return {past.code for past in history if past.at + timedelta(days=rests.get(past.fate, 0)) > now}


def means_the_same(before: FieldCard, after: FieldCard) -> bool:
    """Whether a value given under one version still holds under the next.

    A customer gave it for a purpose and a use: under another one it is not known, and is asked again. So it is where
    the kind of value changed, or where it would be kept longer than was said.

    """
    same = before.kind == after.kind and before.use == after.use and before.use_name == after.use_name
    return same and dict(before.purpose) == dict(after.purpose) and after.keep_days <= before.keep_days


def needs_version(before: FieldCard, after: FieldCard) -> bool:
    """Whether a change is one of meaning, and not of words or weight alone."""
    meaning = ("kind", "options", "use", "use_name", "keep_days", "is_mandatory")
    changed = any(getattr(before, name) != getattr(after, name) for name in meaning)
    return changed or dict(before.purpose) != dict(after.purpose)
