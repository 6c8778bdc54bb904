"""The word that emerges most in tweets of a day on which the collection of one airline's began."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from aisance.verbatims.telling.emerging import Body, emerging
from aisance.verbatims.telling.stopping import is_telling
from bench.rows import Row
from bench.verbatims.right import row
from bench.verbatims.sources import folder

DAY = "2015-02-22"
AIRLINES = {"american", "americanair", "united", "usairways", "southwestair", "jetblue", "virginamerica"}


def news() -> Iterator[Row]:
    """100 where the top word of 22 February 2015 is no airline's name; the words are said beside it."""
    texts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    words: dict[bool, defaultdict[str, Counter[str]]] = {True: defaultdict(Counter), False: defaultdict(Counter)}
    with (folder() / "airline-tweets.csv").open(encoding="utf-8") as file:
        for one in csv.DictReader(file):
            if one["created_at"][:10] <= DAY:
                side = one["created_at"][:10] == DAY
                texts[side][one["airline"]] += 1
                found = {word for word in re.findall(r"[a-z]+", one["text"].casefold()) if is_telling(word)}
                words[side][one["airline"]].update(found)
    now, before = ({name: Body(n, words[side][name]) for name, n in texts[side].items()} for side in (True, False))
    top = [term.word for term in emerging(now, before, most=5)]
    right = bool(top) and top[0] not in AIRLINES
    yield row("top emerging word is no airline", float(right), 1.0, sum(texts[True].values()), ", ".join(top))
