"""A real month of a bank's call centre, from its file to its figures by the command line and on a page."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aisance.cli.importing import import_command
from aisance.cli.indicators import indicators_command
from aisance.core.permissions import Role
from tests.cast import Cast

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data")
MONTH = DATA / "anonymous-bank-1999-02.tsv"

pytestmark = pytest.mark.skipif(not MONTH.exists(), reason="the bank's month is not here; see AISANCE_ACCEPTANCE_DATA")


def figures(name: str, *words: str) -> dict[str, tuple[int, float]]:
    """n and value by contact reason, or under "" for the whole."""
    result = CliRunner().invoke(indicators_command, [name, "--json", *words])
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return {row["dimensions"].get("reason", ""): (row["n"], row["value"]) for row in rows}


def rounded(found: dict[str, tuple[int, float]], digits: int) -> dict[str, tuple[int, float]]:
    return {key: (n, round(value, digits)) for key, (n, value) in found.items()}


def test_the_bank_s_month_gives_its_known_figures(cast: Cast) -> None:
    mapping = ROOT / "examples" / "anonymous-bank.toml"
    imported = CliRunner().invoke(import_command, ["interactions", str(MONTH), "--mapping", str(mapping)])
    assert imported.exit_code == 0, imported.output

    assert figures("offered") == {"": (33066, 33066)}
    assert rounded(figures("abandoned"), 4) == {"": (33066, 0.1786)}
    assert rounded(figures("handling_time"), 2) == {"": (27162, 176.35)}
    n, median = figures("handling_median")[""]
    assert (n, round(median)) == (27162, 107)
    within = {seconds: figures("answered_within", "--within", str(seconds))[""][1] for seconds in (0, 20, 30, 60)}
    assert {seconds: round(value, 3) for seconds, value in within.items()} == {
        0: 0.395,
        20: 0.490,
        30: 0.536,
        60: 0.633,
    }
    assert rounded(figures("abandoned", "--by", "reason"), 3) == {
        "PS": (21269, 0.137),
        "NW": (7564, 0.340),
        "NE": (2744, 0.082),
        "TT": (1047, 0.060),
        "IN": (293, 0.321),
        "PE": (149, 0.195),
    }

    page = cast.client(Role.MANAGER).get("/indicators/abandoned/?by=reason").content.decode()
    for text in ("17.86%", "n = 33,066", "Regular service", "n = 21,269", "13.73%", "34.03%"):
        assert text in page
