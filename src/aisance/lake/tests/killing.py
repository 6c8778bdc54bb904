"""A process of its own: writes rows and pulls them in a child, kills the child at random, looks at what is left.

Two more children read all the while: in each generation the rows and every cube must count the same.

Run as `python -m aisance.lake.tests.killing ROUNDS SEED` with AISANCE_HOME set; prints what it saw, exits 1 on a loss.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NoReturn

import django
import duckdb  # noqa: F401  imported before any fork, which then need not

django.setup()

from django.core.management import call_command  # noqa: E402  only after the setup
from django.db import connections, transaction  # noqa: E402

from aisance.accounts.contracts import UnitKind  # noqa: E402
from aisance.accounts.models import Unit  # noqa: E402
from aisance.accounts.services import add_unit  # noqa: E402
from aisance.core.permissions import system_viewer  # noqa: E402
from aisance.lake import cubing, drafting, duck, engine, public, registry  # noqa: E402, F401  imported before any fork
from aisance.lake.contracts import Cube  # noqa: E402
from aisance.lake.manifest import read_manifest  # noqa: E402
from aisance.lake.sources import Source  # noqa: E402
from aisance.lake.tests.ledger import LEDGER, Interaction, expected, stored, write  # noqa: E402

FIRST_DAY = date(2025, 12, 1)
CUBES = (Cube("by_channel", ("channel",), ("wait",)), Cube("by_unit", ("unit_id", "wait"), grain="month"))
CUBED = replace(LEDGER, cubes=CUBES)


def work(chance: random.Random) -> NoReturn:
    """Write, change and erase rows, and pull, for ever."""
    unit = Unit.objects.get()
    number = Interaction.objects.order_by("-id").values_list("id", flat=True).first() or 0
    while True:
        days = [FIRST_DAY + timedelta(days=chance.randrange(300)) for _ in range(30)]
        write(unit, days, first=1_000_000 + 1_000 * number)
        number += 30
        with transaction.atomic():
            changed = Interaction.objects.filter(day=days[0])
            changed.update(wait_seconds=chance.randrange(100))
            Interaction.objects.filter(pk=Interaction.objects.filter(day=days[1]).values("pk")[:1]).delete()
            public.mark_stale("ledger", days[:2])
        chance.choice([public.pull, public.pull, public.pull, public.rebuild, public.verify])()


def read_on() -> NoReturn:
    """Compare rows and cubes of each generation, for ever."""
    while True:
        same_in_cubes()
        time.sleep(0.02)


def same_in_cubes() -> None:
    """Rows and cubes of the generation in force count the same rows, and the same sum."""
    files = engine.files_of(CUBED)
    sums = 'SELECT count(*), coalesce(sum("wait"), 0) FROM "ledger"'
    (rows,) = duck.run(Source(CUBED), files, sums)
    by_channel, by_unit = (Source(CUBED, cube) for cube in CUBES)
    ready = f'SELECT coalesce(sum(cube_rows), 0), coalesce(sum(wait__s), 0) FROM "{by_channel.name}"'
    assert duck.run(by_channel, files, ready) == [rows]
    ready = f'SELECT coalesce(sum(cube_rows), 0), coalesce(sum("wait" * cube_rows), 0) FROM "{by_unit.name}"'
    assert duck.run(by_unit, files, ready) == [rows]


def look() -> None:
    """What is left is whole: each named file is there, no row is there twice; and one pull makes it complete."""
    same_in_cubes()
    rows = stored()
    held = read_manifest().facts.get("ledger")
    assert len(rows) == (held.rows if held else 0)
    assert len({row[0] for row in rows}) == len(rows)
    public.pull()
    assert stored() == expected()
    same_in_cubes()


def in_child(act: Callable[[], Any]) -> int:
    """Run in a fork, which must not use this process's database connections."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException as problem:
            print(repr(problem)[:500], flush=True)  # noqa: T201
            os._exit(1)
        os._exit(0)
    return child


def main(rounds: int, seed: int) -> int:
    call_command("migrate", verbosity=0)
    add_unit(code="orvane", name="Orvane", kind=UnitKind.COMPANY, parent_id=None, by=system_viewer("test"))
    registry.FACTS.clear()
    registry.declare(CUBED)
    cubing.YOUNG_ROWS = 3
    chance = random.Random(seed)
    lost = 0
    for number in range(rounds):
        pace = random.Random(chance.random())
        child = in_child(lambda pace=pace: work(pace))  # type: ignore[misc]  # mypy does not type such a default
        readers = [in_child(read_on), in_child(read_on)]
        time.sleep(0.02 + 1.5 * chance.random())
        for one in (child, *readers):
            os.kill(one, signal.SIGKILL)
            _, status = os.waitpid(one, 0)
            lost += not os.WIFSIGNALED(status)
        _, status = os.waitpid(in_child(look), 0)
        lost += status != 0
        print(f"round {number}: {Interaction.objects.count()} rows, status {status}", flush=True)  # noqa: T201
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
