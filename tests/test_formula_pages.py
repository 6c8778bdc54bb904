"""The pages of formulas: their examples are run, and every indicator has its page."""

import doctest
from pathlib import Path

import pytest

from aisance.indicators.registry import BUILT_IN

pytestmark = pytest.mark.sqlite_only

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
PAGES = sorted((REFERENCE / "formulas").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_give_what_it_says(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False)

    assert result.failed == 0


def test_every_indicator_has_its_formula_and_its_line() -> None:
    listed = (REFERENCE / "indicators.md").read_text()

    for entry in BUILT_IN.values():
        assert (REFERENCE / "formulas" / f"{entry.page}.md").exists()
        assert f"| `{entry.name}` |" in listed
