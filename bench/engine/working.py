"""The worker in a process of its own, until its input ends; without the check, which would miss the store's rows.

The rows of the big store are in no table, so that the check would take them out of it.
"""

import sys
import threading

import django


def main() -> None:
    django.setup()
    from aisance.core.worker import CHORES, run_forever

    del CHORES["verify facts"]
    CHORES["find drifts"].work()  # once a day, and the day has long begun
    stop = threading.Event()
    loop = threading.Thread(target=run_forever, args=(stop,))
    loop.start()
    sys.stdin.read()
    stop.set()
    loop.join()


if __name__ == "__main__":
    main()
