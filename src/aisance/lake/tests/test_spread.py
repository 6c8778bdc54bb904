"""Facts whose rows are spread over several, and tables that have no day of their own."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q

from aisance.core import clock
from aisance.lake import engine, public, registry
from aisance.lake.contracts import Cube, Fact
from aisance.lake.manifest import read_manifest
from aisance.lake.tests.ledger import LEDGER, Interaction, write

OCTOBER, NOVEMBER = date(2026, 10, 30), date(2026, 11, 2)


def _twice(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """A row of the phone once, any other twice."""
    for row in rows:
        yield row
        if row[3] != "phone":
            yield row


def _of_days(days: Sequence[date]) -> Q:
    wanted = Q()
    for day in days:
        wanted |= Q(started_at__gte=clock.start_of_day(day), started_at__lt=clock.start_of_day(day + timedelta(days=1)))
    return wanted


SPREAD = Fact(
    "spread",
    LEDGER.columns,
    lambda: Interaction.objects.exclude(channel="letter").annotate(wait=F("wait_seconds")),
    cubes=(Cube("by_channel", ("channel",)),),
    spread=_twice,
    of_days=_of_days,
    table=lambda: Interaction.objects.all(),
)


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    monkeypatch.setitem(registry.FACTS, "spread", SPREAD)
    yield
    engine.forget()


def channels() -> list[tuple[str, int]]:
    return [(cell.dimensions[0], cell.n) for cell in public.sums("spread", value=lambda t: t.id, by=["channel"])]


def test_a_row_is_spread_and_a_changed_day_is_read_again(unit: Any) -> None:
    first, _second = write(unit, [OCTOBER, NOVEMBER])
    write(unit, [NOVEMBER], first=2, channel="chat")
    public.pull()
    assert channels() == [("chat", 2), ("phone", 2)]

    with transaction.atomic():
        Interaction.objects.filter(pk=first.pk).update(channel="sms")
        public.mark_stale("spread", [OCTOBER])
    public.pull()

    assert channels() == [("chat", 2), ("phone", 1), ("sms", 2)]


def test_rows_that_were_spread_do_not_differ_from_the_database(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER], channel="chat")
    public.pull()
    assert public.verify() == 0

    Interaction.objects.filter(day=OCTOBER).delete()

    assert public.verify() >= 1
    assert channels() == [("chat", 2)]


def test_a_rebuild_gives_what_increments_gave(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER], channel="chat")
    public.pull()
    write(unit, [OCTOBER], first=2)
    public.pull()
    before = channels()
    public.rebuild()

    assert channels() == before == [("chat", 4), ("phone", 1)]


def test_the_highest_id_is_that_of_the_whole_table(unit: Any) -> None:
    write(unit, [NOVEMBER])
    (last,) = write(unit, [NOVEMBER], first=1, channel="letter")
    public.pull()
    public.pull()

    held = read_manifest().facts["spread"]
    assert max(held.watermark, held.seen.id if held.seen else 0) == last.pk
    assert channels() == [("phone", 1)]
