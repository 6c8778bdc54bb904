"""Runs the parts, each in a process and a home folder of its own: `python -m bench.engine small reading products`."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

PARTS = ("reading", "tools", "increment", "products", "clicking", "freshness")


def main(scale: str, parts: tuple[str, ...]) -> None:
    rows: list[dict[str, Any]] = []
    for part in parts:
        print(f"  {part} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as home:
            environment = dict(os.environ, AISANCE_HOME=home, DJANGO_SETTINGS_MODULE="aisance.project.settings")
            command = [sys.executable, "-m", f"bench.engine.{part}", scale]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        rows += json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(rows))


if __name__ == "__main__":
    main(sys.argv[1], tuple(sys.argv[2:]) or PARTS)
