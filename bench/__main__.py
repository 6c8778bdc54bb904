"""Runs the sections, each in a process and a database of its own, prints a table and writes bench/last.json."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.postgres import start_cluster

SECTIONS = {
    "ingest": ("sqlite", "postgres"),
    "dashboard": ("sqlite",),
    "engine": ("sqlite",),
    "answers": ("sqlite", "postgres"),
    "questionnaire": ("sqlite", "postgres"),
    "pressure": ("sqlite", "postgres"),
    "customers": ("sqlite", "postgres"),
    "identity": ("sqlite",),
    "verbatims": ("sqlite",),
    "cases": ("sqlite", "postgres"),
}
DURABLE = {"answers"}
"""The sections that measure what is on the disk: PostgreSQL waits for it there, as in service."""

LAST = Path(__file__).parent / "last.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=list(SECTIONS), help="run one section")
    parser.add_argument("--scale", choices=["small", "full"], default="full", help="small: a quick one")
    chosen = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for section, databases in SECTIONS.items():
        for database in databases if chosen.only in {None, section} else ():
            rows += _measured(section, database, chosen.scale)
    LAST.write_text(json.dumps(rows, indent=1))
    _show(rows)


def _measured(section: str, database: str, scale: str) -> list[dict[str, Any]]:
    print(f"{section} on {database} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as home:
        environment = dict(
            os.environ,
            AISANCE_HOME=home,
            DATABASE_URL=start_cluster(durable=section in DURABLE) if database == "postgres" else "",
            DJANGO_SETTINGS_MODULE="aisance.project.settings",
        )
        command = [sys.executable, "-m", f"bench.{section}", scale]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def _show(rows: list[dict[str, Any]]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of n rounds")
    print(f"{'section':<10} {'name':<44} {'value':>12} {'unit':<16} {'reference':>12} {'ratio':>7} {'n':>3}  against")
    for row in rows:
        reference = "" if row["reference"] is None else f"{row['reference']:,.1f}"
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        head = f"{row['section']:<10} {row['name']:<44} {row['value']:>12,.1f} {row['unit']:<16}"
        print(f"{head} {reference:>12} {ratio:>7} {row['n']:>3}  {row['against']}")


if __name__ == "__main__":
    main()
