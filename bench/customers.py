"""How fast customers are chosen and found among a million of them."""

import json
import sys

from bench.company import set_up

AMOUNTS = {"small": (50_000, 250_000), "full": (1_000_000, 5_000_000)}


def main(scale: str) -> None:
    set_up()
    from bench import searching, segmenting

    customers, purchases = AMOUNTS[scale]
    rows = [*segmenting.measured(customers, purchases), *searching.measured(customers)]
    print(json.dumps([row.as_json() for row in rows]))


if __name__ == "__main__":
    main(sys.argv[1])
