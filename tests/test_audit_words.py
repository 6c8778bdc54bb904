"""Whatever the product writes into the audit trail has a name there, in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aisance.accounts.field_words import FIELD_NAMES
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


def test_every_detail_that_is_written_out_is_named() -> None:
    trees = [ast.parse(path.read_text()) for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    recorded = {key for call in calls if ast.unparse(call.func) == "audit.record" for key in _fields(call)}

    assert len(recorded) > 50
    assert recorded - FIELD_NAMES.keys() == set()


def _fields(call: ast.Call) -> Iterator[str]:
    told = [one.value for one in call.keywords if one.arg == "changes" and isinstance(one.value, ast.Dict)]
    return (str(key.value) for one in told for key in one.keys if isinstance(key, ast.Constant))
