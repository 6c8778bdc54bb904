"""The pages of boards as people use them: forms, refusals, files."""

import csv
import io

import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from aisance.boards.contracts import PartDraft, PartKind, Width
from aisance.boards.models import Board, Part
from aisance.boards.services import add_part, create_board, share_board
from aisance.boards.tests.test_boards import FIGURE, board_of, company
from aisance.core.permissions import Role
from aisance.indicators.tests.company import BY, answer
from aisance.journeys.contracts import Channel
from aisance.journeys.public import ensure_reasons
from tests.cast import Cast

__all__ = ["company"]

ALL = (
    PartDraft(PartKind.FIGURE, "nps"),
    PartDraft(PartKind.TREND, "nps", width=Width.FULL),
    PartDraft(PartKind.RANKING, "nps", rows="unit"),
    PartDraft(PartKind.BREAKDOWN, "nps", rows="reason", columns="channel"),
    PartDraft(PartKind.JOURNEY, "nps"),
    PartDraft(PartKind.DISTRIBUTION, "nps"),
    PartDraft(PartKind.TABLE, "nps", rows="unit", columns="channel"),
)


def test_a_board_is_built_from_title_to_part_by_forms_alone(cast: Cast) -> None:
    claire = cast.client(Role.MANAGER)

    made = claire.post(reverse("board-new"), {"title_fr": "Le mois", "title_en": ""})
    board = Board.objects.get()
    assert made.headers["Location"] == reverse("board-edit", args=[board.pk])
    form = {"indicator": "nps", "span": "4-weeks", "rows": "unit", "width": "half"}
    added = claire.post(reverse("part-add", args=[board.pk, "ranking"]), form)

    assert added.status_code == 302
    part = Part.objects.get()
    assert (part.kind, part.indicator, part.rows, part.span) == ("ranking", "nps", "unit", "4-weeks")
    assert board.title == {"fr": "Le mois"}


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("ranking", {"rows": "month"}, "month is not one of the available choices"),
        ("figure", {"indicator": "nothing"}, "nothing is not one of the available choices"),
        ("figure", {"span": "custom", "start": "2026-11-02"}, "both days are needed"),
        ("figure", {"span": "custom", "start": "2026-11-02", "end": "2026-11-01"}, "lies before the first"),
        ("breakdown", {"rows": "unit", "columns": "unit"}, "Rows and columns are the same"),
        ("figure", {"unit": "nowhere"}, "nowhere is not one of the available choices"),
        ("distribution", {"indicator": "answered_within"}, "answered_within is not one of the available choices"),
    ],
)
def test_an_impossible_part_is_refused_with_what_is_wrong(
    cast: Cast, kind: str, changed: dict[str, str], said: str
) -> None:
    board = board_of(cast)
    form = {"indicator": "nps", "span": "4-weeks", "width": "half", **changed}

    answer = cast.client(Role.MANAGER).post(reverse("part-add", args=[board, kind]), form)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Part.objects.exists()


def test_a_board_without_a_title_is_refused(cast: Cast) -> None:
    answer = cast.client(Role.MANAGER).post(reverse("board-new"), {"title_fr": " ", "title_en": ""})

    assert answer.status_code == 422
    assert not Board.objects.exists()


def test_a_kind_that_does_not_exist_is_not_found(cast: Cast) -> None:
    board = board_of(cast)

    assert cast.client(Role.MANAGER).get(reverse("part-add", args=[board, "pie"])).status_code == 404


def test_a_board_with_every_kind_of_part_is_drawn_with_and_without_figures(company: Cast) -> None:
    board = board_of(company, *ALL, PartDraft(PartKind.FIGURE, "nps", span="7-days", channel="letter"))

    page = company.client(Role.MANAGER).get(reverse("board", args=[board])).content.decode()

    assert page.count('class="block part') == 8
    assert "n = 243" in page
    assert "no value in this period" in page
    assert "Figures of the units that you see: Orvane." in page


def test_a_foreign_board_is_not_found_and_anothers_is_not_to_be_changed(cast: Cast) -> None:
    board = board_of(cast, FIGURE)
    noah = cast.client(Role.ANALYST)
    pages = [reverse("board", args=[board]), reverse("board-edit", args=[board]), reverse("board-pdf", args=[board])]
    assert [noah.get(page).status_code for page in pages] == [404, 404, 404]

    share_board(board_id=board, roles=[Role.ANALYST], unit="orvane", by=cast.viewer(Role.MANAGER))

    assert [noah.get(page).status_code for page in pages] == [200, 403, 200]
    assert noah.post(reverse("board-remove", args=[board])).status_code == 403
    assert Board.objects.count() == 1


