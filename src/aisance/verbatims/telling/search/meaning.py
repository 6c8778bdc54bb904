"""Which texts mean nearly what a question does, by the sentence vectors of the deep stage.

The vectors of the newest texts are kept in memory, one byte a part, once a process: loaded when somebody first asks,
brought up to date before each question. A vector whose text went is dropped there and then; what is found is read from
the database in any case, under the rights of whoever asks.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import get_language

from aisance.core.later import Later
from aisance.verbatims.encoding.choosing import encoder
from aisance.verbatims.encoding.contracts import Encoder
from aisance.verbatims.encoding.vectors import KEPT, centred
from aisance.verbatims.models import Vectors, Verbatim
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.language import language_of
from aisance.verbatims.telling.search.words import LANGUAGES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Whole = NDArray[np.int64]
    type Rows = NDArray[np.int8]
    type Floats = NDArray[np.float32]
else:
    np = Later("numpy")

MOST_TEXTS = 100_000
"""So many of the newest are kept: about 60 MB."""
NEAREST = 100
"""So many different texts; each as often as it was written."""
LEAST = 0.22
"""A clause means nearly the same from this cosine on: what has nothing to do with a question stays below .2."""
PHRASES = 2
AT_ONCE = 512
"""Turned to floats by so many, vectors stay near the processor: 10 ms for 70,000, 75 ms by many more at once."""
READ_AT_ONCE = 8_000
LOOKED_UP = 400
MOST_LOOKED_UP = 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The vectors of one encoder: a row a clause, those of a text together; its number, its day and its unit.

    `starts` is the first row of each text. `stamp` says which texts there were when it was brought up to date.
    """

    stamp: tuple[int, int, int]
    texts: Whole
    starts: Whole
    days: Whole
    units: Whole
    rows: Rows


_kept: dict[str, Kept] = {}
_one_at_a_time = threading.Lock()


def forget() -> None:
    """Drop every vector from memory."""
    with _one_at_a_time:
        _kept.clear()


def nearest(question: str, among: QuerySet[Verbatim], *, start: date, end: date, units: list[int]) -> list[int] | None:
    """The texts of a choice that mean nearly what a question does, the nearest first; null without the deep stage.

    `among` decides; the days and units that it allows are given besides, so that only those are compared.
    """
    by = encoder()
    if by is None:
        return None
    kept = _up_to_date(by)
    if not len(kept.texts) or not question.strip():
        return []
    chosen = (kept.days >= start.toordinal()) & (kept.days <= end.toordinal()) & np.isin(kept.units, units)
    likeness = _likeness(kept, _vector(question, by))
    likeness[~chosen] = -1
    return _allowed(kept, _best(likeness, kept.texts), among)


def _vector(question: str, by: Encoder) -> Floats:
    language = language_of(question, hint=(get_language() or "")[:2])
    [vector] = centred(by.encode([question]), [language], _phrases(by))
    return np.asarray(vector, dtype=np.float32)


@lru_cache(maxsize=2)
def _phrases(by: Encoder) -> dict[str, Rows]:
    """What all short phrases of a language share: the mean of titles and patterns of the delivered book.

    Two words are no sentence: less the mean of sentences, as clauses are, every short question would lie near every
    short text, whatever it asks.
    """
    found = {}
    for language in LANGUAGES:
        themes = delivered().themes
        patterns = [" ".join(some) for theme in themes for some in list(theme.patterns.get(language, ()))[:PHRASES]]
        found[language] = by.encode([*(theme.title[language] for theme in themes), *patterns]).mean(axis=0)
    return found


def _likeness(kept: Kept, vector: Floats) -> Floats:
    """The cosine of the nearest clause of each text."""
    found = np.empty(len(kept.rows), dtype=np.float32)
    floats = np.empty((AT_ONCE, len(vector)), dtype=np.float32)
    for start in range(0, len(kept.rows), AT_ONCE):
        some = kept.rows[start : start + AT_ONCE]
        np.copyto(floats[: len(some)], some)
        np.dot(floats[: len(some)], vector, out=found[start : start + AT_ONCE])
    best: Floats = (np.maximum.reduceat(found, kept.starts) / KEPT).astype(np.float32)
    return best


def _best(likeness: Floats, texts: Whole) -> Whole:
    """The places of those that are near enough, the nearest first; of those that are as near, the newest."""
    near = np.flatnonzero(likeness >= LEAST)
    order: Whole = near[np.lexsort((-texts[near], -likeness[near].round(3)))][:MOST_LOOKED_UP]
    return order


