"""Weights are learned from records alone, by our own way or by Splink; both find the same people."""

import json
import sys
from collections.abc import Iterator

import pytest

from aisance.core.models import AuditEntry
from aisance.core.permissions import system_viewer
from aisance.customers.identity.weights import own_path
from aisance.customers.public import current
from aisance.customers.recognition import NoSplink, resolve_all, train
from bench.identity import bring, by_exact_rules, quality, records

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
BY = system_viewer("test")


@pytest.fixture(autouse=True)
def _shipped_weights_afterwards() -> Iterator[None]:
    yield
    own_path().unlink(missing_ok=True)


def test_splink_teaches_weights_that_find_people_whom_exact_rules_miss() -> None:
    said, whose = records(600)
    ids = bring(said)

    lesson, path = train(by=BY, with_splink=True)
    resolve_all(by=BY)

    held = json.loads(path.read_text())
    assert held["learned_from"].startswith("600 records, by Splink 5.")
    assert all(abs(sum(held[side][name]) - 1) < 0.01 for side in "mu" for name in held[side])
    assert held["m"]["given"][0] > 10 * held["u"]["given"][0] > 0
    true_pairs = sum(whose.count(who) * (whose.count(who) - 1) // 2 for who in set(whose))
    assert lesson.expected_pairs == pytest.approx(true_pairs, rel=0.25)
    heads = current(ids)
    f1, precision = quality([heads[pk] for pk in ids], whose)
    assert f1 > quality(by_exact_rules(said), whose)[0] + 0.1
    assert precision > 0.97


def test_without_splink_nothing_is_learned_and_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    bring(records(600)[0])

    with pytest.raises(NoSplink, match=r"aisance\[identity\]"):
        train(by=BY, with_splink=True)

    assert not AuditEntry.objects.filter(action="identity.trained").exists()
