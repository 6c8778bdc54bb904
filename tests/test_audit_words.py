"""Whatever the product writes into the audit trail has a name there, in words."""

import re
from pathlib import Path

import pytest

from aisance.accounts.wording import ACTION_NAMES, OBJECT_NAMES

pytestmark = pytest.mark.sqlite_only

SOURCE = Path(__file__).parent.parent / "src" / "aisance"
RECORDED = re.compile(r'audit\.record\(\s*[^"]+?,\s*"([a-z_.]+)",\s*what="([a-z_]+)"')


def test_every_action_and_object_of_the_trail_is_named() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    recorded = [found for path in files for found in RECORDED.findall(path.read_text())]

    assert len(recorded) > 20
    assert {action for action, _ in recorded} - ACTION_NAMES.keys() == set()
    assert {what for _, what in recorded} - OBJECT_NAMES.keys() == set()
