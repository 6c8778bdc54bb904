"""How fast contacts are weighed against twenty rules of pressure, against asking the database for each rule."""

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from bench.company import set_up
from bench.rows import Row, seconds

SECTION = "pressure"
START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 90
BATCH = 10_000
SAMPLE = 300
"""So many requests are weighed the plain way, in each of the rounds."""
ROUNDS = 3


def rules() -> list[Any]:
    """Twenty rules of every kind: by customer, programme, family, channel, apart, on hold, and room kept."""
    from aisance.outreach.contracts import HELD_CLASSES, MessageClass
    from aisance.outreach.pressure.contracts import About, Effect, Per, Rule, RuleKind

    surveys, marketing = frozenset({MessageClass.SURVEY}), frozenset({MessageClass.MARKETING})
    caps = [
        Rule("one-after-a-run", RuleKind.CAP, Effect.REFUSE, About(surveys), days=1, per=Per.PROGRAMME),
        Rule("survey-week", RuleKind.CAP, about=About(surveys), days=7),
        Rule("survey-quarter", RuleKind.CAP, Effect.REFUSE, About(surveys), limit=4, days=90),
        Rule("marketing-week", RuleKind.CAP, about=About(marketing), limit=2, days=7),
        Rule("all-day", RuleKind.CAP, limit=2, days=1),
        Rule("all-week", RuleKind.CAP, limit=4, days=7),
        Rule("all-month", RuleKind.CAP, limit=9, days=30),
        Rule("family-week", RuleKind.CAP, about=About(surveys), days=7, per=Per.FAMILY),
        Rule("channel-week", RuleKind.CAP, about=About(HELD_CLASSES), limit=2, days=7, per=Per.CHANNEL),
        Rule("channel-month", RuleKind.CAP, about=About(HELD_CLASSES), limit=5, days=30, per=Per.CHANNEL),
    ]
    programmes = [
        Rule(f"of-{code}", RuleKind.CAP, about=About(programme=code), limit=limit, days=days)
        for code, limit, days in (("csat", 1, 7), ("ces", 1, 14), ("nps", 1, 90), ("offers", 3, 30))
    ]
    others = [
        Rule("csat-from-nps", RuleKind.APART, about=About(programme="csat"), days=5, other="nps"),
        Rule("ces-from-csat", RuleKind.APART, about=About(programme="ces"), days=3, other="csat"),
        Rule("open-case", RuleKind.HOLD, about=About(HELD_CLASSES)),
        Rule("mourning", RuleKind.HOLD, Effect.REFUSE, codes=frozenset({"mourning"})),
        Rule("nps-first", RuleKind.RESERVE, about=About(programme="nps"), days=14),
        Rule("barometer-first", RuleKind.RESERVE, about=About(surveys, "barometer"), days=7, every_days=90),
    ]
    assert len(caps) + len(programmes) + len(others) == 20
    return [*caps, *programmes, *others]


def requests(amount: int, customers: Sequence[int]) -> list[Any]:
    """So many requests over three months, in the order of their time: each customer's share is as large as any."""
    from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass

    rng = random.Random(amount)
    kinds = [
        (MessageClass.SURVEY, "hot", "csat"),
        (MessageClass.SURVEY, "hot", "csat"),
        (MessageClass.SURVEY, "hot", "ces"),
        (MessageClass.SURVEY, "barometer", "nps"),
        (MessageClass.MARKETING, "", "offers"),
        (MessageClass.SERVICE, "", "news"),
    ]
    channels = [MessageChannel.EMAIL, MessageChannel.SMS]
    moments = sorted(rng.randrange(DAYS * 86_400) for _ in range(amount))
    asked = []
    for number, moment in enumerate(moments):
        at = START + timedelta(seconds=moment)
        asked.append(
            ContactRequest(
                f"bench:{amount}:{number}",
                rng.choice(customers),
                *rng.choice(kinds),
                rng.choice(channels),
                at,
                at + timedelta(days=7),
            )
        )
    return asked


def _rules_alone(amounts: Sequence[int]) -> Iterator[Row]:
    """The pure core: one pass over all requests, five to a customer."""
    from aisance.outreach.pressure.rules import decide

    in_force = rules()
    for amount in amounts:
        asked = requests(amount, range(1, amount // 5 + 1))
        taken = sorted(seconds(lambda a=asked: decide(a, in_force)) for _ in range(ROUNDS))[ROUNDS // 2]
        yield Row(SECTION, f"20 rules alone, {amount:,} requests", round(amount / taken), "decisions/s", None, None, ROUNDS)


if __name__ == "__main__":
    for row in _rules_alone([100_000,300_000]): print(row)
