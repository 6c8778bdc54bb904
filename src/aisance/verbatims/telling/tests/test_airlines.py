"""What emerges in tweets to airlines, the collection of one of which began in the middle."""

import csv
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from aisance.verbatims.telling.emerging import Body, emerging
from aisance.verbatims.telling.stopping import is_telling

ROOT = Path(__file__).parents[5]
TWEETS = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data") / "airline-tweets.csv"
pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(not TWEETS.exists(), reason="the airlines' tweets are not here; see AISANCE_ACCEPTANCE_DATA"),
]
DAY = "2015-02-22"


def _bodies() -> tuple[dict[str, Body], dict[str, Body]]:
    """The tweets of the day and of the days before by airline; names of airlines stay in them."""
    texts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    words: dict[bool, defaultdict[str, Counter[str]]] = {True: defaultdict(Counter), False: defaultdict(Counter)}
    with TWEETS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = row["created_at"][:10]
            if day <= DAY:
                texts[day == DAY][row["airline"]] += 1
                found = {word for word in re.findall(r"[a-z]+", row["text"].casefold()) if is_telling(word)}
                words[day == DAY][row["airline"]].update(found)
    now, before = ({name: Body(n, words[side][name]) for name, n in texts[side].items()} for side in (True, False))
    return now, before


def test_what_emerges_is_no_name_of_an_airline_whose_collection_began() -> None:
    now, before = _bodies()
    assert "American" in now

    terms = [term.word for term in emerging(now, before, most=10)]

    assert terms
    assert not {"american", "americanair", "united", "usairways", "southwestair", "jetblue", "virginamerica"} & set(
        terms
    )
