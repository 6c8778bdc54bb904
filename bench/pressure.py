"""How fast contacts are weighed against twenty rules of pressure, against asking the database for each rule."""

import gc
import json
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.company import set_up
from bench.rows import Row, rates, seconds

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


def _rules_alone(asked: Sequence[Any], rounds: int) -> Row:
    """The pure core: one pass over all requests, five to a customer."""
    from aisance.outreach.pressure.rules import decide

    taken = [seconds(lambda: decide(asked, RULES)) for _ in range(rounds)]
    rate = round(len(asked) / statistics.median(taken))
    return Row(SECTION, f"20 rules alone, {len(asked):,} requests", rate, "decisions/s", None, None, rounds)


def _in_the_ledger(asked: Sequence[Any], steps: Sequence[int]) -> Iterator[Row]:
    """Batches of 10,000, each in a transaction of its own, into a ledger that grows line by line."""
    from django.db import connection

    from aisance.outreach.public import weigh

    batches = [asked[start : start + BATCH] for start in range(0, len(asked), BATCH)]
    taken = [seconds(lambda b=batch: weigh(b)) for batch in batches]  # type: ignore[misc]
    before = 0
    for step in steps:
        some = taken[before // BATCH : step // BATCH]
        rate = round((step - before) / sum(some))
        name = f"weighed, ledger of {before:,} to {step:,}, {connection.vendor}"
        yield Row(SECTION, name, rate, "decisions/s", None, None, len(some))
        before = step
    yield _beside_the_plain_way(asked[-SAMPLE * ROUNDS :])


def _beside_the_plain_way(last: Sequence[Any]) -> Row:
    """The full ledger: requests of tomorrow as one batch each round, against a query for each rule and request."""
    from django.db import connection, transaction

    from aisance.outreach.public import weigh

    rounds = []
    for number in range(ROUNDS):
        some = last[number * SAMPLE : (number + 1) * SAMPLE]
        fresh = [replace(one, key=f"again:{one.key}", at=one.at + timedelta(days=1)) for one in some]

        def plainly(fresh: Sequence[Any] = fresh) -> None:
            with transaction.atomic():
                for one in fresh:
                    _ask_of_each_rule(one)
                transaction.set_rollback(True)

        other = seconds(plainly)
        rounds.append((SAMPLE, seconds(lambda f=fresh: weigh(f)), other))  # type: ignore[misc]
    name = f"weighed, {SAMPLE} at once, {connection.vendor}"
    return rates(SECTION, name, "decisions/s", rounds, "a query for each rule and request, and one insert")


def _ask_of_each_rule(one: Any) -> bool:
    """What one writes first: count, for each rule, what the customer got in its days; then keep the decision."""
    from aisance.outreach.models import Hold, PressureDecision
    from aisance.outreach.pressure.contracts import RuleKind
    from aisance.outreach.pressure.plans import is_about

    kind = (one.message_class, one.family, one.programme, one.channel)
    sent = PressureDecision.objects.filter(customer_id=one.customer_id, verdict="allowed")
    is_free = True
    for rule in RULES:
        if not is_about(rule.about, kind):
            continue
        if rule.kind == RuleKind.HOLD:
            is_free &= not Hold.objects.filter(customer_id=one.customer_id, until__gt=one.at).exists()
            continue
        about, window = rule.about, timedelta(days=rule.days)
        rows = sent.filter(at__gt=one.at - window, at__lt=one.at + window)
        given = {"family": about.family, "programme": rule.other or about.programme, "channel": about.channel}
        rows = rows.filter(**{name: value for name, value in given.items() if value})
        if about.classes:
            rows = rows.filter(message_class__in=about.classes)
        if rule.per != "all":
            rows = rows.filter(**{rule.per.value: getattr(one, rule.per.value)})
        is_free &= rows.count() < rule.limit
    PressureDecision.objects.create(
        key=f"plain:{one.key}",
        customer_id=one.customer_id,
        message_class=one.message_class,
        family=one.family,
        programme=one.programme,
        channel=one.channel,
        at=one.at,
        expires_at=one.expires_at,
        verdict="allowed" if is_free else "refused",
        decided_at=one.at,
        day=one.at.date(),
    )
    return is_free


def _customers(amount: int) -> list[int]:
    """So many customers without a name; every hundredth is on hold for a month."""
    from django.db import transaction

    from aisance.core.bulk import insert_rows, stored_moment
    from aisance.core.permissions import system_viewer
    from aisance.customers.models import Customer
    from aisance.outreach.public import NewHold, hold

    began = stored_moment(START)
    with transaction.atomic():
        rows = [("", "fr", "", began)] * amount
        found = insert_rows(
            Customer._meta.db_table, ("name", "language", "segment", "created_at"), rows, ending="RETURNING id"
        )
        ids = [customer for (customer,) in found]
        until = datetime.now(UTC) + timedelta(days=30)
        hold([NewHold(customer, "case", until) for customer in ids[::100]], by=system_viewer("bench"))
    return ids


def _set_rules() -> None:
    """Put the twenty rules in force, and none of the ready-made ones."""
    from aisance.core.permissions import system_viewer
    from aisance.outreach.pressure.contracts import RuleCard
    from aisance.outreach.pressure.ready import READY_MADE
    from aisance.outreach.pressure.setting import set_rule

    ours = {rule.code for rule in RULES}
    for card in READY_MADE:
        if card.rule.code not in ours:
            set_rule(replace(card, is_active=False), by=system_viewer("bench"))
    for position, rule in enumerate(RULES, start=1):
        set_rule(RuleCard(rule, position=position), by=system_viewer("bench"))


RULES: list[Any] = []


def main(scale: str) -> None:
    set_up()
    from django.db import connection

    RULES.extend(rules())
    _set_rules()
    amounts = [20_000, 60_000, 200_000] if scale == "small" else [100_000, 300_000, 1_000_000]
    *fewer, most = amounts
    # A service holds no million of requests: without this the collector would walk through them again and again.
    gc.disable()
    results = []
    if connection.vendor == "sqlite":  # the rules know no database
        results += [_rules_alone(requests(amount, range(1, amount // 5 + 1)), ROUNDS) for amount in fewer]
    asked = requests(most, _customers(most // 5))
    gc.freeze()
    gc.enable()
    if connection.vendor == "sqlite":
        results.append(_rules_alone(asked, 1))
    results += _in_the_ledger(asked, amounts)
    print(json.dumps([row.as_json() for row in results]))


if __name__ == "__main__":
    main(sys.argv[1])
