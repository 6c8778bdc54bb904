"""A company with customers, an open case of one of them, and a mailbox for answers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from aisance.cases.contracts import NewCase
from aisance.cases.models import Case
from aisance.cases.public import open_case
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast
from tests.standing import standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def lay(cast: Cast) -> None:
    claims = [
        CustomerClaim({IdentifierKind.EMAIL: f"{name}@customers.example"}, name=name.title(), language="fr")
        for name in ("ana", "ben")
    ]
    ana, _ben = find_or_add_customers(claims, by=BY)
    assert ana
    open_case(NewCase(ana, "reason:1", "by_hand", "Facture", unit_id=cast.units["lille-a"].pk), by=BY)


company = standing(lay, moment=NOW)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The home folder of an installation to which answers come."""
    given = {"mail_replies": "care@orvane.example", "mail_hook_secret": "s3cret", "home": tmp_path}
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update=given))
    return tmp_path


@pytest.fixture
def case(company: Cast) -> Case:
    """Ana's case at Lille A."""
    return Case.objects.get(matter="reason:1")
