"""From any figure to the rows it stands on: as many rows as its n, along every dimension, and to nobody else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import assign_role
from aisance.boards.contracts import PartDraft, PartKind
from aisance.boards.services import add_part, create_board
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.contracts import Estimate, Part
from aisance.indicators.drilling import COUNTED, Chosen, behind
from aisance.indicators.own.contracts import Wanted
from aisance.indicators.own.rules import share_of
from aisance.indicators.own.services import approve_indicator, define_indicator, redraft_indicator
from aisance.indicators.public import definition, estimates
from aisance.indicators.registry.calls import CALL_INDICATORS
from aisance.indicators.registry.contacts import CONTACT_INDICATORS
from aisance.indicators.tests.company import BY, NOON, answer, call, lay_vocabulary, together
from aisance.indicators.weighting.services import declare_weighting
from aisance.journeys.contracts import Channel
from aisance.lake.public import pull
from aisance.surveys.contracts import SCALES, ResponseDraft
from aisance.surveys.public import record_responses
from tests.cast import Cast
from tests.standing import standing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 22)
ELEVEN, TWELVE = range(11), range(12)
ALONG = ("unit", "channel", "step", "reason", "advisor", "language", "month", "day")


def _lay_words(cast: Cast) -> None:
    lay_vocabulary()
    targets = {"channel": {"phone": 0.6, "chat": 0.4}}
    declare_weighting(code="channels", names={"en": "By channel"}, targets=targets, least=0.1, most=10.0, by=BY)


def _lay_rows(cast: Cast) -> None:
    with together():
        lay_answers()
        lay_contacts()
        for unit, days in (("lille-a", 10), ("namur-a", 12)):
            answer(
                "net_easy", [1, 2, 5, 7] * 5, days=days, unit=unit, channel=Channel.PHONE, step="order", reason="bill"
            )
            answer("effort", [0, 1, 2, 3] * 4, days=days, unit=unit, channel=Channel.CHAT, step="pay", reason="move")


_company = standing(_lay_words, moment=NOW, autouse=True)
filled = standing(_lay_rows, moment=NOW)
FILLED = pytest.mark.usefixtures("filled")


def lay_answers() -> None:
    """Answers that differ in everything by which figures are cut, in a unit and in the one above it."""
    said: dict[str, Any] = {"channel": Channel.PHONE, "step": "order", "reason": "bill", "language": "fr"}
    answer("nps", [9, 10, 3, 7] * 4, unit="lille", advisor="ad-1", **said)
    answer("nps", [9, 0] * 6, unit="lille-a", days=1, advisor="ad-2", **said)
    answer("nps", [10] * 11, unit="namur-a", days=8, channel=Channel.CHAT, step="pay", reason="move", language="nl")
    answer("nps", [6] * 13, unit="namur-a", days=-20)
    answer("csat", [4] * 15, unit="lille-a")


def listed(client: Client, address: str) -> int:
    page = client.get(address)
    assert page.status_code == 200, page.context["form"].errors
    return int(page.context["page"].paginator.count)


def led(cast: Cast, name: str, estimate: Estimate, role: Role = Role.MANAGER, **chosen: Any) -> str:
    days = {"start": FIRST, "end": LAST} | chosen
    return behind(definition(name), estimate, Chosen(cast.viewer(role), **days)).address


def cells(cast: Cast, name: str, role: Role = Role.MANAGER, **asked: Any) -> list[Estimate]:
    return estimates(name, viewer=cast.viewer(role), **({"start": FIRST, "end": LAST} | asked))


@pytest.mark.parametrize("dimension", ALONG)
@FILLED
def test_as_many_answers_are_listed_as_a_cell_has(cast: Cast, dimension: str) -> None:
    claire = cast.client(Role.MANAGER)

    shown = [cell for cell in cells(cast, "nps", by=[dimension], start=None, end=None) if not cell.masked]

    assert len(shown) >= 2 or dimension == "advisor"
    for cell in shown:
        assert listed(claire, led(cast, "nps", cell, start=None, end=None)) == cell.n


@FILLED
def test_filters_and_cells_go_along_together(cast: Cast) -> None:
    where = {"unit": ("lille",), "reason": ("bill", "move"), "channel": ("phone", "chat")}

    found = cells(cast, "nps", by=["unit", "step"], where=where)

    assert [(cell.dimensions["unit"], cell.n) for cell in found] == [("lille", 16), ("lille-a", 12)]
    for cell in found:
        assert listed(cast.client(Role.MANAGER), led(cast, "nps", cell, where=where)) == cell.n


@FILLED
def test_a_score_leads_to_those_who_gave_it(cast: Cast) -> None:
    chosen = Chosen(cast.viewer(Role.MANAGER), FIRST, LAST)
    cell = Estimate({}, 21, None, None, None)

    found = behind(definition("nps"), cell, chosen, scores=[9, 10])

    assert listed(cast.client(Role.MANAGER), found.address) == 8 + 6 + 11
    assert found.words == "See the 21 answers behind Net Promoter Score"


def test_a_composite_leads_to_those_who_answered_all_its_questions(cast: Cast) -> None:
    asked = {"nps": 9, "stay": 8, "csat": 4}
    drafts = [
        ResponseDraft("tests", f"r{i}", NOON + timedelta(days=i % 3), question, score, unit="lille-a")
        for i in range(14)
        for question, score in asked.items()
        if i < 12 or question != "stay"
    ]
    assert {recorded.status for recorded in record_responses(drafts, by=BY)} == {"accepted"}
    pull()

    [cell] = cells(cast, "loyalty")

    assert cell.n == 12
    assert listed(cast.client(Role.MANAGER), led(cast, "loyalty", cell)) == 12


def test_an_answer_on_another_scale_is_not_behind_the_figure(cast: Cast) -> None:
    answer("csat", [4] * 12, unit="lille-a")
    answer("csat", [9] * 5, unit="lille-a", scale="csat_10")

    [cell] = cells(cast, "csat")

    assert (cell.n, listed(cast.client(Role.MANAGER), led(cast, "csat", cell))) == (12, 12)


def lay_contacts() -> None:
    mia = CustomerClaim({IdentifierKind.EMAIL: "mia@example.org"})
    known: dict[str, Any] = {"customer": mia, "reason": "bill", "step": "order", "unit": "lille-a"}
    call("answered", times=11, wait_seconds=5, handling_seconds=60, language="fr", advisor="ad-1", **known)
    call("resolved", times=6, days=1, handling_seconds=30, **known)
    call("abandoned", times=5, days=2, wait_seconds=90, **known)
    call("answered", times=4, days=18, wait_seconds=3, unit="lille")
    call("left", times=3, unit="namur-a", step="pay")
    call("resolved", times=2, unit="namur-a", channel=Channel.CHAT, **{k: known[k] for k in ("customer", "reason")})
    due = NOON + timedelta(days=3)
    call("answered", times=3, channel=Channel.EMAIL, unit="lille", promised_by=due, done_at=due - timedelta(hours=9))
    call("answered", times=2, channel=Channel.EMAIL, unit="lille", promised_by=due)
    call("answered", channel=Channel.EMAIL, unit="lille", promised_by=NOW + timedelta(days=2))


@pytest.mark.parametrize("name", sorted(COUNTED))
@pytest.mark.parametrize("by", [(), ("unit",), ("reason", "step"), ("advisor",), ("month",)])
@FILLED
def test_as_many_contacts_are_listed_as_a_figure_counts(cast: Cast, name: str, by: tuple[str, ...]) -> None:
    claire = cast.client(Role.MANAGER)

    shown = [cell for cell in cells(cast, name, by=by) if cell.n and not cell.masked]

    assert shown
    for cell in shown:
        assert listed(claire, led(cast, name, cell)) == cell.n


def test_every_indicator_of_contacts_says_which_it_counts() -> None:
    measured = {entry.name for entry in (*CALL_INDICATORS, *CONTACT_INDICATORS) if entry.fact == "interactions"}

    assert measured == set(COUNTED)


def why(cast: Cast, name: str, estimate: Estimate, role: Role = Role.MANAGER) -> str:
    found = behind(definition(name), estimate, Chosen(cast.viewer(role), FIRST, LAST))
    assert found.address == ""
    return found.why


def test_what_leads_nowhere_says_why(cast: Cast) -> None:
    some = Estimate({}, 12, 0.5, 0.4, 0.6)

    assert why(cast, "customer_orientation", some) == "What employees say is read by nobody one by one."
    assert why(cast, "response_rate", some) == "This figure counts invitations; the programmes tell of each."
    assert why(cast, "nps", Estimate({}, 3, None, None, None, masked=10)) == (
        "A withheld figure leads to no single answer."
    )
    assert why(cast, "nps", some, Role.DATA_PROTECTION) == "Your role sees the figures, not single answers."
    assert why(cast, "offered", some, Role.ADMINISTRATOR) == "Your role sees the figures, not single contacts."
    assert why(cast, "nps", Estimate({}, 0, None, None, None)) == ""


@FILLED
def test_no_link_is_offered_where_some_rows_would_be_missing(cast: Cast) -> None:
    noah = cast.people[Role.DATA_PROTECTION]  # sees figures everywhere, and answers of Lille once they supervise it
    assign_role(person_id=noah.pk, role=Role.SUPERVISOR, unit_id=cast.units["lille"].pk, by=BY)
    [everywhere] = cells(cast, "nps")
    in_lille = cells(cast, "nps", where={"unit": ("lille",)})[0]

    assert why(cast, "nps", everywhere, Role.DATA_PROTECTION) == (
        "Some of these rows lie in units where you see figures only."
    )
    address = led(cast, "nps", in_lille, Role.DATA_PROTECTION, where={"unit": ("lille",)})
    assert listed(cast.client(Role.DATA_PROTECTION), address) == in_lille.n == 28


LINK = re.compile(r'<a class="behind" href="([^"]+)">(?:.*?)<span class="sr"> See the ([\d,]+) (answer|contact)s?')


def links(page: str) -> list[tuple[str, int]]:
    return [(address.replace("&amp;", "&"), int(n.replace(",", ""))) for address, n, _ in LINK.findall(page)]


BOARD = (
    PartDraft(PartKind.FIGURE, "nps"),
    PartDraft(PartKind.TREND, "nps"),
    PartDraft(PartKind.RANKING, "nps", rows="channel"),
    PartDraft(PartKind.BREAKDOWN, "nps", rows="unit", columns="month"),
    PartDraft(PartKind.JOURNEY, "nps"),
    PartDraft(PartKind.DISTRIBUTION, "nps"),
    PartDraft(PartKind.TABLE, "abandoned", rows="unit", columns="step"),
    PartDraft(PartKind.TABLE, "waiting_median", rows="advisor"),
)

PAGES = {
    "/": 12,
    "/indicators/": 8,
    "/indicators/nps/?by=unit": 4,
    "/indicators/nps/?by=advisor": 3,
    "/indicators/abandoned/?by=reason": 3,
    "/indicators/nps/ranking/?by=channel": 2,
    "/indicators/resolved_observed/?by=unit&days=3": 2,
    "/channels/": 4,
    "/journeys/map/": 8,
    "/indicators/nps/why/?from=2026-11-01&to=2026-11-22&unit=lille&against=unit:belgium&by=channel": 2,
    "/indicators/nps/why/?from=2026-11-09&to=2026-11-15&other_from=2026-11-02&other_to=2026-11-08&by=unit": 3,
    "/indicators/abandoned/why/?from=2026-11-03&to=2026-11-22&other_from=2026-11-01&other_to=2026-11-02&by=reason": 2,
    "/indicators/nps/weighted/?weighting=channels&by=unit&from=2026-11-01&to=2026-11-22": 4,
    "/indicators/nps/drift/": 3,
    "/indicators/offered/drift/?unit=lille": 1,
}


@pytest.mark.parametrize(("address", "least"), PAGES.items())
@FILLED
def test_every_link_of_a_page_opens_as_many_rows_as_it_says(cast: Cast, address: str, least: int) -> None:
    claire = cast.client(Role.MANAGER)

    page = claire.get(address)
    found = links(page.content.decode())

    assert page.status_code == 200, page.context["form"].errors
    assert len(found) >= least
    for to, n in dict(found).items():
        assert listed(claire, to) == n, to


@FILLED
def test_every_link_of_a_board_opens_as_many_rows_as_it_says(cast: Cast) -> None:
    claire, by = cast.client(Role.MANAGER), cast.viewer(Role.MANAGER)
    board = create_board(title={"en": "Mine"}, by=by)
    for draft in BOARD:
        add_part(board_id=board, draft=draft, by=by)

    found = links(claire.get(f"/boards/{board}/").content.decode())

    assert len(found) >= 20
    for to, n in dict(found).items():
        assert listed(claire, to) == n, to


@pytest.mark.parametrize("address", PAGES)
@FILLED
def test_without_the_right_a_page_has_no_link_and_the_lists_refuse(cast: Cast, address: str) -> None:
    ada = cast.client(Role.ADMINISTRATOR)

    assert links(ada.get(address).content.decode()) == []
    assert [ada.get(page).status_code for page in ("/answers/", "/contacts/")] == [403, 403]


@FILLED
def test_each_version_of_an_own_indicator_leads_to_the_answers_of_its_series(cast: Cast) -> None:
    words = {"fr": "Satisfait", "en": "Satisfied"}
    draft = Wanted("satisfied", words, words, words, words, reading="share", parts=(satisfied(4),))
    define_indicator(wanted=draft, by=BY)
    approve_indicator(code="satisfied", by=BY)
    redraft_indicator(wanted=replace(draft, parts=(satisfied(5),)), by=BY)
    approve_indicator(code="satisfied", by=BY)  # the series of the second version begins today, without an answer yet
    claire = cast.client(Role.MANAGER)

    page = claire.get("/indicators/satisfied/").content.decode()

    [(address, n)] = links(page)
    assert "See the 15 answers behind Satisfied, Version 1<" in page
    assert (listed(claire, address), n) == (15, 15)


def satisfied(least: int) -> Part:
    return Part("csat", "csat_5", share_of(SCALES["csat_5"], list(range(least, 6))))


@FILLED
def test_a_reader_of_one_country_finds_their_own_rows_behind_their_figures(cast: Cast) -> None:
    samira = cast.client(Role.SUPERVISOR)

    found: Mapping[str, int] = dict(links(samira.get("/indicators/nps/?by=").content.decode()))

    assert list(found.values()) == [28]
    assert [listed(samira, to) for to in found] == [28]
