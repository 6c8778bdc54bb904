"""The most memory that a process holds for one reading: `python -m bench.engine.memory facts`. Needs a store."""

import json
import sys

import django

from bench.engine.asking import asked, held_mb


def main(what: str) -> None:
    django.setup()
    before = held_mb()
    asked(cubes=what == "cubes")()
    print(json.dumps([held_mb("VmHWM"), before]))


if __name__ == "__main__":
    main(sys.argv[1])
