"""Two imports, the worker and a live source touch the same people at the same moment: no double, nothing lost."""

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, connections

from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.identity.resolving import resolve_all, resolve_waiting
from aisance.customers.models import Customer, Identifier, Judgement, SourceRecord
from aisance.customers.public import current, find_or_add_customers, same, take_back

BY = system_viewer("test")
PEOPLE = 30

needs_connections = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory"
)


def _claims(source: str, kind: IdentifierKind) -> list[CustomerClaim]:
    """The same people, told by one source under its own identifiers and by all under one number each."""
    return [
        CustomerClaim(
            {kind: f"p{number}@example.org" if kind == IdentifierKind.EMAIL else f"{source}{number}"},
            fields={
                "given_name": ("Anna", "Hugo", "Leïla", "Karim", "Zoé", "Benoît", "Ugo", "Monique", "Tom", "Inès")[
                    number % 10
                ],
                "family_name": ("Garnier", "Peeters", "Lambrecht")[number // 10],
                "birth_date": f"19{40 + number}-03-{1 + number % 28:02}",
                "street": f"{number + 1} {('rue Foch', 'place Verte', 'impasse Ney')[number // 10]}",
                "postcode": "59000",
                "city": "Lille",
            },
            source=source,
            source_key=str(number),
        )
        for number in range(PEOPLE)
    ]


def _at_once(*works: Callable[[], object]) -> list[BaseException]:
    failed: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as problem:
            failed.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def _bring(claims: list[CustomerClaim]) -> None:
    for start in range(0, len(claims), 10):
        find_or_add_customers(claims[start : start + 10], by=BY)


def _resolve() -> None:
    for _round in range(10):
        resolve_waiting()


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_two_imports_the_worker_and_a_live_source_make_each_person_once() -> None:
    shop, mail = _claims("shop", IdentifierKind.EXTERNAL), _claims("mail", IdentifierKind.EMAIL)
    both = [
        CustomerClaim({IdentifierKind.EXTERNAL: f"shop{number}", IdentifierKind.EMAIL: f"p{number}@example.org"})
        for number in range(PEOPLE)
    ]

    failed = _at_once(
        lambda: _bring(shop), lambda: _bring(mail[::-1]), lambda: _bring(both), _resolve, lambda: _bring(shop[::-1])
    )
    resolve_all(by=BY)

    assert failed == []
    assert Identifier.objects.count() == 2 * PEOPLE
    assert SourceRecord.objects.filter(source__in=["shop", "mail"]).count() == 2 * PEOPLE
    heads = current(Customer.objects.values_list("pk", flat=True))
    assert len(set(heads.values())) == PEOPLE
    assert not Customer.objects.filter(merged_into__merged_into__isnull=False).exists()
    standing = Judgement.objects.filter(withdrawn_at=None).values_list("left", "right", "by_kind")
    assert len(set(standing)) == len(standing)


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_judging_and_taking_back_at_once_ends_in_what_stands() -> None:
    rows = [pk or 0 for pk in find_or_add_customers(_claims("shop", IdentifierKind.EXTERNAL)[:6], by=BY)]

    def chain() -> None:
        for left, right in pairwise(rows):
            same(left, right, by=BY, reason="")

    def back() -> None:
        for pk in list(Judgement.objects.filter(withdrawn_at=None).values_list("pk", flat=True)):
            take_back(pk, by=BY)

    failed = _at_once(chain, chain, back, back)
    for pk in list(Judgement.objects.filter(withdrawn_at=None).values_list("pk", flat=True)):
        take_back(pk, by=BY)

    assert failed == []
    assert set(current(rows).items()) == {(pk, pk) for pk in rows}
