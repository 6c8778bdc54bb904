"""What entries come to, whatever their order in batches and whoever brings them."""

import doctest
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.consent import masking, rules, sealing
from aisance.consent.contracts import EVERY, NEVER_HELD, Act, ConsentReason, Method, PurposeKind
from aisance.consent.rules import SAYS_NO, SAYS_YES, Said, decision, replayed, standing
from aisance.core.decisions import Allowed, Refused

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=400)
PURPOSES = {"news": PurposeKind.MARKETING, "surveys": PurposeKind.SURVEY, "service": PurposeKind.SERVICE}
CHANNELS = ("email", "sms")


@st.composite
def ledgers(draw: st.DrawFn) -> list[Said]:
    """Entries in the order of a chain, as the ledger takes them."""
    found = []
    for position in range(1, draw(st.integers(0, 14)) + 1):
        act = draw(st.sampled_from([Act.GRANTED, Act.CONFIRMED, Act.REFUSED, Act.WITHDRAWN, Act.RESTARTED, Act.PAUSED]))
        wide = [] if act in SAYS_YES else [EVERY]
        method = draw(st.sampled_from([Method.FORM, Method.PREFERENCES, Method.IMPORT]))
        if act in {Act.RESTARTED, Act.PAUSED}:
            method = Method.PREFERENCES
        found.append(
            Said(
                position,
                act,
                method,
                draw(st.sampled_from([*PURPOSES, *wide])),
                draw(st.sampled_from([*CHANNELS, *wide])),
                START + timedelta(days=draw(st.integers(0, 300))),
                until=NOW + timedelta(days=draw(st.integers(-5, 5))) if act == Act.PAUSED else None,
            )
        )
    return found


def allowed(entries: list[Said], purpose: str, channel: str) -> bool:
    return bool(decision([replayed(entries)], purpose, PURPOSES[purpose], channel, "", NOW))


def test_the_examples_hold() -> None:
    for module in (rules, sealing, masking):
        assert doctest.testmod(module).failed == 0


@settings(max_examples=50)
@given(ledgers(), st.lists(st.integers(0, 14), max_size=4))
def test_a_replay_in_any_batches_gives_the_same_state(entries: list[Said], cuts: list[int]) -> None:
    state = replayed([])
    edges = [0, *sorted(min(cut, len(entries)) for cut in cuts), len(entries)]
    for begin, end in pairwise(edges):
        state = replayed(entries[begin:end], state)

    assert state == replayed(entries)


@settings(max_examples=50)
@given(ledgers(), st.sampled_from(list(PURPOSES)), st.sampled_from(CHANNELS))
def test_no_file_opens_what_the_customer_shut(entries: list[Said], purpose: str, channel: str) -> None:
    state = replayed(entries)
    said = standing(state, purpose, PURPOSES[purpose], channel)
    brought = Said(99, Act.GRANTED, Method.IMPORT, purpose, channel, NOW)

    if said is not None and said.act in SAYS_NO:
        assert standing(replayed([brought], state), purpose, PURPOSES[purpose], channel) == said


@settings(max_examples=50)
@given(ledgers(), st.sampled_from([Act.REFUSED, Act.WITHDRAWN]))
def test_a_stop_of_everything_shuts_every_cell_but_those_of_duty_and_service(entries: list[Said], act: Act) -> None:
    after = [*entries, Said(99, act, Method.REPLY, EVERY, EVERY, NOW)]

    for purpose, kind in PURPOSES.items():
        for channel in CHANNELS:
            assert allowed(after, purpose, channel) == (kind in NEVER_HELD)


@settings(max_examples=50)
@given(ledgers(), st.sampled_from(list(PURPOSES)), st.sampled_from(CHANNELS))
def test_a_grant_opens_its_own_cell_and_no_other(entries: list[Said], purpose: str, channel: str) -> None:
    after = [*entries, Said(99, Act.GRANTED, Method.PREFERENCES, purpose, channel, NOW)]
    cells = [(one, way) for one in PURPOSES for way in CHANNELS if (one, way) != (purpose, channel)]

    assert [allowed(after, *cell) for cell in cells] == [allowed(entries, *cell) for cell in cells]


@settings(max_examples=50)
@given(ledgers(), ledgers(), st.sampled_from(list(PURPOSES)), st.sampled_from(CHANNELS))
def test_two_records_together_allow_nothing_that_one_of_them_forbids(
    left: list[Said], right: list[Said], purpose: str, channel: str
) -> None:
    states = [replayed(left), replayed(right)]
    kind = PURPOSES[purpose]
    together = decision(states, purpose, kind, channel, "", NOW)
    forbidden = [
        Refused(ConsentReason(said.act.value))
        for state in states
        if (said := standing(state, purpose, kind, channel)) and said.act in SAYS_NO
    ]

    assert decision(states[::-1], purpose, kind, channel, "", NOW) == together
    if forbidden:
        assert together in forbidden
    if together == Allowed() and kind == PurposeKind.MARKETING:
        assert any(decision([state], purpose, kind, channel, "", NOW) for state in states)
