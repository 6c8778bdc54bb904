import subprocess
import sys

import pytest

HEAVY = ("ibis", "pyarrow", "pandas", "numpy", "scipy", "duckdb", "openpyxl", "requests", "cheroot")


@pytest.mark.sqlite_only
def test_starting_the_product_does_not_import_the_heavy_libraries() -> None:
    look = f"import sys, django; django.setup(); print([name for name in {HEAVY} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-W", "ignore", "-c", look], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "[]"
