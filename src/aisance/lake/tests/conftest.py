"""The company's unit, and the ledger declared as the only fact."""

from collections.abc import Iterator
from typing import Any

import pytest

from aisance.accounts.contracts import UnitKind
from aisance.accounts.services import add_unit
from aisance.core.permissions import system_viewer
from aisance.lake import registry
from aisance.lake.tests.ledger import LEDGER


@pytest.fixture(autouse=True)
def _only_the_ledger() -> Iterator[None]:
    others = dict(registry.FACTS)
    registry.FACTS.clear()
    registry.declare(LEDGER)
    yield
    registry.FACTS.clear()
    registry.FACTS.update(others)


@pytest.fixture
def unit(db: None) -> Any:
    return add_unit(code="orvane", name="Orvane", kind=UnitKind.COMPANY, parent_id=None, by=system_viewer("test"))
