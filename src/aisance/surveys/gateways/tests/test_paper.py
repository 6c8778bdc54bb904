"""Paper: what is typed from sheets becomes responses, each once; what two people read differently comes back."""

import csv
import io
import re
from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.surveys.collection.tests.asked import EVERY_KIND, LATER, STORED, get, open_link, post, stored
from aisance.surveys.models import OpenLink, Response
from aisance.surveys.tests.company import NOON
from tests.cast import Cast

TYPED = {
    "nps": "9",
    "ces": "2",
    "place": "1",
    "topics": "3 1",
    "order": "2 1",
    "grid": "2 5",
    "calls": "2,5",
    "since": "2026-10-03",
    "more": " Two\nlines ",
    "idea": "A lift",
    "quote": "0",
    "back": "1",
}


@pytest.fixture
def link(cast: Cast) -> OpenLink:
    return open_link(EVERY_KIND, use=OpenLink.Use.PAPER)


@pytest.fixture
def claire(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def here(link: OpenLink, place: str) -> str:
    return f"/programmes/{link.programme.code}/links/poster/{place}"


def type_in(claire: Client, link: OpenLink, sheet: str, day: str = "2026-11-18", **changes: str) -> Any:
    typed = {f"item_{code}": text for code, text in {**TYPED, **changes}.items()}
    with stopped_at(LATER):
        return claire.post(here(link, "entry/"), {"sheet": sheet, "day": day, **typed})


def test_a_typed_sheet_is_a_response_with_every_answer(claire: Client, link: OpenLink) -> None:
    answer = type_in(claire, link, "0017")

    assert answer["Location"].endswith("entry/?day=2026-11-18&sheet=0018")
    assert {**stored(), "more": STORED["more"]} == STORED
    response = Response.objects.get()
    assert (response.collected_by, response.link_id, response.set_apart) == ("paper", link.pk, "")
    assert response.completed_at is not None
    assert {row.day for row in response.answers.all()} == {date(2026, 11, 18)}
    assert AuditEntry.objects.get(action="responses.recorded").changes == {"sheets": 1}


def test_a_sheet_typed_twice_is_one_response(claire: Client, link: OpenLink) -> None:
    type_in(claire, link, "17")
    again = type_in(claire, link, "17", nps="0")

    assert again.status_code == 422
    assert "This sheet is in already" in again.content.decode()
    assert (Response.objects.count(), stored()["nps"][1]) == (1, 9)


@pytest.mark.parametrize(
    "wrong",
    [{"nps": "11"}, {"nps": "x"}, {"place": "3"}, {"topics": "1 2 3"}, {"order": "1 1"}, {"grid": "2"}, {"quote": "2"}],
)
def test_a_sheet_with_something_wrong_is_not_stored(claire: Client, link: OpenLink, wrong: dict[str, str]) -> None:
    answer = type_in(claire, link, "17", **wrong)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert Response.objects.count() == 0


def test_a_sheet_of_tomorrow_and_a_strange_number_are_refused(claire: Client, link: OpenLink) -> None:
    assert type_in(claire, link, "17", day="2026-11-20").status_code == 422
    assert type_in(claire, link, "17; b").status_code == 422
    assert Response.objects.count() == 0


def test_typing_needs_no_mouse_and_begins_in_the_first_box(claire: Client, link: OpenLink) -> None:
    page = claire.get(here(link, "entry/")).content.decode()
    boxes = re.findall(r"<input[^>]*>", page)

    assert next(box for box in boxes if "autofocus" in box).count('name="sheet"') == 1
    assert not any("tabindex" in box for box in boxes)


def _files(*texts: str) -> dict[str, Any]:
    names = ("first", "second")
    files = {name: SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in zip(names, texts, strict=True)}
    return {"day": "2026-11-18", **files}


def test_two_files_record_what_agrees_and_show_what_does_not(claire: Client, link: OpenLink) -> None:
    first = "sheet,nps,more\n1,9,Good\n2,3,Bad\n3,7,\n4,99,\n"
    second = "sheet;nps;more\n1;9; good\n2;8;Bad\n4;99;\n"
    with stopped_at(LATER):
        page = claire.post(here(link, "twice/"), _files(first, second)).content.decode()

    assert "3 sheets to look at again" in page
    assert "1 sheet is recorded." in page
    assert "How likely?" in page
    held = re.search(r"data:text/csv;base64,([^\"]+)", page)
    assert held
    rows = [*csv.reader(io.StringIO(b64decode(held[1]).decode("utf-8-sig")))]
    assert rows[0] == ["sheet", "question", "first", "second", "why"]
    assert [row[:4] for row in rows[1:]] == [["2", "nps", "3", "8"], ["3", "", "", ""], ["4", "nps", "99", "99"]]
    assert rows[2][4] == "only in the first file"
    assert {code: (cell[1], cell[2]) for code, cell in stored().items()} == {"nps": (9, ""), "more": (None, "Good")}


def test_a_column_that_is_no_question_is_refused_before_its_sheets_are_used_up(claire: Client, link: OpenLink) -> None:
    with stopped_at(LATER):
        answer = claire.post(here(link, "twice/"), _files("sheet,likely\n1,9\n", "sheet,likely\n1,9\n"))

    assert answer.status_code == 422
    assert "No question is called “likely”" in answer.content.decode()
    assert Response.objects.count() == 0


def test_an_empty_file_names_the_columns(claire: Client, link: OpenLink) -> None:
    body = claire.get(here(link, "twice/?empty")).content.decode("utf-8-sig")

    assert body.strip() == ",".join(["sheet", *TYPED])


def test_corrected_files_add_the_rest_and_change_nothing_else(claire: Client, link: OpenLink) -> None:
    for text in ("sheet,nps\n1,9\n", "sheet,nps\n1,9\n2,3\n"):
        with stopped_at(LATER):
            page = claire.post(here(link, "twice/"), _files(text, text), follow=True).content.decode()

    assert "Both files agree. 1 sheet is recorded. 1 was in before and stays as it is." in page
    assert Response.objects.count() == 2


ENDLESS = "9" * 200_000


@pytest.mark.parametrize(
    "text",
    [
        "nps\n9\n",
        "sheet,nps\n1,9\n1,8\n",
        "sheet,nps\n=1+1,9\n",
        f"sheet,nps\n1,{ENDLESS}\n",
        f"sheet,{ENDLESS}\n1,9\n",
    ],
)
def test_a_file_that_names_no_sheets_is_refused(claire: Client, link: OpenLink, text: str) -> None:
    with stopped_at(LATER):
        answer = claire.post(here(link, "twice/"), _files(text, "sheet,nps\n1,9\n"))

    assert answer.status_code == 422
    assert Response.objects.count() == 0


def test_the_form_is_printed_for_paper_links_only(claire: Client, link: OpenLink) -> None:
    answer = claire.get(here(link, "form.pdf"))

    assert answer.content.startswith(b"%PDF")
    OpenLink.objects.update(use=OpenLink.Use.LINK)
    for place in ("form.pdf", "entry/", "twice/"):
        assert claire.get(here(link, place)).status_code == 404


def test_who_answers_by_the_form_s_qr_code_did_not_use_paper(link: OpenLink) -> None:
    with stopped_at(NOON):
        path = re.search(r'action="([^"?]+)', get("/l/poster/").content.decode())
    assert path
    post(path[1], {"score": "9"}, 61)

    assert Response.objects.get().collected_by == "link"
