"""Prints the rows of this section; without the shared data only masking is measured."""

import json
import os
import sys
from collections.abc import Iterator

import django

from bench.rows import Row

os.environ["OMP_NUM_THREADS"] = "1"


def _rows(scale: str) -> Iterator[Row]:
    from aisance.verbatims.encoding.choosing import encoder
    from bench.verbatims import curve, described, emerging, fast, masks, right
    from bench.verbatims.sources import folder

    yield from masks.masking()
    if not (folder() / "airline-tweets.csv").exists():
        print(f"{folder()} is not there: words are not measured", file=sys.stderr)
        return
    by = encoder() if scale == "full" else None
    yield from right.languages()
    yield from right.without_labels(by)
    yield from right.facts(by)
    yield from right.with_labels(by)
    yield from described.from_descriptions(by)
    yield from right.themes(by)
    yield from curve.curve(by)
    yield from emerging.news()
    yield from fast.speed(by, 3_000 if scale == "full" else 500)


if __name__ == "__main__":
    django.setup()
    print(json.dumps([row.as_json() for row in _rows(sys.argv[1])]))