def test_every_part_leads_to_its_cells_and_with_the_right_to_its_answers(company: Cast) -> None:
    board = board_of(company, PartDraft(PartKind.TABLE, "nps", rows="unit", span="custom", channel="phone"))
    Part.objects.update(start="2026-11-01", end="2026-11-20")

    page = company.client(Role.MANAGER).get(reverse("board", args=[board])).content.decode()

    days = "from=2026-11-01&amp;to=2026-11-20&amp;channel=phone&amp;unit=lille-a"
    assert f'href="/indicators/nps/?{days}"' in page
    answers = "start=2026-11-01&amp;end=2026-11-20&amp;question=nps:nps_11&amp;kind=hot"
    assert f'href="/answers/?{answers}&amp;channel=phone&amp;unit=lille-a&amp;exactly=unit"' in page


def test_who_may_not_read_answers_is_not_led_to_them(company: Cast) -> None:
    board = board_of(company, *ALL)
    share_board(board_id=board, roles=[Role.DATA_PROTECTION], unit="orvane", by=company.viewer(Role.MANAGER))

    page = company.client(Role.DATA_PROTECTION).get(reverse("board", args=[board])).content.decode()

    assert "/answers/" not in page


def test_a_table_is_taken_away_as_csv_xlsx_and_parquet_with_the_same_figures(company: Cast) -> None:
    board = board_of(company, PartDraft(PartKind.TABLE, "nps", rows="unit"))
    part = Part.objects.get()
    claire = company.client(Role.MANAGER)

    def taken(extension: str) -> bytes:
        return claire.get(reverse("part-file", args=[board, part.pk, extension])).content

    rows = list(csv.DictReader(io.StringIO(taken("csv").decode())))
    figures = pq.read_table(io.BytesIO(taken("parquet"))).to_pylist()
    book = load_workbook(io.BytesIO(taken("xlsx")))
    sheet = list(book["Figures"].values)

    assert [(row["unit_name"], row["n"], float(row["value"])) for row in rows] == [
        ("Namur A", "120", 0.25),
        ("Lille A", "123", (90 - 33) / 123),
    ]
    assert [row["value"] for row in figures] == [0.25, (90 - 33) / 123]
    assert figures[0]["from"].isoformat() == "2026-10-26"
    head = [str(name) for name in sheet[0]]
    assert [dict(zip(head, row, strict=True))["value"] for row in sheet[1:]] == [0.25, (90 - 33) / 123]
    assert ("Version of the definition", "1") in list(book["Definitions"].values)


def test_a_name_that_looks_like_a_formula_stays_text_in_every_file(company: Cast) -> None:
    ensure_reasons({"evil": {"en": "=1+1", "fr": "=1+1"}}, by=BY)
    answer("nps", [10] * 20, days=10, channel=Channel.PHONE, unit="lille-a", reason="evil")
    board = board_of(company, PartDraft(PartKind.TABLE, "nps", rows="reason", reason="evil"))
    part, claire = Part.objects.get(), company.client(Role.MANAGER)

    text = claire.get(reverse("part-file", args=[board, part.pk, "csv"])).content.decode()
    book = load_workbook(io.BytesIO(claire.get(reverse("part-file", args=[board, part.pk, "xlsx"])).content))

    assert ",'=1+1," in text
    cells = [cell for row in book["Figures"].iter_rows(min_row=2) for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"] or [cell.data_type for cell in cells] == ["inlineStr"]


def test_a_file_of_a_part_that_cannot_be_shown_says_why(company: Cast) -> None:
    board = board_of(company, PartDraft(PartKind.TABLE, "nps", rows="channel", unit="namur"))
    share_board(board_id=board, roles=[Role.SUPERVISOR], unit="lille", by=company.viewer(Role.MANAGER))

    page = reverse("part-file", args=[board, Part.objects.get().pk, "csv"])
    refused = company.client(Role.SUPERVISOR).get(page)

    assert (refused.status_code, refused.content.decode()) == (422, "This part is about a unit that you do not see.")


def test_a_board_is_printed_as_tagged_pdf_and_drawn_as_png(company: Cast) -> None:
    board = board_of(company, *ALL)
    claire = company.client(Role.MANAGER)

    pdf = claire.get(reverse("board-pdf", args=[board]) + "?landscape=1").content
    png = claire.get(reverse("board-png", args=[board])).content

    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf
    assert b"/Lang" in pdf
    assert png.startswith(b"\x89PNG")


def test_words_of_people_are_never_typeset_as_source(company: Cast) -> None:
    by = company.viewer(Role.MANAGER)
    board = create_board(title={"en": '#panic("run") $x$ *bold*'}, by=by)
    add_part(board_id=board, draft=PartDraft(PartKind.FIGURE, "nps", title={"en": '#read("/etc/passwd")'}), by=by)

    answer = company.client(Role.MANAGER).get(reverse("board-pdf", args=[board]))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
