"""The rules of pressure, held against a slow and plain reading of the same words."""

import doctest
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import HELD_CLASSES, ContactRequest, Later, MessageChannel, MessageClass, Verdict
from aisance.outreach.pressure import plans, rules
from aisance.outreach.pressure.contracts import About, Contact, Effect, Held, Per, Rule, RuleKind
from aisance.outreach.pressure.rules import decide

pytestmark = pytest.mark.sqlite_only

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
SURVEYS = About(frozenset({MessageClass.SURVEY}))


def asking(
    key: str = "a",
    *,
    at: int = 0,
    good_for: int = 1000,
    customer: int = 1,
    programme: str = "csat",
    family: str = "",
    channel: MessageChannel = MessageChannel.EMAIL,
    message_class: MessageClass = MessageClass.SURVEY,
) -> ContactRequest:
    """A request so many hours after the start, good for so many hours."""
    moment = START + at * HOUR
    return ContactRequest(key, customer, message_class, family, programme, channel, moment, moment + good_for * HOUR)


def contact(request: ContactRequest, *, waits_until: int | None = None) -> Contact:
    """A request as the ledger holds it, allowed or waiting."""
    at = request.at if waits_until is None else START + waits_until * HOUR
    names = (request.message_class, request.family, request.programme, request.channel)
    return Contact(request.key, request.customer_id, *names, at, request.expires_at, waits_until is not None)


def cap(limit: int = 1, days: int = 7, **other: object) -> Rule:
    return Rule("cap", RuleKind.CAP, limit=limit, days=days, **other)  # type: ignore[arg-type]  # a test names them


def hours(verdict: Verdict) -> int | str | None:
    """Hours until it may come, or the rule that refused it; null where it is allowed."""
    match verdict:
        case Later(at, _):
            return (at - START) // HOUR
        case Refused(reason):
            return reason
    return None


def test_the_examples_in_the_rules_hold() -> None:
    assert doctest.testmod(rules) == (0, 4)
    assert doctest.testmod(plans) == (0, 2)


def test_exactly_the_days_of_a_cap_later_the_customer_is_free_again() -> None:
    before = [contact(asking("before"))]

    assert hours(decide([asking(at=7 * 24 - 1)], [cap()], before)[0]) == 7 * 24
    assert hours(decide([asking(at=7 * 24)], [cap()], before)[0]) is None


def test_what_is_already_booked_later_holds_back_what_comes_before() -> None:
    booked = [contact(asking("booked", at=100))]

    assert hours(decide([asking(at=99)], [cap(days=1)], booked)[0]) == 124
    assert hours(decide([asking(at=76)], [cap(days=1)], booked)[0]) is None


def test_a_request_that_would_be_free_too_late_is_refused() -> None:
    before = [contact(asking("before"))]

    assert hours(decide([asking(at=1, good_for=167)], [cap()], before)[0]) == "cap"
    assert hours(decide([asking(at=1, good_for=168)], [cap()], before)[0]) == 168


def test_a_refusing_rule_wins_over_a_delaying_one_that_stands_before_it() -> None:
    before = [contact(asking("before"))]
    refusing = Rule("run", RuleKind.CAP, Effect.REFUSE, days=1)

    assert decide([asking(at=1)], [cap(), refusing], before) == [Refused("run")]
    assert decide([asking(at=30)], [cap(), refusing], before) == [Later(START + 7 * 24 * HOUR, "cap")]


def test_legal_and_service_messages_are_never_held_but_count() -> None:
    asked = [
        asking("survey", at=3),
        asking("service", at=1, message_class=MessageClass.SERVICE),
        asking("legal", at=2, message_class=MessageClass.LEGAL),
    ]

    assert [hours(verdict) for verdict in decide(asked, [cap(limit=2)])] == [7 * 24 + 1, None, None]
    assert [hours(verdict) for verdict in decide(asked, [cap(limit=2, about=SURVEYS)])] == [None, None, None]


def test_a_cap_counts_each_channel_by_itself_where_it_says_so() -> None:
    before = [contact(asking("before"))]
    elsewhere = asking(at=1, channel=MessageChannel.NULL)

    assert hours(decide([elsewhere], [cap(per=Per.CHANNEL)], before)[0]) is None
    assert hours(decide([elsewhere], [cap()], before)[0]) == 168
    assert hours(decide([elsewhere], [cap(about=About(channel="email"))], before)[0]) is None


