"""What the entries of the ledger come to: pure functions, so that anybody may replay a ledger and get the same.

A state maps where something was said (an axis, a purpose, a channel) to the last entry that counts there. Entries are
folded into it one by one in the order of the chain, so that however a ledger is cut into batches, the end is the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aisance.consent.contracts import EVERY, NEVER_HELD, Act, ConsentReason, Level, Method, PurposeKind
from aisance.core.decisions import Allowed, Refused

SAYS_YES = frozenset({Act.GRANTED, Act.CONFIRMED})
SAYS_NO = frozenset({Act.REFUSED, Act.WITHDRAWN})
FROM_FILES = frozenset({Method.IMPORT})


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as the rules see it. `at` is when it was said; `value` the address that a grant holds for, if any."""

    position: int
    act: Act
    method: Method
    purpose: str
    channel: str
    at: datetime
    value: str = ""
    until: datetime | None = None
    wish: str = ""


type Key = tuple[str, str, str]
type State = Mapping[Key, Said]

_AXES = {Act.RESTARTED: "restart", Act.PAUSED: "pause", Act.RESUMED: "pause", Act.WISHED: "wish"}


def key_of(said: Said) -> Key:
    """Where an entry counts."""
    return _AXES.get(said.act, "leave"), said.purpose, said.channel


def replayed(entries: Iterable[Said], state: State | None = None) -> State:
    """The state after more entries, in the order of the chain. The state given is left as it is."""
    after = dict(state or {})
    for said in entries:
        if counts(after, said):
            after[key_of(said)] = said
    return after


def counts(state: State, said: Said) -> bool:
    """Whether an entry changes what holds. It stands in the ledger either way.

    A file may fill a gap: what it allows counts only where nothing was said before. What it forbids counts unless
    something newer stands there. A grant on top of a confirmed one for the same address says nothing new.
    """
    axis, purpose, channel = key_of(said)
    before = _latest(state, axis, purpose, channel)
    if before is None:
        return True
    if said.method in FROM_FILES:
        return said.act in SAYS_NO and said.at >= before.at
    return not (said.act == Act.GRANTED and before.act == Act.CONFIRMED and said.value == before.value)


def _latest(state: State, axis: str, purpose: str, channel: str) -> Said | None:
    """The entry that holds for a purpose and a channel: of those that name them or all, the one that came last.

    A file's no gives way to what was said after it was said, though it came into the ledger later.
    """
    found: Said | None = None
    held = [state.get((axis, *place)) for place in _places(purpose, channel)]
    for said in sorted((one for one in held if one), key=lambda one: one.position):
        if found is None or said.method not in FROM_FILES or said.at >= found.at:
            found = said
    return found


def _places(purpose: str, channel: str) -> set[tuple[str, str]]:
    return {(purpose, channel), (purpose, EVERY), (EVERY, channel), (EVERY, EVERY)}


def standing(state: State, purpose: str, kind: PurposeKind, channel: str) -> Said | None:
    """What the customer said that holds for a purpose and a channel; null where silence holds.

    Taking a stop back brings silence back, which allows what needs no consent, and never marketing.
    """
    if kind in NEVER_HELD:
        return None
    said = _latest(state, "leave", purpose, channel)
    if said is None or kind == PurposeKind.MARKETING:
        return said
    restarted = _latest(state, "restart", purpose, channel)
    is_taken_back = restarted is not None and said.act in SAYS_NO and restarted.position > said.position
    return None if is_taken_back else said


def paused_until(state: State, purpose: str, channel: str, now: datetime) -> datetime | None:
    """Until when the customer wants a pause; null where they want none now."""
    said = _latest(state, "pause", purpose, channel)
    if said is None or said.act == Act.RESUMED or said.until is None or said.until <= now:
        return None
    return said.until


def wished(states: Iterable[State]) -> Said | None:
    """The last word on how often; null where none was said, or that it does not matter."""
    said = [state[key] for state in states for key in state if key[0] == "wish"]
    last = max(said, key=lambda one: one.position, default=None)
    return last if last and last.wish else None


def most_restrictive(said: Iterable[Said | None]) -> Said | None:
    """Of what stands under each of the records of one person: a no before everything, then the weakest yes.

    Silence under one record takes nothing from what was said under another.
    """
    spoken = [one for one in said if one is not None]
    return min(spoken, key=lambda one: (_RANK[one.act], -one.position), default=None)


_RANK = {Act.WITHDRAWN: 0, Act.REFUSED: 1, Act.GRANTED: 2, Act.CONFIRMED: 3}


def decision(
    states: Iterable[State], purpose: str, kind: PurposeKind, channel: str, address: str, now: datetime
) -> Allowed | Refused:
    """Whether a person, known under records with these states, may be contacted.

    Legal and service messages always may. A no holds for every address; a yes only for the one it was given for.
    """
    if kind in NEVER_HELD:
        return Allowed()
    known = list(states)
    said = [standing(state, purpose, kind, channel) for state in known]
    no = most_restrictive(said)
    if no is not None and no.act in SAYS_NO:
        return Refused(ConsentReason(no.act.value))
    if any(paused_until(state, purpose, channel, now) for state in known):
        return Refused(ConsentReason.PAUSED)
    if kind != PurposeKind.MARKETING:
        return Allowed()
    return _opted_in([one for one in said if one is not None], address)


def _opted_in(yes: list[Said], address: str) -> Allowed | Refused:
    if not yes:
        return Refused(ConsentReason.NO_CONSENT)
    if address and not any(one.value in {"", address} for one in yes):
        return Refused(ConsentReason.OTHER_ADDRESS)
    return Allowed()


def level_of(is_identified: bool, said: Iterable[Said | None]) -> Level:
    """The level of a person, from what stands for the purposes that need a consent.

    >>> level_of(False, []).value, level_of(True, [None]).value
    ('unknown', 'identified')
    """
    acts = {one.act for one in said if one is not None}
    if Act.CONFIRMED in acts:
        return Level.CONFIRMED
    if Act.GRANTED in acts:
        return Level.OPTED_IN
    return Level.IDENTIFIED if is_identified else Level.UNKNOWN


def says_nothing_new(state: State, act: Act, purpose: str, channel: str) -> bool:
    """Whether a no was said before as wide as this, and nothing within it was allowed since."""
    before = state.get(("leave", purpose, channel)) or state.get(("leave", EVERY, EVERY))
    if act not in SAYS_NO or before is None or before.act not in SAYS_NO:
        return False
    return not any(
        said.position > before.position
        for (axis, its_purpose, its_channel), said in state.items()
        if axis in {"leave", "restart"} and purpose in {EVERY, its_purpose} and channel in {EVERY, its_channel}
    )


def stops(state: State) -> list[Said]:
    """What was forbidden and not taken back as a whole since."""
    restarted = max((said.position for key, said in state.items() if key[0] == "restart"), default=0)
    return [said for said in state.values() if said.act in SAYS_NO and said.position > restarted]


def strictest(on_record: PurposeKind | None, claimed: str) -> PurposeKind | None:
    """The kind that counts; null where neither is known.

    >>> strictest(PurposeKind.SURVEY, "service").value, strictest(PurposeKind.SERVICE, "marketing").value
    ('survey', 'marketing')
    >>> strictest(None, "")
    """
    kinds = list(PurposeKind)
    known = [kind for kind in kinds if kind in {on_record, claimed}]
    return max(known, key=kinds.index, default=None)
