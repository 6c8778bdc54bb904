"""Batches, totals that add up, refused rows, and endings."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.core.permissions import system_viewer
from aisance.intake import engine
from aisance.intake.contracts import Report, WrongUse
from aisance.intake.public import Progress, import_file
from aisance.intake.tests.ledger import Ledger
from tests.cast import Cast

BY = system_viewer("test")


def bring(ledger: Ledger, path: Path, **options: object) -> Report:
    return import_file(ledger.kind(), path, by=BY, **options)  # type: ignore[arg-type]  # options as written above


def figures(report: Report) -> tuple[int, int, int, int, int]:
    totals = report.totals
    return totals.read, totals.accepted, totals.known, totals.left_out, totals.refused


def test_every_row_has_one_fate_and_the_refused_ones_a_file(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text('id,written_at,tone\n1,2026-01-31,ok\n1,,\n,,=2+2\n2,yesterday,"a\nb"\n3\n4,,x\0y\n5,,\n')
    mapping = tmp_path / "map.toml"
    mapping.write_text('[skip]\nid = "5"')
    ledger = Ledger()

    report = bring(ledger, path, mapping=mapping)

    assert figures(report) == (7, 1, 1, 1, 4)
    assert report.refused_file == str(tmp_path / "notes.csv.refused.csv")
    with (tmp_path / "notes.csv.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["row", "field", "value", "expected", "id", "written_at", "tone"]
    assert lines[1] == ["4", "id", "", "a number", "", "", "'=2+2"]
    assert lines[2][:3] == ["5", "written_at", "yesterday"]
    assert lines[2][4:] == ["2", "yesterday", "a\nb"]
    assert lines[3] == ["6", "", "", "3 cells, not 1", "3"]
    assert lines[4][0] == "7"
    assert list(ledger.notes) == ["1"]


def test_a_file_without_refused_rows_leaves_none_behind(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id\n1\n")
    leftover = tmp_path / "notes.csv.refused.csv"
    leftover.write_text("row,field,value,expected,id\n2,id,,a number,\n", encoding="utf-8-sig")

    report = bring(Ledger(), path)

    assert report.refused_file is None
    assert not leftover.exists()


def test_a_file_that_holds_something_else_is_never_written_over(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id\n1\n")
    ledger = Ledger()

    with pytest.raises(WrongUse, match="exists and holds no refused rows"):
        bring(ledger, path, refused=path)

    assert path.read_text() == "id\n1\n"
    assert ledger.notes == {}


def test_a_dry_run_writes_refused_rows_only_where_it_was_told(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id,tone\n,a\n")

    assert bring(Ledger(), path, dry_run=True).refused_file is None
    assert list(tmp_path.iterdir()) == [path]
    assert bring(Ledger(), path, dry_run=True, refused=tmp_path / "r.csv").refused_file == str(tmp_path / "r.csv")


def test_rows_that_cannot_be_written_anywhere_are_still_counted(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id,tone\n,a\n1,b\n")

    report = bring(Ledger(), path, refused=tmp_path / "no such folder" / "r.csv")

    assert figures(report) == (2, 1, 0, 0, 1)
    assert report.refused_file is None
    assert report.unwritten == "No such file or directory"


def test_a_request_to_stop_is_heard_after_the_batch(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id\n" + "".join(f"{number}\n" for number in range(2 * engine.BATCH + 10)))
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return False

    ledger = Ledger()
    stopped = bring(ledger, path, watch=stop)
    whole = bring(ledger, path)

    assert stopped.interrupted
    assert figures(stopped) == (engine.BATCH, engine.BATCH, 0, 0, 0)
    assert 0 < heard[0].done <= heard[0].size == path.stat().st_size
    assert figures(whole) == (2 * engine.BATCH + 10, engine.BATCH + 10, engine.BATCH, 0, 0)


def test_without_a_company_the_file_is_not_even_opened(db: None, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="There is no company yet"):
        bring(Ledger(), tmp_path / "none.csv")


@pytest.mark.sqlite_only
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(st.text(max_size=12), min_size=0, max_size=5), max_size=12),
    raw=st.one_of(st.none(), st.text(max_size=60), st.binary(max_size=60)),
)
def test_whatever_the_table_holds_the_totals_add_up(
    cast: Cast, tmp_path: Path, rows: list[list[str]], raw: str | bytes | None
) -> None:
    path = tmp_path / "any.csv"
    if raw is None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        raw = text.getvalue()
    body = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    path.write_bytes(b"id,written_at,length_seconds,tone\n" + body)

    try:
        report = bring(Ledger(), path)
    except WrongUse:
        return  # bytes that are no text

    read, accepted, known, left_out, refused = figures(report)
    assert read == accepted + known + left_out + refused
    assert refused == 0 or Path(report.refused_file or "").exists()