def _allowed(kept: Kept, places: Whole, among: QuerySet[Verbatim]) -> list[int]:
    """Those of them that are in the choice, up to the hundredth that says something else than those before."""
    found: list[int] = []
    different: set[bytes] = set()
    ends = np.append(kept.starts[1:], len(kept.rows))
    for start in range(0, len(places), LOOKED_UP):
        some = {int(kept.texts[place]): int(place) for place in places[start : start + LOOKED_UP]}
        there = set(among.filter(pk__in=some).order_by().values_list("pk", flat=True))
        for pk, place in some.items():
            if pk in there:
                different.add(kept.rows[kept.starts[place] : ends[place]].tobytes())
                if len(different) > NEAREST:
                    return found
                found.append(pk)
    return found


def _up_to_date(by: Encoder) -> Kept:
    """What is kept, after what was added and what went since the last question. One query where nothing did."""
    stamp = _stamp(by.mark)
    kept = _kept.get(by.mark)
    if kept is not None and kept.stamp == stamp:
        return kept
    with _one_at_a_time:
        kept = _kept.get(by.mark)
        if kept is None or kept.stamp != stamp:
            kept = _kept[by.mark] = _joined(kept, stamp, by)
    return kept


def _stamp(mark: str) -> tuple[int, int, int]:
    """How many texts have vectors, the sum of their numbers and the last one: read off an index."""
    told = _texts(mark).aggregate(n=Count("pk"), total=Sum("pk"), last=Max("pk"))
    return told["n"], told["total"] or 0, told["last"] or 0


def _texts(mark: str) -> QuerySet[Verbatim]:
    return Verbatim.objects.filter(encoder=mark)


def _joined(kept: Kept | None, stamp: tuple[int, int, int], by: Encoder) -> Kept:
    newest = _texts(by.mark).order_by("-pk").values_list("pk", flat=True)[:MOST_TEXTS]
    there = np.fromiter(newest.iterator(chunk_size=10_000), dtype=np.int64)
    held = _without(kept, there) if kept is not None else _nothing(by.size)
    missing = np.setdiff1d(there, held.texts)
    read = [_read(missing[start : start + READ_AT_ONCE].tolist(), by) for start in range(0, len(missing), READ_AT_ONCE)]
    return _one_of([held, *read], stamp)


def _without(kept: Kept, there: Whole) -> Kept:
    """Only the texts that are still there."""
    keep = np.isin(kept.texts, there)
    if keep.all():
        return kept
    sizes = _sizes(kept)
    rows = np.repeat(keep, sizes)
    return Kept(kept.stamp, kept.texts[keep], _starts(sizes[keep]), kept.days[keep], kept.units[keep], kept.rows[rows])


def _nothing(size: int) -> Kept:
    none = np.zeros(0, dtype=np.int64)
    return Kept((0, 0, 0), none, none, none, none, np.zeros((0, size), dtype=np.int8))


def _sizes(kept: Kept) -> Whole:
    """How many clauses each text has."""
    sizes: Whole = np.diff(kept.starts, append=len(kept.rows))
    return sizes


def _starts(sizes: Whole) -> Whole:
    ends: Whole = np.cumsum(sizes)
    starts: Whole = ends - sizes
    return starts


def _read(ids: list[int], by: Encoder) -> Kept:
    found = [row for row in _stored(ids, by.mark) if row[1]]
    sizes = np.array([len(data) // by.size for _pk, data, _day, _unit in found], dtype=np.int64)
    data = b"".join(data for _pk, data, _day, _unit in found)
    return Kept(
        (0, 0, 0),
        np.array([pk for pk, *_more in found], dtype=np.int64),
        _starts(sizes),
        np.array([day.toordinal() for _pk, _data, day, _unit in found], dtype=np.int64),
        np.array([unit for *_some, unit in found], dtype=np.int64),
        np.frombuffer(data, dtype=np.int8).reshape(-1, by.size),
    )


def _stored(ids: list[int], mark: str) -> Iterator[tuple[int, bytes, date, int]]:
    rows: Any = Vectors.objects.filter(pk__in=ids, encoder=mark).order_by("pk")
    for pk, data, day, unit in rows.values_list(
        "pk", "data", "verbatim__day", "verbatim__answer__response__unit_id"
    ).iterator(chunk_size=2_000):
        yield pk, bytes(data), day, unit


def _one_of(parts: list[Kept], stamp: tuple[int, int, int]) -> Kept:
    sizes = np.concatenate([_sizes(part) for part in parts])
    whole = [np.concatenate([getattr(part, name) for part in parts]) for name in ("texts", "days", "units", "rows")]
    texts, days, units, rows = whole
    return Kept(stamp, texts, _starts(sizes), days, units, rows)
