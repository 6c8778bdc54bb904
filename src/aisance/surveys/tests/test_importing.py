"""Answers collected elsewhere, from files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from aisance.core.permissions import system_viewer
from aisance.customers.models import Identifier
from aisance.intake.contracts import Report
from aisance.intake.public import import_file
from aisance.surveys.importing import RESPONSES
from aisance.surveys.models import Answer, Response
from tests.cast import Cast

BY = system_viewer("test")


def bring(tmp_path: Path, text: str, *, dry_run: bool = False) -> Report:
    path = tmp_path / "answers.csv"
    path.write_text(text)
    return import_file(RESPONSES, path, by=BY, dry_run=dry_run)


def test_the_example_of_an_employee_survey_reads_its_own_file(cast: Cast, tmp_path: Path) -> None:
    mapping = Path(__file__).parents[4] / "examples" / "employee-survey.toml"
    shown = [line.removeprefix("#     ") for line in mapping.read_text().splitlines() if ";" in line and "#  " in line]
    path = tmp_path / "employee-survey.csv"
    path.write_text("\n".join(shown) + "\n")

    report = import_file(RESPONSES, path, by=BY, mapping=mapping)

    assert (figures(report), report.unused_columns) == ((1, 1, 0, 0), ["Badge"])
    one = Response.objects.get()
    assert (one.kind, one.external_id, one.unit_id) == ("employee", "2026-11-0001", cast.units["lille-a"].pk)
    assert list(one.answers.values_list("question", "scale", "score")) == [
        ("customer_orientation", "orientation_10", 8)
    ]


def test_a_file_that_names_an_employee_is_refused(cast: Cast, tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        "answered_at,question,score,kind,unit,customer,advisor\n"
        "2026-11-19T10:00:00Z,customer_orientation,8,employee,lille-a,hugo@orvane.example,\n"
        "2026-11-19T10:00:00Z,customer_orientation,8,employee,lille-a,,A1\n"
        "2026-11-19T10:00:00Z,customer_orientation,8,employee,lille-a,,\n",
    )

    assert figures(report) == (3, 1, 0, 2)
    assert [refusal[0].field for _row, refusal in report.first_refusals] == ["customer", "advisor"]
    assert Identifier.objects.count() == 0


def figures(report: Report) -> tuple[int, int, int, int]:
    return report.totals.read, report.totals.accepted, report.totals.known, report.totals.refused


def test_three_columns_are_enough(cast: Cast, tmp_path: Path) -> None:
    report = bring(tmp_path, "answered_at,question,score\n2026-11-19T10:00:00Z,nps,9\n2026-11-19 12:00,resolved,yes\n")

    assert figures(report) == (2, 2, 0, 0)
    assert list(Answer.objects.order_by("question").values_list("question", "scale", "score")) == [
        ("nps", "nps_11", 9),
        ("resolved", "resolved_2", 1),
    ]
    first, second = Response.objects.order_by("answered_at")
    assert first.answered_at == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert second.answered_at == datetime(2026, 11, 19, 11, tzinfo=UTC)
    assert {first.source, second.source} == {"import"}
    assert first.unit_id == cast.units["orvane"].pk


def test_rows_that_share_a_number_are_one_response(cast: Cast, tmp_path: Path) -> None:
    text = (
        "source,external_id,answered_at,question,score,text,customer,channel,unit,advisor,language\n"
        "panel,1,2026-11-19T10:00:00Z,nps,3,,ana@customers.example,phone,lille-a,A1,fr\n"
        "panel,1,2026-11-19T10:00:10Z,csat,2,,ana@customers.example,phone,lille-a,A1,fr\n"
        "panel,1,2026-11-19T10:00:20Z,why,,Trop long.,ana@customers.example,phone,lille-a,A1,fr\n"
    )

    assert figures(bring(tmp_path, text, dry_run=True)) == (3, 3, 0, 0)
    assert Answer.objects.count() == 0
    assert figures(bring(tmp_path, text)) == (3, 3, 0, 0)
    assert figures(bring(tmp_path, text)) == (3, 0, 3, 0)
    one = Response.objects.get()
    assert (one.channel, one.language, one.unit_id) == ("phone", "fr", cast.units["lille-a"].pk)
    assert list(one.answers.order_by("pk").values_list("question", "score", "text")) == [
        ("nps", 3, ""),
        ("csat", 2, ""),
        ("why", None, "Trop long."),
    ]


def test_identical_rows_without_a_number_are_each_an_answer_and_stay_so(cast: Cast, tmp_path: Path) -> None:
    row = "2026-11-19T10:00:00Z,nps,9\n"
    text = "answered_at,question,score\n" + row * 3

    assert figures(bring(tmp_path, text)) == (3, 3, 0, 0)
    assert figures(bring(tmp_path, text)) == (3, 0, 3, 0)
    assert figures(bring(tmp_path, "score,question,answered_at\n" + "9,nps,2026-11-19T10:00:00Z\n" * 4)) == (4, 1, 3, 0)
    assert Answer.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2026-11-19T10:00:00Z,nps,11,", "score"),
        ("2026-11-19T10:00:00Z,nps,-1,", "score"),
        ("2026-11-19T10:00:00Z,nps,7.5,", "score"),
        ("2026-11-19T10:00:00Z,nps,,", "score"),
        ("2026-11-19T10:00:00Z,nps,9,1-7", "scale"),
        ("2026-11-19T10:00:00Z,joy,9,", "question"),
        ("yesterday,nps,9,", "answered_at"),
        (",nps,9,", "answered_at"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_by_field(cast: Cast, tmp_path: Path, row: str, field: str) -> None:
    report = bring(tmp_path, f"answered_at,question,score,scale\n{row}\n2026-11-19T10:00:00Z,csat,4,1-5\n")

    assert figures(report) == (2, 1, 0, 1)
    number, refusal = report.first_refusals[0]
    assert (number, [problem.field for problem in refusal]) == (2, [field])
    assert list(Answer.objects.values_list("question", "scale", "score")) == [("csat", "csat_5", 4)]


def test_a_customer_is_known_by_whatever_the_file_gives(cast: Cast, tmp_path: Path) -> None:
    bring(
        tmp_path,
        "answered_at,question,score,customer,customer_email\n"
        "2026-11-19T10:00:00Z,nps,9,23317894,\n"
        "2026-11-19T10:00:00Z,nps,9,06 12 34 56 78,\n"
        "2026-11-19T10:00:00Z,nps,9,ana@customers.example,\n"
        "2026-11-19T10:00:00Z,nps,9,C-7,bo@customers.example\n",
    )

    assert set(Identifier.objects.values_list("kind", "value")) == {
        ("external", "23317894"),
        ("phone", "+33612345678"),
        ("email", "ana@customers.example"),
        ("external", "C-7"),
        ("email", "bo@customers.example"),
    }
