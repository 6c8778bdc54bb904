"""What claims would come to, before they are taken; nothing is written."""

from collections.abc import Sequence

from aisance.customers.contracts import CustomerClaim, Expected, Foreseen
from aisance.customers.identity.persons import current
from aisance.customers.queries import claim_keys, owners


def foresee(claims: Sequence[CustomerClaim]) -> list[Foreseen]:
    """What each claim would come to, in order; a few queries for all of them. Nothing is written."""
    wanted = [claim_keys(claim) for claim in claims]
    known = owners({key for keys in wanted for key in keys})
    heads = current(known.values())
    found: list[Foreseen] = []
    for keys in wanted:
        owner = next((known[key] for key in keys if key in known), None)
        expected = Expected.NEW if owner is None else Expected.KNOWN
        found.append(Foreseen(expected, heads.get(owner or 0), None, ()))
    return found
