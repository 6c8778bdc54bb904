"""The questionnaires of the demo company."""

from pathlib import Path

import pytest

from aisance import demo
from aisance.surveys.questionnaires.checks import Surroundings, problems
from aisance.surveys.questionnaires.craft import warnings
from aisance.surveys.questionnaires.exchange.own import read_own


@pytest.mark.parametrize(("name", "remarks"), [("after-a-call", []), ("barometer", ["many_items"])])
def test_they_are_sound_and_well_made(name: str, remarks: list[str]) -> None:
    file = Path(demo.__file__).parent / "questionnaires" / f"{name}.toml"
    content = read_own(file.read_bytes()).content

    assert problems(content, Surroundings()) == []
    assert [one.code for one in warnings(content, {}, {})] == remarks
