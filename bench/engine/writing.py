"""Gives an answer each second and brings it into the store, as the worker does, until its input ends."""

import select
import sys

import django


def main() -> None:
    django.setup()
    from bench.dashboard import one_more_answer

    while not select.select([sys.stdin], [], [], 1.0)[0]:
        one_more_answer()


if __name__ == "__main__":
    main()
