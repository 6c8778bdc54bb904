"""Where each filling of a questionnaire stands: read for a page, or for writing, many at once.

Who is asking is whoever holds the link. The reads are plain SQL: they are most of what an answer costs.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from aisance.core.bulk import read_json, read_moment
from aisance.surveys.collection.cells import Cell, given_of, scale_of_item
from aisance.surveys.collection.contracts import OWN_SOURCE, InvitationPlace, LinkPlace, Place
from aisance.surveys.collection.signs import kept_name
from aisance.surveys.contracts import InvitationState, Scale
from aisance.surveys.models import Programme
from aisance.surveys.queries.questions import own_scales
from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.questionnaires.rules import item_of

_NEVER_SENT = {InvitationState.PLANNED.value, InvitationState.REFUSED.value}

INVITATIONS = (
    "SELECT i.token, i.id, i.state, i.programme_id, i.version_id, i.interaction_id, i.customer_id, i.unit_id,"
    " i.language, i.day, i.expires_at, i.opened_at, i.reached, i.route, p.kind, p.anonymous, CAST(v.questions AS text)"
    " FROM surveys_invitation i JOIN surveys_programme p ON p.id = i.programme_id"
    " JOIN surveys_programmeversion v ON v.id = i.version_id"
    " AND v.programme_id = i.programme_id AND v.published_at IS NOT NULL"
    " WHERE i.token IN"
)
LINKS = (
    "SELECT l.code, l.id, l.programme_id, l.unit_id, l.channel, l.step_id, l.language, l.per_hour, l.use, l.closed_at,"
    " p.state, p.kind, p.anonymous"
    " FROM surveys_openlink l JOIN surveys_programme p ON p.id = l.programme_id WHERE l.code IN"
)
VERSIONS = (
    "SELECT v.id, v.programme_id, CAST(v.questions AS text) FROM surveys_programmeversion v"
    " WHERE v.published_at IS NOT NULL AND v.id IN"
)
RESPONSES = (
    "SELECT r.external_id, r.id, r.answered_at, r.completed_at, r.set_apart, r.version_id"
    " FROM surveys_response r WHERE r.source = %s AND r.external_id IN"
)
ANSWERS = (
    "SELECT a.response_id, a.id, a.question, a.scale, a.score, a.text, a.value, a.day"
    " FROM surveys_answer a WHERE a.response_id IN"
)


@dataclass(slots=True)
class Filled:
    """The response of a sitting as it is stored: its id, when it began and ended, its answers by question."""

    pk: int
    answered_at: datetime
    completed_at: datetime | None
    set_apart: str
    answer_ids: dict[str, int] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    day: date | None = None


@dataclass(slots=True)
class Sitting:
    """One filling of a questionnaire, begun or not, with what its invitation or its link knows.

    `name` is the external id of its response. `expires_at` is null for a link; `is_shut` says that the link takes no
    answers any more. `reached` is the last item answered or passed; a link's and an anonymous one's stays 0.
    """

    place: Place
    name: str
    programme_id: int
    kind: str
    anonymous: bool
    version_id: int
    unit_id: int
    language: str
    collected_by: str
    invitation_id: int | None = None
    interaction_id: int | None = None
    customer_id: int | None = None
    day: date | None = None
    expires_at: datetime | None = None
    opened_at: datetime | None = None
    reached: int = 0
    link_id: int | None = None
    channel: str = ""
    step_id: int | None = None
    per_hour: int = 0
    use: str = ""
    is_shut: bool = False
    items: tuple[Item, ...] = ()
    scales: Mapping[str, Scale | None] = field(default_factory=dict)
    held: Filled | None = None

    @property
    def may_be_held(self) -> bool:
        """Whether a response may be stored: the first answer says on its invitation, unless anonymous, that it came."""
        return self.invitation_id is None or self.anonymous or self.opened_at is not None or self.reached > 0

    @property
    def is_complete(self) -> bool:
        """Whether somebody came to its end, be it by passing every question."""
        if self.held is not None and self.held.completed_at is not None:
            return True
        return self.invitation_id is not None and self.reached >= len(self.items)

    @property
    def given(self) -> dict[str, Given]:
        """What was given so far, by item."""
        return given_of(self.items, self.held.cells) if self.held else {}

    def is_over(self, now: datetime) -> bool:
        """Whether the time to answer has passed, or the link was closed."""
        return self.is_shut or (self.expires_at is not None and now > self.expires_at)


def sittings_at(places: Collection[Place], *, lock: bool = False) -> dict[Place, Sitting]:
    """The sittings at these places; absent where there is none. At most five queries, whatever their number.

    `lock` keeps others from writing them until the transaction ends.
    """
    invited = {place.token: place for place in places if isinstance(place, InvitationPlace)}
    linked = [place for place in places if isinstance(place, LinkPlace)]
    found = _of_invitations(invited, lock=lock) | _of_links(linked)
    _with_scales(found.values())
    _with_responses({sitting.name: sitting for sitting in found.values() if sitting.may_be_held})
    return found


def sitting_at(place: Place) -> Sitting | None:
    """One sitting, for a page."""
    return sittings_at([place]).get(place)


def _of_invitations(places: Mapping[str, InvitationPlace], *, lock: bool) -> dict[Place, Sitting]:
    ending = " ORDER BY i.id FOR UPDATE OF i" if lock and connection.vendor == "postgresql" else ""
    found: dict[Place, Sitting] = {}
    for row in _rows(INVITATIONS, places, ending=ending):
        token, pk, state, programme_id, version_id, interaction_id, customer_id, unit_id = row[:8]
        language, day, expires_at, opened_at, reached, route, kind, anonymous, questions = row[8:]
        place = places[token]
        if state in _NEVER_SENT or (anonymous and not place.secret):
            continue
        found[place] = Sitting(
            place=place,
            name=kept_name(place.secret) if anonymous else str(pk),
            programme_id=programme_id,
            kind=kind,
            anonymous=bool(anonymous),
            version_id=version_id,
            unit_id=unit_id,
            language=language,
            collected_by=route or "email",
            invitation_id=pk,
            interaction_id=interaction_id,
            customer_id=customer_id,
            day=day,
            expires_at=read_moment(expires_at),
            opened_at=read_moment(opened_at),
            reached=reached,
            items=_items(questions),
        )
    return found


def _of_links(places: Collection[LinkPlace]) -> dict[Place, Sitting]:
    by_code: dict[str, list[LinkPlace]] = {}
    for place in places:
        by_code.setdefault(place.code, []).append(place)
    versions = {
        pk: (programme_id, _items(questions))
        for pk, programme_id, questions in _rows(VERSIONS, {place.version_id for place in places})
    }
    found: dict[Place, Sitting] = {}
    for row in _rows(LINKS, by_code):
        code, pk, programme_id, unit_id, channel, step_id, language, per_hour, use, closed_at = row[:10]
        state, kind, anonymous = row[10:]
        for place in by_code[code]:
            owner_id, items = versions.get(place.version_id, (0, ()))
            if owner_id != programme_id:  # the version that a link was opened with is its programme's, or nothing
                continue
            found[place] = Sitting(
                place=place,
                name=kept_name(place.key),
                programme_id=programme_id,
                kind=kind,
                anonymous=bool(anonymous),
                version_id=place.version_id,
                unit_id=unit_id,
                language=language,
                collected_by="link" if use == "paper" else use,  # typed sheets say themselves that they are paper
                link_id=pk,
                channel=channel,
                step_id=step_id,
                per_hour=per_hour,
                use=use,
                is_shut=closed_at is not None or state != Programme.State.RUNNING,
                items=items,
            )
    return found


def _with_scales(sittings: Collection[Sitting]) -> None:
    versions = {sitting.version_id: sitting.items for sitting in sittings}
    own = own_scales({item.kind for items in versions.values() for item in items})
    scales = {pk: {item.code: scale_of_item(item, own) for item in items} for pk, items in versions.items()}
    for sitting in sittings:
        sitting.scales = scales[sitting.version_id]


@lru_cache(maxsize=64)
def _items(questions: str) -> tuple[Item, ...]:
    """By the text itself and not by the version's id: nothing has to be forgotten, ever."""
    return tuple(item_of(row) for row in json.loads(questions))


def _with_responses(sittings: Mapping[str, Sitting]) -> None:
    by_id: dict[int, Filled] = {}
    for name, pk, answered_at, completed_at, set_apart, _version in _rows(RESPONSES, sittings, OWN_SOURCE):
        moment = read_moment(answered_at)
        assert moment is not None  # a column without nulls
        sittings[name].held = by_id[pk] = Filled(pk, moment, read_moment(completed_at), set_apart)
    for response_id, pk, question, scale, score, text, value, day in _rows(ANSWERS, by_id):
        held = by_id[response_id]
        held.answer_ids[question] = pk
        held.cells[question] = Cell(scale, score, text, read_json(value))
        held.day = day


def _rows(query: str, keys: Collection[Any], *others: Any, ending: str = "") -> list[tuple[Any, ...]]:
    if not keys:
        return []
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"{query} ({marks}){ending}", [*others, *keys])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
