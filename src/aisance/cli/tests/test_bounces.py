"""`aisance import-bounces`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from aisance.cli.bounces import import_bounces_command
from aisance.outreach.tests.conftest import _noon, customer, intent
from aisance.outreach.tests.test_bounces import bounce, sent

pytestmark = pytest.mark.usefixtures("_noon")
__all__ = ["_noon", "customer", "intent", "sent"]


def test_the_command_says_what_it_found(sent: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(bounce(sent))
    told = CliRunner().invoke(import_bounces_command, [str(tmp_path), "--json"])

    assert json.loads(told.output) == {"dead": 1, "lost": 0, "complaint": 0, "strange": 0, "other": 0}
    in_words = CliRunner().invoke(import_bounces_command, [str(tmp_path)])
    assert in_words.output.splitlines()[0] == "     1 addresses that reach nobody"
    assert CliRunner().invoke(import_bounces_command, [str(tmp_path / "none")]).exit_code == 2
