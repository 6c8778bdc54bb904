"""A mapping says what a file's columns mean; its mistakes are named with what is possible."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aisance.intake.binding import bind
from aisance.intake.contracts import Problem, WrongUse
from aisance.intake.mapping import FileMapping, read_mapping
from aisance.intake.tests.ledger import Ledger

pytestmark = pytest.mark.sqlite_only

KIND = Ledger().kind()
HEADER = ["line", "call", "day", "hour", "ms", "mood"]


def mapping(tmp_path: Path, text: str) -> FileMapping:
    path = tmp_path / "map.toml"
    path.write_text(text)
    return read_mapping(path, KIND)


def values(tmp_path: Path, text: str, cells: list[str]) -> dict[str, str] | tuple[Problem, ...]:
    return bind(mapping(tmp_path, text), KIND, HEADER).values(cells)


FULL = """
[columns]
id = "{line}-{call}"
written_at = "{day} {hour}"
length_seconds = "ms"
tone = "mood"
[attributes]
raw = "mood"
[dates]
zone = "Asia/Jerusalem"
written_at = ["%y%m%d %H:%M:%S", "%d/%m/%Y %H:%M"]
[numbers]
decimal = ","
units = { length_seconds = "ms" }
[translate.tone]
G = "good"
"*" = "other: {value}"
[empty]
tone = ["-", 0]
[only_when.length_seconds]
mood = ["G", "B"]
[skip]
line = "XX"
[reasons.R1]
fr = "Un"
"""


def test_a_row_is_joined_converted_and_translated(tmp_path: Path) -> None:
    assert values(tmp_path, FULL, ["A1", "7", "990201", "7:02:47", "1 499,6", "G"]) == {
        "id": "A1-7",
        "written_at": "1999-02-01T05:02:47+00:00",
        "length_seconds": "1",
        "tone": "good",
        "attributes.raw": "G",
    }
    assert values(tmp_path, FULL, ["A1", "8", "01/02/1999", "07:02", "1500", "?"]) == {
        "id": "A1-8",
        "written_at": "1999-02-01T05:02:00+00:00",
        "tone": "other: ?",
        "attributes.raw": "?",
    }


def test_values_that_mean_nothing_are_nothing(tmp_path: Path) -> None:
    assert values(tmp_path, FULL, ["A", "9", "", "", "", "0"]) == {"id": "A-9", "attributes.raw": "0"}


def test_what_cannot_be_converted_says_what_was_expected(tmp_path: Path) -> None:
    wrong = values(tmp_path, FULL, ["A1", "7", "991301", "7:02:47", "long", "G"])

    assert isinstance(wrong, tuple)
    assert [(problem.field, problem.value) for problem in wrong] == [
        ("written_at", "991301 7:02:47"),
        ("length_seconds", "long"),
    ]
    assert "%y%m%d %H:%M:%S, %d/%m/%Y %H:%M, 2026-01-31T09:30:00+01:00" in str(wrong[0].expected)
    assert str(wrong[1].expected) == "a duration in ms"


def test_a_local_time_that_the_clocks_skipped_is_refused(tmp_path: Path) -> None:
    text = '[columns]\nid = "line"\nwritten_at = "{day} {hour}"\n[dates]\nzone = "Europe/Paris"'

    assert isinstance(values(tmp_path, text, ["A", "", "2026-03-29", "02:30:00", "", ""]), tuple)
    assert values(tmp_path, text, ["A", "", "2026-10-25", "02:30:00", "", ""]) == {
        "id": "A",
        "written_at": "2026-10-25T00:30:00+00:00",
    }


def test_a_code_without_translation_is_refused_unless_there_is_a_default(tmp_path: Path) -> None:
    text = '[columns]\nid = "line"\ntone = "mood"\n[translate.tone]\nG = "good"\nB = "bad"'

    assert values(tmp_path, text, ["A", "", "", "", "", "g"]) == (Problem("tone", "g", "one of: G, B"),)


def test_rows_to_leave_out_are_known_by_the_columns_of_the_file(tmp_path: Path) -> None:
    binding = bind(mapping(tmp_path, FULL), KIND, HEADER)

    assert binding.left_out(["XX", "7", "", "", "", ""])
    assert not binding.left_out(["A1", "7", "", "", "", ""])


def test_the_zone_and_the_reasons_are_read(tmp_path: Path) -> None:
    read = mapping(tmp_path, FULL)

    assert read.zone == ZoneInfo("Asia/Jerusalem")
    assert read.reasons == {"R1": {"fr": "Un"}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[colums]", r"colums: holds 'colums'; expected one of: .* \(did you mean columns\?\)"),
        ('[columns]\ntoen = "mood"', r"columns\.toen: holds 'toen'; .* \(did you mean tone\?\)"),
        ('[columns]\nid = "lin"', r"columns\.id: holds 'lin'; expected one of: line, call.*did you mean line\?"),
        ('[columns]\nid = "{line}-{cal}"', r"columns\.id: holds 'cal'; .*did you mean call\?"),
        ("[columns]\nid = 1.5", r"columns\.id: holds 1\.5; expected a text in quotes"),
        ("columns = 3", r"columns: holds 3; expected a section, written \[columns\]"),
        ('[constants]\nid = "1"\n[columns]\nid = "line"', "either a constant or a column, not both"),
        ('[file]\nencoding = "latin-42"', r"file\.encoding: holds 'latin-42'; expected the name of an encoding"),
        ('[file]\nseparator = "ab"', r"file\.separator: holds 'ab'; expected one character"),
        ('[dates]\nzone = "Paris"', r"dates\.zone: holds 'Paris'; expected the name of a time zone"),
        ('[dates]\ntone = "%y"', r"dates\.tone: holds 'tone'; expected one of: zone, written_at"),
        ('[numbers]\nunits = { length_seconds = "sec" }', r"numbers\.units\.length_seconds: .*one of: s, ms, min"),
        ("[empty]\ntone = []", r"empty\.tone: holds \[\]; expected a value or a list"),
        ("[reasons.X]\nde = 'Eins'", r"reasons\.X\.de: holds 'de'; expected one of: fr, en"),
        ('[skip]\nliné = "1"', r"skip\.liné: holds 'liné'; .*did you mean line\?"),
        ("[columns", "cannot be read"),
        ('[columns]\ntone = "mood"', "No column of the file gives id"),
    ],
)
def test_a_mistake_names_the_key_what_it_holds_and_what_is_possible(tmp_path: Path, text: str, words: str) -> None:
    if "[skip]" in text:
        text = text.replace("liné", '"liné"') + '\n[columns]\nid = "line"'
    with pytest.raises(WrongUse, match=words):
        bind(mapping(tmp_path, text), KIND, HEADER)


def test_without_a_mapping_a_slip_in_a_column_s_name_is_told() -> None:
    with pytest.raises(WrongUse, match="Written-At is not one of the product's: did you mean written_at"):
        bind(FileMapping(), KIND, ["id", "Written-At"])


def test_columns_that_nothing_uses_are_known() -> None:
    assert bind(FileMapping(), KIND, ["id", "shoe_size", "attributes.vip"]).unused == ("shoe_size",)
