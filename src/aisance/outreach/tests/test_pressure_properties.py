"""What holds of contact pressure whatever the rules and the requests: property tests."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.core.decisions import Allowed
from aisance.outreach.contracts import HELD_CLASSES, ContactRequest, Later, MessageChannel, MessageClass, Verdict
from aisance.outreach.pressure.contracts import About, Contact, Effect, Per, Rule, RuleKind
from aisance.outreach.pressure.rules import decide
from aisance.outreach.tests.test_pressure_rules import HOUR, NPS_FIRST, START, asking, cap, contact, hours

pytestmark = pytest.mark.sqlite_only

CLASSES = st.sampled_from(list(MessageClass))
HELD = st.sampled_from(sorted(HELD_CLASSES))
PROGRAMMES = st.sampled_from(["csat", "nps", "offers"])
CHANNELS = st.sampled_from([MessageChannel.EMAIL, MessageChannel.NULL])


def requests(classes: st.SearchStrategy[MessageClass] = CLASSES) -> st.SearchStrategy[list[ContactRequest]]:
    drawn = st.builds(
        asking,
        at=st.integers(0, 200),
        good_for=st.integers(1, 150),
        customer=st.integers(1, 2),
        programme=PROGRAMMES,
        family=st.sampled_from(["", "barometer"]),
        channel=CHANNELS,
        message_class=classes,
    )
    return st.lists(drawn, max_size=14).map(_numbered)


def _numbered(drawn: list[ContactRequest]) -> list[ContactRequest]:
    return [replace(request, key=f"r{number}") for number, request in enumerate(drawn)]


ABOUT = st.builds(
    About,
    classes=st.sampled_from([frozenset(), frozenset({MessageClass.SURVEY}), HELD_CLASSES]),
    programme=st.sampled_from(["", "csat"]),
    channel=st.sampled_from(["", "email"]),
)
CAPS = st.builds(
    Rule,
    code=st.just("cap"),
    kind=st.just(RuleKind.CAP),
    effect=st.sampled_from(Effect),
    about=ABOUT,
    limit=st.integers(1, 3),
    days=st.integers(1, 4),
    per=st.sampled_from(Per),
)
RESERVES = st.just(Rule("reserve", RuleKind.RESERVE, about=About(programme="nps"), days=4))
RULES = st.lists(st.one_of(CAPS, RESERVES), max_size=4).map(
    lambda drawn: [replace(rule, code=f"{rule.kind}{number}") for number, rule in enumerate(drawn)]
)


def counted(rule: Rule, contacts: Iterable[ContactRequest]) -> list[list[datetime]]:
    """The moments that a cap counts together, in order, one list for each customer and what it counts by itself."""
    about = rule.about
    its = [
        contact
        for contact in contacts
        if (not about.classes or contact.message_class in about.classes)
        and about.family in {"", contact.family}
        and about.programme in {"", contact.programme}
        and about.channel in {"", contact.channel}
    ]

    def together(contact: ContactRequest) -> tuple[int, str]:
        return contact.customer_id, "" if rule.per == Per.ALL else str(getattr(contact, rule.per.value))

    grouped = groupby(sorted(its, key=together), key=together)
    return [sorted(contact.at for contact in group) for _key, group in grouped]


def is_broken(rule: Rule, contacts: Iterable[ContactRequest]) -> bool:
    """Whether more messages than a cap allows lie within less than its days."""
    return any(
        later - earlier < timedelta(days=rule.days)
        for moments in counted(rule, contacts)
        for earlier, later in zip(moments, moments[rule.limit :], strict=False)
    )


def allowed(asked: Sequence[ContactRequest], verdicts: Sequence[Verdict]) -> list[ContactRequest]:
    return [request for request, verdict in zip(asked, verdicts, strict=True) if verdict]


@given(requests(HELD), RULES)
def test_no_cap_is_ever_broken(asked: list[ContactRequest], in_force: list[Rule]) -> None:
    verdicts = decide(asked, in_force)

    sent = allowed(asked, verdicts)
    assert not [rule for rule in in_force if rule.kind == RuleKind.CAP and is_broken(rule, sent)]


@given(requests(), RULES)
def test_each_request_has_one_verdict_and_a_delay_ends_before_it_expires(
    asked: list[ContactRequest], in_force: list[Rule]
) -> None:
    verdicts = decide(asked, in_force)

    assert len(verdicts) == len(asked)
    for request, verdict in zip(asked, verdicts, strict=True):
        if isinstance(verdict, Later):
            assert request.at < verdict.at < request.expires_at
        if request.message_class not in HELD_CLASSES:
            assert verdict == Allowed()


@given(requests(), st.lists(CAPS, max_size=3), st.integers(0, 200))
def test_a_delay_ends_at_the_first_moment_that_no_cap_forbids(
    past: list[ContactRequest], caps: list[Rule], at: int
) -> None:
    caps = [replace(rule, code=str(number), effect=Effect.DELAY) for number, rule in enumerate(caps)]
    before = [contact(request) for request in past if not any(is_broken(rule, past) for rule in caps)]
    sent = [request for request in past if before]
    new = asking("new", at=at, good_for=10_000)

    [verdict] = decide([new], caps, before)

    free = next(h for h in range(at, 10_000) if not any(is_broken(r, [*sent, _moved(new, h)]) for r in caps))
    assert hours(verdict) == (None if free == at else free)


def _moved(request: ContactRequest, at: int) -> ContactRequest:
    return replace(request, at=START + at * HOUR)


@given(requests(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_a_batch_does_not_matter(
    asked: list[ContactRequest], in_force: list[Rule], rng: random.Random
) -> None:
    shuffled = list(asked)
    rng.shuffle(shuffled)

    verdicts = dict(zip([r.key for r in asked], decide(asked, in_force), strict=True))

    assert dict(zip([r.key for r in shuffled], decide(shuffled, in_force), strict=True)) == verdicts


@given(requests(st.just(MessageClass.SURVEY)), st.lists(CAPS, max_size=3), st.integers(0, 14))
def test_batches_in_order_of_time_decide_as_one_batch(asked: list[ContactRequest], caps: list[Rule], cut: int) -> None:
    caps = [replace(rule, code=str(number)) for number, rule in enumerate(caps)]
    asked = sorted(asked, key=lambda request: (request.at, request.key))
    whole = decide(asked, caps)

    first = decide(asked[:cut], caps)
    waiting = [
        replace(contact(request), at=verdict.at, waits=True)
        for request, verdict in zip(asked[:cut], first, strict=True)
        if isinstance(verdict, Later)
    ]
    second = decide(asked[cut:], caps, [*map(contact, allowed(asked[:cut], first)), *waiting])

    assert [*first, *second] == whole


@given(requests(), RULES)
def test_customers_do_not_bear_on_each_other(asked: list[ContactRequest], in_force: list[Rule]) -> None:
    together = dict(zip([r.key for r in asked], decide(asked, in_force), strict=True))

    for customer in (1, 2):
        alone = [request for request in asked if request.customer_id == customer]
        assert decide(alone, in_force) == [together[request.key] for request in alone]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_each_delayed_request_comes_back_and_is_decided(seed: int, limit: int) -> None:
    """Asked again at the moment it was told, again and again, every request ends allowed or refused."""
    rng = random.Random(seed)
    open_ones = {f"r{n}": asking(f"r{n}", at=rng.randrange(300), good_for=rng.randrange(1, 400)) for n in range(20)}
    standing: dict[str, Contact] = {}
    sent: list[ContactRequest] = []
    in_force = [cap(limit, 3), Rule("run", RuleKind.CAP, Effect.REFUSE, days=1, per=Per.PROGRAMME)]
    while open_ones:
        request = min(open_ones.values(), key=lambda one: (one.at, one.key))
        past = [one for key, one in standing.items() if key != request.key]
        match decide([request], in_force, past)[0]:
            case Later(at, _):
                assert at > request.at
                standing[request.key] = replace(contact(request), at=at, waits=True)
                open_ones[request.key] = replace(request, at=at)
            case Allowed():
                standing[request.key] = contact(open_ones.pop(request.key))
                sent.append(request)
            case _:
                standing.pop(request.key, None)
                del open_ones[request.key]

    assert not any(is_broken(rule, sent) for rule in in_force)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 90))
def test_a_weekly_csat_never_starves_a_quarterly_nps(seed: int, first_day: int) -> None:
    """A year of calls and of quarterly questions: with room kept, each question goes out within the week."""
    assert all(isinstance(one, Allowed) for one in a_year_of_nps(seed, first_day, [NPS_FIRST, cap()]))


def test_without_a_rule_that_keeps_room_the_nps_is_starved() -> None:
    """What the rule is for: a customer who calls every hour gets CSAT alone."""
    assert not any(isinstance(one, Allowed) for one in a_year_of_nps(None, 10, [cap()]))


def a_year_of_nps(seed: int | None, first_day: int, in_force: list[Rule]) -> list[Verdict]:
    """The last word on each quarterly question to a customer whose every call asks for CSAT first.

    They call at random, or every hour where there is no seed; the question is good for a week and a day.
    """
    rng = random.Random(seed)
    calls = [hour for hour in range(365 * 24) if seed is None or rng.random() < 0.04]
    queue = [asking(f"csat{hour}", at=hour, good_for=1) for hour in calls]
    queue += [asking(f"nps{day}", at=day * 24, good_for=192, programme="nps") for day in range(first_day, 357, 91)]
    standing: dict[str, Contact] = {}
    words: dict[str, Verdict] = {}
    queue.sort(key=lambda one: (one.at, one.key))
    while queue:
        request = queue.pop(0)
        past = [one for one in standing.values() if one.key != request.key and one.at > request.at - timedelta(days=9)]
        words[request.key] = verdict = decide([request], in_force, past, now=request.at)[0]
        standing.pop(request.key, None)
        if isinstance(verdict, Later):
            standing[request.key] = replace(contact(request), at=verdict.at, waits=True)
            queue.append(replace(request, at=verdict.at))
            queue.sort(key=lambda one: (one.at, one.key))
        elif verdict:
            standing[request.key] = contact(request)
    return [verdict for key, verdict in words.items() if key.startswith("nps")]
