"""What an attacker tries at figures: subtracting one from another, other people's boards, words that are code."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from aisance.boards.contracts import PartDraft, PartKind
from aisance.boards.models import Board, Part
from aisance.boards.paper.document import part_document
from aisance.boards.reading.board import PartReading
from aisance.boards.reading.cells import Cell
from aisance.boards.reading.shapes import TableShape
from aisance.boards.services import add_part, create_board, share_board
from aisance.core.permissions import Role
from aisance.indicators.contracts import Estimate
from aisance.indicators.public import definition
from aisance.indicators.tests.company import answer, lay_vocabulary
from aisance.journeys.contracts import Channel
from aisance.surveys.contracts import ProgrammeKind
from tests.cast import Cast

STAFF = "/api/v1/indicators/customer_orientation"
WORDS = '=1+1 #read("board.typ") <script>alert(1)</script> $x$ @ref {{ 7 }}'


def staff(unit: str, scores: list[int], *, days: int = 0) -> None:
    answer("customer_orientation", scores, kind=ProgrammeKind.EMPLOYEE, unit=unit, days=days)


@pytest.fixture
def rows(cast: Cast) -> Callable[[str], list[dict[str, object]]]:
    """The rows of the figure of employees, as the manager of the whole company reads them."""
    client = cast.client(Role.MANAGER)

    def read(words: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = client.get(f"{STAFF}?{words}").json()["rows"]
        return found

    return read


type Rows = Callable[[str], list[dict[str, object]]]


def test_a_comparison_does_not_tell_what_few_employees_said(rows: Rows) -> None:
    staff("lille-a", [8] * 7)
    staff("lille-b", [3] * 2)
    staff("namur-a", [5] * 9)

    for words in ("unit=namur&against=unit:lille-b", "unit=namur&against=unit:lille-a", "unit=lille-b"):
        [row] = rows(words)
        assert row.get("compare", {"difference": None})["difference"] is None  # type: ignore[index]  # a JSON object


def test_no_unit_less_another_leaves_a_handful_of_employees(rows: Rows) -> None:
    staff("lille-a", [8] * 7)
    staff("lille-b", [3] * 2)
    staff("namur-a", [5] * 9)

    [whole], [big], [small] = rows("unit=lille"), rows("unit=lille-a"), rows("unit=lille-b")

    assert (whole["n"], whole["value"]) == (9, (56 + 6) / 9)
    assert (big["n"], big["value"], small["n"], small["value"]) == (7, None, 2, None)
    assert [(row["n"], row["value"]) for row in rows("by=unit")] == [(9, 5.0), (7, None), (2, None)]


def test_no_days_less_other_days_leave_a_handful_of_employees(rows: Rows) -> None:
    staff("namur-a", [5] * 6)
    staff("namur-a", [9], days=3)
    staff("namur-a", [2] * 5, days=10)

    read = [rows(f"to=2026-11-{day:02}")[0] for day in range(1, 31)]

    assert {(row["n"], row["value"]) for row in read if row["value"] is not None} == {(6, 5.0), (12, (30 + 19) / 12)}


def test_a_group_counts_where_all_of_it_is_asked_for(rows: Rows) -> None:
    staff("namur-a", [5] * 6)
    staff("namur-a", [9], days=3)
    staff("namur-a", [2] * 5, days=10)

    [early], [late], [latest] = rows("to=2026-11-06"), rows("from=2026-11-05"), rows("from=2026-11-06")

    assert (early["n"], early["value"]) == (6, 5.0)
    assert (late["n"], late["value"]) == (6, 19 / 6)
    assert (latest["n"], latest["value"]) == (5, None)


@pytest.mark.parametrize("words", ["language=fr", "by=language", "by=day", "weighting=any", "cluster=customer"])
def test_employees_are_cut_by_nothing_finer_than_their_unit_and_month(words: str, cast: Cast) -> None:
    assert cast.client(Role.MANAGER).get(f"{STAFF}?{words}").status_code == 422


def test_no_comparison_tells_what_a_withheld_selection_is_worth(cast: Cast) -> None:
    lay_vocabulary()
    answer("nps", [10] * 12, channel=Channel.PHONE)
    answer("nps", [0] * 3, channel=Channel.CHAT)

    [row] = cast.client(Role.MANAGER).get("/api/v1/indicators/nps?channel=phone&against=channel:chat").json()["rows"]

    assert (row["n"], row["value"]) == (12, 1.0)
    assert row["compare"]["difference"] is None


@pytest.fixture
def shared(cast: Cast) -> int:
    """A board of the manager of all, shared with supervisors of Lille: two parts, one about Namur."""
    lay_vocabulary()
    answer("nps", [10] * 12, unit="lille-a")
    answer("nps", [0] * 12, unit="namur-a")
    claire = cast.viewer(Role.MANAGER)
    board = create_board(title={"en": WORDS}, by=claire)
    add_part(board_id=board, draft=PartDraft(PartKind.RANKING, "nps", rows="unit", title={"en": WORDS}), by=claire)
    add_part(board_id=board, draft=PartDraft(PartKind.FIGURE, "nps", unit="namur"), by=claire)
    share_board(board_id=board, roles=[Role.SUPERVISOR], unit="lille", by=claire)
    return board


def parts_of(board: int) -> list[int]:
    return list(Board.objects.get(pk=board).parts.values_list("pk", flat=True))


def test_a_shared_board_shows_no_more_than_its_reader_sees(shared: int, cast: Cast) -> None:
    samira = cast.client(Role.SUPERVISOR)
    ranking, elsewhere = parts_of(shared)

    for address in (reverse("board", args=[shared]), reverse("board-mail", args=[shared])):
        page = samira.get(address)
        assert page.status_code == 200
        assert "namur" not in page.content.decode().lower()
    lines = samira.get(reverse("part-file", args=[shared, ranking, "csv"])).content.decode().splitlines()
    assert ["lille-a" in line for line in lines] == [False, True]
    for extension in ("csv", "xlsx", "parquet"):
        refused = samira.get(reverse("part-file", args=[shared, elsewhere, extension]))
        assert (refused.status_code, refused.content) == (422, b"This part is about a unit that you do not see.")


def test_words_of_a_board_are_never_code(shared: int, cast: Cast) -> None:
    samira = cast.client(Role.SUPERVISOR)

    for name in ("board", "board-mail"):
        page = samira.get(reverse(name, args=[shared])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    for name in ("board-pdf", "board-png"):
        assert samira.get(reverse(name, args=[shared])).status_code == 200


def test_the_board_of_another_is_read_where_it_is_shared_and_changed_nowhere(shared: int, cast: Cast) -> None:
    samira, hugo = cast.client(Role.SUPERVISOR), cast.client(Role.ADVISOR)
    ranking = parts_of(shared)[0]

    for name in ("board-edit", "board-share", "board-remove"):
        assert samira.post(reverse(name, args=[shared]), {}).status_code == 403
    for name in ("board", "board-mail", "board-pdf", "board-png"):
        assert hugo.get(reverse(name, args=[shared])).status_code == 404
    assert hugo.get(reverse("part-file", args=[shared, ranking, "csv"])).status_code == 404
    assert hugo.get(reverse("part-picture", args=[shared, ranking])).status_code == 404
    assert hugo.post(reverse("board-receive", args=[shared]), {"weekday": "1"}).status_code == 404
    assert len(parts_of(shared)) == 2


def test_a_board_number_too_large_for_the_database_harms_nothing(cast: Cast) -> None:
    claire = cast.client(Role.MANAGER)

    assert claire.get(reverse("board", args=[2**63])).status_code == 404
    assert claire.post(reverse("board-receive", args=[2**63]), {"stop": "1"}).status_code == 302


@pytest.mark.parametrize("name", ["board-new", "time-line", "weighting-add", "own-indicator-add", "scorecard"])
def test_nothing_is_written_on_the_word_of_another_site(name: str, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people[Role.MANAGER])

    assert client.post(reverse(name), {}).status_code == 403


def test_paper_holds_the_first_rows_of_a_table_without_end() -> None:
    cells = [Cell((str(i),), Estimate({}, 50, 0.5, 0.4, 0.6), weak=False, move=None) for i in range(5000)]
    part = Part(pk=1, kind=PartKind.TABLE, width="full")
    entry = PartReading(part, "NPS", definition("nps"), shape=TableShape(["Unit"], cells))

    document = part_document(entry)

    assert len(document["rows"]) == 100
    assert any("first 100 rows" in note for note in document["notes"])
