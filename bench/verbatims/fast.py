"""How fast words are read, and what it takes, on one core."""

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from aisance.verbatims.encoding.contracts import Encoder
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.deep import deep_judge
from aisance.verbatims.reading.reading import Text, clauses_in, read
from bench.rows import Row
from bench.verbatims.sources import tweets

SECTION = "verbatims"
DEEP_TEXTS = 200


def speed(by: Encoder | None, texts: int) -> Iterator[Row]:
    """Texts a second of processor time, one text alone, and the memory of the process."""
    some = [Text(one.text, "en") for one in tweets()[:texts]]
    read(some[:50], delivered())
    taken = _processor(lambda: read(some, delivered()))
    yield Row(
        SECTION, "fast stage, texts a second", texts / taken, "a second", 1000, texts / taken / 1000, 1, "one core"
    )
    alone = statistics.median(_processor(lambda one=one: read([one], delivered())) for one in some[:100])
    yield Row(SECTION, "fast stage, one text", alone * 1000, "ms", 20, alone / 0.02, 100, "median, one core")
    yield Row(SECTION, "memory, fast stage", _megabytes(), "MB", None, None, 1, "resident")
    if by is None:
        return
    judge = deep_judge(delivered(), by)
    taken = _processor(lambda: read(some[:DEEP_TEXTS], delivered(), judge=judge))
    clauses = [clause.text for one in read(some[:DEEP_TEXTS], delivered()) for clause in clauses_in(one)]
    alone = _processor(lambda: by.encode(clauses))
    about = f"one core, {len(clauses) / DEEP_TEXTS:.1f} clauses a text; {100 * alone / taken:.0f} % of it the encoder"
    yield Row(SECTION, "deep stage, texts a second", DEEP_TEXTS / taken, "a second", None, None, 1, about)
    each, rate = f"one core, {sum(map(len, clauses)) / len(clauses):.0f} letters a clause", len(clauses) / alone
    yield Row(SECTION, "encoder alone, clauses a second", rate, "a second", 35, rate / 35, 1, each)
    yield Row(SECTION, "memory, both stages", _megabytes(), "MB", None, None, 1, "resident")


def _processor(work: object) -> float:
    before = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - before


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
