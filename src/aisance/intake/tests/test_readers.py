"""Every kind of file becomes the same rows of text, and a broken one says what is wrong with it."""

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from aisance.intake.contracts import WrongUse
from aisance.intake.readers import Layout, open_table

pytestmark = pytest.mark.sqlite_only


def read(path: Path, **layout: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    table = open_table(path, Layout(**layout))
    try:
        return table.header, [(row.number, row.cells) for row in table.rows() if row.problem is None]
    finally:
        table.close()


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'a,b\r\n1,"é, ü"\r\n\r\n2,\r\n'),
        ("a.csv", 'a;b\n1;"é, ü"\n\n2;\n'),
        ("a.tsv", "a\tb\n1\té, ü\n\n2\t\n"),
        ("a.txt", 'a|b\n1|"é, ü"\n\n2|\n'),
    ],
)
def test_text_is_read_whatever_its_separator_and_a_blank_line_still_counts(
    tmp_path: Path, name: str, text: str
) -> None:
    header, rows = read(write(tmp_path / name, text))

    assert header == ["a", "b"]
    assert rows == [(2, ["1", "é, ü"]), (4, ["2", ""])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_marks_of_unicode_are_understood(tmp_path: Path, encoding: str) -> None:
    assert read(write(tmp_path / "a.csv", "a,é\n1,ü\n", encoding)) == (["a", "é"], [(2, ["1", "ü"])])


def test_an_encoding_that_was_said_is_used(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a\n5 €\n", "cp1252")

    assert read(path, encoding="cp1252")[1] == [(2, ["5 €"])]


def test_a_wrong_encoding_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + b"x\n" * 50_000 + b"caf\xe9\n")

    with pytest.raises(WrongUse, match=r"byte 100005, in line 50002, is not utf-8-sig\. .*cp1252"):
        read(path)


def test_a_row_of_another_width_or_with_broken_quotes_is_refused_alone(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.csv", 'a,b\n1\n1,2,3\n1,2,\n"1"x,2\n3,4\n'), Layout())
    rows = list(table.rows())
    table.close()

    assert [(row.number, row.problem is None) for row in rows] == [
        (2, False),
        (3, False),
        (4, True),
        (5, False),
        (6, True),
    ]
    assert rows[0].problem is not None
    assert str(rows[0].problem.expected) == "2 cells, not 1"


def test_a_workbook_is_read_as_its_cells_show(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "when", "score", None])
    book.active.append([12.0, dt.datetime(2026, 1, 31, 9, 30), 9, None])
    book.active.append([None, None, None, None])
    book.active.append(["x", dt.datetime(2026, 2, 1), True, None])
    book.create_sheet("Other").append(["z"])
    book.save(tmp_path / "a.xlsx")

    header, rows = read(tmp_path / "a.xlsx")

    assert header == ["id", "when", "score"]
    assert rows == [(2, ["12", "2026-01-31 09:30:00", "9"]), (4, ["x", "2026-02-01", "true"])]
    assert read(tmp_path / "a.xlsx", sheet="Other") == (["z"], [])
    with pytest.raises(WrongUse, match="it has: Sheet, Other"):
        read(tmp_path / "a.xlsx", sheet="Third")


def test_columns_of_parquet_are_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a [1].parquet"
    moment = "TIMESTAMPTZ '2026-01-31 09:30:00+01' AS at"
    duckdb.execute(f"COPY (SELECT 12.0::DOUBLE AS id, {moment}, NULL AS gap, '1.0' AS version) TO '{path}'")

    assert read(path) == (["id", "at", "gap", "version"], [(2, ["12", "2026-01-31 08:30:00+00", "", "1.0"])])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty: its first row must name the columns"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"a,b,a\n1,2,3\n", "names a column twice: a"),
        ("a.csv", b'"a\n1,2\n', "the header cannot be read"),
        ("a.xlsx", b"PK\x03\x04 no", "is not a workbook"),
        ("a.parquet", b"PAR1 no", "is not a Parquet file"),
        ("a.pdf", b"%PDF", r"expected one of \.csv, "),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(WrongUse, match=words):
        read(tmp_path / name)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="There is no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(WrongUse, match="is a folder"):
        read(tmp_path)


def _with_part(path: Path, name: str, chunks: Iterable[bytes]) -> Path:
    """A workbook with one cell, one part of which is another."""
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.save(path.with_name("plain.xlsx"))
    with (
        zipfile.ZipFile(path.with_name("plain.xlsx")) as plain,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for part in plain.infolist():
            if part.filename != name:
                bomb.writestr(part.filename, plain.read(part.filename))
        with bomb.open(name, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
    return path


@pytest.mark.parametrize(("part", "millions"), [("xl/sharedStrings.xml", 501), ("xl/styles.xml", 6)])
def test_a_workbook_that_would_fill_the_memory_is_refused_unread(tmp_path: Path, part: str, millions: int) -> None:
    bomb = _with_part(tmp_path / "bomb.xlsx", part, (b" " * 1_000_000 for _ in range(millions)))

    with pytest.raises(WrongUse, match="holds more than a workbook can"):
        read(bomb)
    assert bomb.stat().st_size < 1_000_000


def test_a_row_beyond_the_last_is_not_reached_by_a_billion_empty_ones(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(WrongUse, match="holds more than a workbook can"):
        read(_with_part(tmp_path / "far.xlsx", "xl/worksheets/sheet1.xml", [sheet]))
