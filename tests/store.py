"""Every test begins with an empty store of facts: the database is rolled back after a test, files are not."""

import shutil

import pytest

from aisance.lake import engine
from aisance.lake.manifest import folder


@pytest.fixture(autouse=True)
def _empty_store() -> None:
    if folder().exists():
        shutil.rmtree(folder())
    engine.forget()
