"""Texts that say the same words, as one hit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aisance.verbatims.reading.masking import folded

_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Hit:
    """So many texts of the same words; `pk` and `day` are the newest one's."""

    pk: int
    day: date
    times: int = 1


def hits(texts: Iterable[tuple[int, date, str]]) -> list[Hit]:
    """One hit for texts of the same words, whatever their accents, capitals and signs, where the first of them stands.

    `texts` are numbers, days and words. What has no word at all is the same only sign by sign.

    >>> monday = date(2026, 11, 16)
    >>> found = hits([(3, monday, "Très bien !"), (2, monday, "Nul"), (9, monday, "tres bien")])
    >>> [(hit.pk, hit.times) for hit in found]
    [(9, 2), (2, 1)]
    """
    found: dict[str, Hit] = {}
    for pk, day, text in texts:
        key = " ".join(_WORD.findall(folded(text))) or text
        hit = found.get(key)
        if hit is None:
            found[key] = Hit(pk, day)
            continue
        hit.times += 1
        if (day, pk) > (hit.day, hit.pk):
            hit.pk, hit.day = pk, day
    return list(found.values())
