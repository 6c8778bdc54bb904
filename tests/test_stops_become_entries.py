"""Stops of before the ledger are in it, and hold."""

import importlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from aisance.consent.contracts import ConsentReason
from aisance.consent.models import Entry, EntryPerson
from aisance.consent.tests.test_ledger import added, asked
from aisance.consent.verifying import verify
from aisance.core.decisions import Refused


class _Stops(list[Any]):
    """The rows of a table that is no more, as a migration reads them."""

    def order_by(self, *_names: str) -> "_Stops":
        return self

    def iterator(self, **_given: int) -> "_Stops":
        return self


@pytest.mark.django_db
def test_every_stop_is_written_into_the_ledger_with_when_it_was_said() -> None:
    ana, bea = added("ana"), added("bea")
    at = datetime(2025, 5, 6, 7, 8, tzinfo=UTC)
    stops = _Stops(
        [
            SimpleNamespace(customer_id=ana, purpose="*", at=at, via="sms:1"),
            SimpleNamespace(customer_id=bea, purpose="surveys", at=at, via="surveys.invitation:7"),
        ]
    )
    tables = {"OptOut": SimpleNamespace(objects=stops), "Entry": Entry, "EntryPerson": EntryPerson}
    apps = SimpleNamespace(get_model=lambda _app, name: tables[name])

    importlib.import_module("aisance.outreach.migrations.0003_stops_in_the_ledger").write_stops(apps, None)

    assert asked(ana, "news") == asked(ana, "surveys") == asked(bea, "surveys") == Refused(ConsentReason.WITHDRAWN)
    assert asked(bea, "news") == Refused(ConsentReason.NO_CONSENT)
    assert set(Entry.objects.values_list("said_at", "method")) == {(at, "transfer")}
    assert verify().broken_at is None
