"""Who is who: claims become customers, the same one whatever the order of arrival."""

import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.core.models import AuditEntry
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerCard, CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, Identifier
from aisance.customers.public import (
    addresses,
    current,
    customer_card,
    find_customers,
    find_or_add_customers,
    languages,
    matching,
    names,
)

BY = system_viewer("test")
EMAIL, PHONE, EXTERNAL = IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.EXTERNAL
HELENE = CustomerClaim({EMAIL: "helene@example.org", EXTERNAL: "42"}, "Hélène Garnier", "fr")


@pytest.mark.django_db
def test_a_customer_is_added_once_and_known_by_each_identifier() -> None:
    [added] = find_or_add_customers([HELENE], by=BY)

    again = find_or_add_customers(
        [CustomerClaim({EMAIL: "HELENE@example.org"}), CustomerClaim({EXTERNAL: "42"})], by=BY
    )
    assert again == [added, added]
    assert customer_card(added or 0) == CustomerCard(
        added or 0, "Hélène Garnier", "fr", ((EXTERNAL, "42"), (EMAIL, "helene@example.org"))
    )


@pytest.mark.django_db
def test_a_claim_without_identifiers_is_nobody() -> None:
    assert find_or_add_customers([CustomerClaim(name="Hélène")], by=BY) == [None]
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_claims_of_one_batch_that_share_an_identifier_are_one_customer() -> None:
    claims = [
        CustomerClaim({EMAIL: "a@example.org"}),
        CustomerClaim({EMAIL: "A@example.org", PHONE: "0612345678"}),
        CustomerClaim({PHONE: "+33 6 12 34 56 78"}),
    ]

    first, second, third = find_or_add_customers(claims, by=BY)

    assert first == second == third
    assert Identifier.objects.count() == 2


@pytest.mark.django_db
def test_a_claim_naming_two_customers_goes_to_the_first_by_order_and_joins_them() -> None:
    by_email, by_number = find_or_add_customers(
        [CustomerClaim({EMAIL: "a@example.org"}), CustomerClaim({EXTERNAL: "42"})], by=BY
    )

    [found] = find_or_add_customers([CustomerClaim({EMAIL: "a@example.org", EXTERNAL: "42"})], by=BY)

    assert found == by_number
    assert by_email
    assert by_number
    assert current([by_email, by_number]) == {by_email: by_email, by_number: by_email}
    assert addresses([by_email, by_number], EMAIL) == dict.fromkeys((by_email, by_number), "a@example.org")
    entry = AuditEntry.objects.filter(action="customers.added").latest("pk")
    assert entry.changes == {"customers": 0, "identifiers": 0, "contested": 1}


@pytest.mark.django_db
def test_blanks_are_filled_and_nothing_is_replaced() -> None:
    [pk] = find_or_add_customers([CustomerClaim({EXTERNAL: "42"}, language="nl")], by=BY)

    find_or_add_customers(
        [CustomerClaim({EXTERNAL: "42"}, "Hélène", "fr"), CustomerClaim({EXTERNAL: "42"}, "X")], by=BY
    )

    assert Customer.objects.values_list("name", "language").get() == ("Hélène", "nl")
    assert languages([pk or 0]) == {pk: "nl"}


@pytest.mark.django_db
def test_reads_leave_out_whom_they_do_not_know() -> None:
    assert find_customers([HELENE, CustomerClaim()]) == [None, None]
    assert customer_card(1) is None
    assert addresses([1], EMAIL) == {}
    assert names([1]) == {}
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_the_oldest_address_is_the_one_to_write_to() -> None:
    [pk] = find_or_add_customers([HELENE], by=BY)
    find_or_add_customers([CustomerClaim({EXTERNAL: "42", EMAIL: "new@example.org"})], by=BY)

    assert addresses([pk or 0], EMAIL) == {pk: "helene@example.org"}
    assert list(matching("new@example.org")) == [Customer.objects.get()]
    assert list(matching("Hél")) == [Customer.objects.get()]
    assert not matching("example").exists()


@pytest.mark.django_db
def test_an_invalid_identifier_adds_nobody() -> None:
    with pytest.raises(ValueError):
        find_or_add_customers([HELENE, CustomerClaim({EMAIL: "nonsense"})], by=BY)

    assert not Customer.objects.exists()


CLAIMS = st.lists(
    st.builds(
        CustomerClaim,
        st.dictionaries(st.sampled_from([EXTERNAL, IdentifierKind.SOCIAL]), st.sampled_from(["a", "b", "c"])),
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=CLAIMS)
def test_a_batch_finds_whom_its_claims_find_one_by_one(claims: list[CustomerClaim]) -> None:
    together = _resolved(lambda: find_or_add_customers(claims, by=BY))
    alone = _resolved(lambda: [find_or_add_customers([claim], by=BY)[0] for claim in claims])

    assert together == alone


def _resolved(run: object) -> tuple[list[int | None], set[tuple[str, str, int]]]:
    """What a run gives, with customers numbered by their first appearance, and who holds what afterwards."""
    with transaction.atomic():
        ids: list[int | None] = run()  # type: ignore[operator]  # a function without arguments
        order = {pk: place for place, pk in enumerate(dict.fromkeys(pk for pk in ids if pk is not None))}
        held = {(i.kind, i.value, order[i.customer_id]) for i in Identifier.objects.all()}
        transaction.set_rollback(True)
    return [None if pk is None else order[pk] for pk in ids], held


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_the_same_newcomers_told_at_the_same_moment_are_added_once() -> None:
    claims = [CustomerClaim({EXTERNAL: str(number)}) for number in range(1, 201)]
    answers: list[list[int | None]] = []

    def tell() -> None:
        try:
            answers.append(find_or_add_customers(claims, by=BY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert Customer.objects.count() == 200
