"""Whoever was erased on request does not come back by a file, but with a new basis or by their own doing."""

import pytest

from aisance.consent.models import Erasure
from aisance.consent.rights.services.erasing import begin_erasure, carry_on
from aisance.core.models import AuditEntry
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.importing import CustomerImporter
from aisance.customers.models import Customer
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast

ANNA = CustomerClaim({IdentifierKind.EMAIL: "anna@example.org", IdentifierKind.PHONE: "+33612345678"}, "Anna")
ROW = {"phone": "06 12 34 56 78", "name": "A. Masson"}


@pytest.fixture
def erased(cast: Cast) -> None:
    [customer_id] = find_or_add_customers([ANNA], by=BY)
    begun = begin_erasure([customer_id or 0], why=Erasure.Why.REQUEST, by=BY)
    carry_on(begun.pk)


def test_a_row_with_any_of_their_identifiers_is_refused_by_the_name_of_its_column(erased: None) -> None:
    reader = CustomerImporter()

    [problem] = reader.parse(ROW)  # type: ignore[misc]  # refused
    assert (problem.field, problem.value) == ("phone", "06 12 34 56 78")
    assert isinstance(reader.parse({"email": "ben@example.org", "name": "Ben"}), CustomerClaim)


def test_with_a_new_basis_they_may_be_kept_again_and_it_is_on_record(erased: None) -> None:
    reader = CustomerImporter(run_id=None)
    claim = reader.parse({**ROW, "new_basis": "a contract of November"})
    assert isinstance(claim, CustomerClaim)

    reader.record([claim], by=BY)

    assert Customer.objects.filter(name="A. Masson").exists()
    assert AuditEntry.objects.get(action="customers.kept_again").changes == {"n": 1}


def test_who_came_back_by_themselves_is_a_customer_like_any_other(erased: None) -> None:
    find_or_add_customers([ANNA], by=BY)  # as a contact of theirs does

    assert isinstance(CustomerImporter().parse(ROW), CustomerClaim)