def test_two_programmes_are_kept_apart_before_and_after() -> None:
    apart = Rule("apart", RuleKind.APART, about=About(programme="csat"), days=2, other="nps")
    before = [contact(asking("nps", at=100, programme="nps"))]

    asked = [asking(str(at), at=at, customer=1) for at in (52, 53, 147, 148)]
    assert [hours(decide([request], [apart], before)[0]) for request in asked] == [None, 148, 148, None]
    assert hours(decide([asking(at=100, programme="ces")], [apart], before)[0]) is None


def test_a_customer_on_hold_waits_for_the_end_of_the_hold() -> None:
    holds = {1: (Held("case", START + 50 * HOUR), Held("complaint", START + 70 * HOUR))}

    assert hours(decide([asking()], [Rule("open", RuleKind.HOLD)], (), holds)[0]) == 70
    assert hours(decide([asking()], [Rule("open", RuleKind.HOLD, codes=frozenset({"case"}))], (), holds)[0]) == 50
    assert hours(decide([asking(customer=2)], [Rule("open", RuleKind.HOLD)], (), holds)[0]) is None
    assert (
        hours(decide([asking(message_class=MessageClass.SERVICE)], [Rule("open", RuleKind.HOLD)], (), holds)[0]) is None
    )


NPS_FIRST = Rule("nps-first", RuleKind.RESERVE, about=About(programme="nps"), days=30)


def test_what_waits_keeps_its_place_only_by_a_rule_that_says_so() -> None:
    before = [contact(asking("before")), contact(asking("nps", at=1, programme="nps"), waits_until=168)]
    asked = [asking(at=168)]

    assert hours(decide(asked, [cap()], before)[0]) is None
    assert decide(asked, [cap(), NPS_FIRST], before) == [Later(START + 336 * HOUR, "nps-first")]
    assert hours(decide([asking("nps", at=168, programme="nps")], [cap(), NPS_FIRST], before)[0]) is None


def test_a_place_is_kept_no_longer_than_the_request_is_worth_anything() -> None:
    waiting = contact(asking("nps", at=1, good_for=150, programme="nps"), waits_until=150)

    late = START + 152 * HOUR
    assert hours(decide([asking(at=152)], [cap(), NPS_FIRST], [waiting], now=late)[0]) is None


def test_a_programme_that_is_due_soon_finds_its_place() -> None:
    quarterly = replace(NPS_FIRST, days=7, every_days=90)
    before = [contact(asking("nps", programme="nps"))]

    def verdict(days: int) -> int | str | None:
        return hours(decide([asking(at=days * 24)], [cap(), quarterly], before)[0])

    assert [verdict(days) for days in (82, 83, 84, 90, 97)] == [None, None, 97 * 24, 97 * 24, None]


def test_a_survey_that_waits_is_not_pushed_out_by_marketing() -> None:
    before = [contact(asking("before")), contact(asking("waits", at=1), waits_until=168)]
    offer = asking("offer", at=168, message_class=MessageClass.MARKETING, programme="offers")

    assert decide([offer], [cap()], before) == [Later(START + 336 * HOUR, "cap")]


# What follows draws companies at random and holds the verdicts against a plain reading.

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


@settings(deadline=None)
@given(requests(HELD), RULES)
def test_no_cap_is_ever_broken(asked: list[ContactRequest], in_force: list[Rule]) -> None:
    verdicts = decide(asked, in_force)

    sent = allowed(asked, verdicts)
    assert not [rule for rule in in_force if rule.kind == RuleKind.CAP and is_broken(rule, sent)]


@settings(deadline=None)
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


@settings(deadline=None)
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


@settings(deadline=None)
@given(requests(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_a_batch_does_not_matter(
    asked: list[ContactRequest], in_force: list[Rule], rng: random.Random
) -> None:
    shuffled = list(asked)
    rng.shuffle(shuffled)

    verdicts = dict(zip([r.key for r in asked], decide(asked, in_force), strict=True))

    assert dict(zip([r.key for r in shuffled], decide(shuffled, in_force), strict=True)) == verdicts


@settings(deadline=None)
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


@settings(deadline=None)
@given(requests(), RULES)
def test_customers_do_not_bear_on_each_other(asked: list[ContactRequest], in_force: list[Rule]) -> None:
    together = dict(zip([r.key for r in asked], decide(asked, in_force), strict=True))

    for customer in (1, 2):
        alone = [request for request in asked if request.customer_id == customer]
        assert decide(alone, in_force) == [together[request.key] for request in alone]


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=40, deadline=None)
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
