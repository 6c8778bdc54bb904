import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.migrated import copy_file


@pytest.mark.kill
@pytest.mark.sqlite_only
def test_a_writer_killed_at_any_point_leaves_the_last_good_store(tmp_path: Path) -> None:
    copy_file(tmp_path / "aisance.sqlite3")
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, "-m", "aisance.lake.tests.killing", "6", "7"],
        env={**surroundings, "AISANCE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
