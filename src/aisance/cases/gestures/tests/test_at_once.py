"""Twenty people click in the same moment: a budget is never passed, and no click is lost or counted twice."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from aisance.cases.gestures.contracts import GestureRefusedError, GestureState
from aisance.cases.gestures.services.granting import give
from aisance.cases.gestures.tests.laying import NOW, a_budget, a_case, a_kind, advisor, customers
from aisance.cases.models import Case, Gesture, GestureAccount, GestureKind
from aisance.cases.public import merge
from aisance.core import clock
from aisance.core.permissions import Viewer
from tests.cast import Cast

CLICKS = 20


@contextmanager
def shared_by_threads(folder: Path) -> Iterator[None]:
    """SQLite of the tests lives in memory, which threads cannot share: they get a file with the same rows.

    It keeps a log ahead before they come, as an installation's has since its first start: of twenty who would switch
    it at the same moment, one is told that it is locked.
    """
    if connection.vendor != "sqlite":
        yield
        return
    held = connections.settings["default"]
    name = held["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "shared.sqlite3")])
    with closing(sqlite3.connect(folder / "shared.sqlite3")) as link:
        link.execute("PRAGMA journal_mode = WAL")
    held["NAME"] = str(folder / "shared.sqlite3")
    try:
        yield
    finally:
        held["NAME"] = name


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What each of these gives, begun in the same moment, each on a connection of its own."""
    ready, results = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            ready.wait(30)
            with clock.stopped_at(NOW):
                results.append(work())
        except Exception as problem:  # whatever it is, the test fails with it
            results.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def elsewhere(work: Callable[[], Any]) -> Any:
    """The same for one."""
    return at_once([work])[0]


def click(case: Case, kind: GestureKind, by: Viewer) -> Callable[[], str]:
    def gave() -> str:
        try:
            return give(case=case, kind_id=kind.pk, amount_minor=1_000, words="At once.", by=by).state
        except GestureRefusedError as problem:
            return problem.reason

    return gave


def books() -> tuple[list[int], int]:
    """What the accounts say, and what was given."""
    spent = list(GestureAccount.objects.values_list("spent_minor", flat=True))
    return spent, sum(Gesture.objects.filter(state=GestureState.GRANTED).values_list("amount_minor", flat=True))


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_never_pass_the_budget_nor_give_twice(cast: Cast, tmp_path: Path) -> None:
    with clock.stopped_at(NOW):
        kinds = [a_kind(), a_kind(code="refund", name={"en": "Refund", "fr": "Remboursement"})]
        a_budget(cast, 10_999)
        cases = [a_case(cast, customer) for customer in customers(CLICKS + 1)]
        by = advisor(cast)

    with shared_by_threads(tmp_path):
        many = at_once([click(case, kinds[place % 2], by) for place, case in enumerate(cases[:-1])])
        assert Counter(many) == {"granted": 10, "asked": 10}
        assert elsewhere(books) == ([10_000], 10_000)

        elsewhere(lambda: a_budget(cast, 100_000))
        same = at_once([click(cases[-1], kinds[0], by)] * CLICKS)
        assert Counter(same) == {"granted": 1, "second": CLICKS - 1}
        assert elsewhere(books) == ([11_000], 11_000)


@pytest.mark.django_db(transaction=True)
def test_a_gesture_given_while_its_case_is_merged_stands_in_the_other(cast: Cast, tmp_path: Path) -> None:
    with clock.stopped_at(NOW):
        kinds = [a_kind(), a_kind(code="refund", name={"en": "Refund", "fr": "Remboursement"})]
        pairs = [(a_case(cast, pk), a_case(cast, pk, matter="delivery")) for pk in customers(4)]
        by = advisor(cast)

    works: list[Callable[[], Any]] = [click(one, kind, by) for one, _two in pairs for kind in kinds]
    works += [partial(merge, one.pk, into=two.pk, version=one.version, by=by) for one, two in pairs]
    with shared_by_threads(tmp_path):
        results = at_once(works)
        stand = elsewhere(lambda: Counter(Gesture.objects.values_list("case_id", flat=True)))

    assert not [result for result in results if isinstance(result, Exception)]
    assert stand == Counter({two.pk: 2 for _one, two in pairs})
