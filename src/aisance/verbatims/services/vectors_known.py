"""Vectors of sentences that were encoded a moment ago: many customers write the same few words, once is enough.

Kept in memory alone, under a digest of the words, and all dropped every hour and whenever somebody's words go.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from aisance.core import clock
from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.reading.deep import DeepJudge
from aisance.verbatims.reading.judging import Said

np: Any = Later("numpy")

MOST = 4_096
KEPT_FOR = timedelta(hours=1)

_known: dict[bytes, Rows] = {}
_one_at_a_time = threading.Lock()
_since: list[datetime] = []


def vectors_of(clauses: Sequence[Said], judge: DeepJudge) -> Rows:
    """The centred unit vectors of clauses, a row each; what was encoded within the hour is not encoded again."""
    keys = [_digest(one, judge.encoder.mark) for one in clauses]
    known = _within_the_hour()
    missing = {key: one for key, one in zip(keys, clauses, strict=True) if key not in known}
    fresh = dict(zip(missing, judge.vectors(list(missing.values())), strict=True)) if missing else {}
    with _one_at_a_time:
        if len(_known) + len(fresh) > MOST:
            _known.clear()
        _known.update(fresh)
    rows = [known[key] if key in known else fresh[key] for key in keys]
    return np.stack(rows) if rows else judge.vectors([])


def drop_known() -> None:
    """Forget every vector."""
    with _one_at_a_time:
        _known.clear()


def _within_the_hour() -> dict[bytes, Rows]:
    now = clock.now()
    with _one_at_a_time:
        if not _since or not _since[0] <= now < _since[0] + KEPT_FOR:
            _since[:] = [now]
            _known.clear()
        return dict(_known)


def _digest(one: Said, mark: str) -> bytes:
    return blake2b(f"{mark}\0{one.language}\0{one.text}".encode(), digest_size=16).digest()
