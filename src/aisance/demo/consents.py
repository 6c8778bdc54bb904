"""What some customers of the company allow: a year of entries in the ledger of consent."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.public import record
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind

ASKED = 360
"""How many customers were asked whether they want news by e-mail."""
MONTHS = 12
HOW = (Method.API, Method.PREFERENCES, Method.IMPORT)


def consents(claims: Sequence[CustomerClaim], ids: Sequence[int], seed: int, now: datetime, by: Viewer) -> None:
    """Half say yes to news, a third of those confirm it, some change their mind; and a few wish to hear less."""
    rng = np.random.default_rng([seed, 41])
    chosen = rng.permutation(len(ids))[:ASKED]
    for month, some in enumerate(np.array_split(chosen, MONTHS)):
        with clock.stopped_at(now - timedelta(days=30 * (MONTHS - month) - 5)):
            entries = [entry for place in some for entry in _said(claims[place], ids[place], rng)]
            record(entries, by=by)


def _said(claim: CustomerClaim, customer_id: int, rng: np.random.Generator) -> Iterator[NewEntry]:
    chance = rng.random()
    address = ("email", claim.identifiers[IdentifierKind.EMAIL])
    how = HOW[int(rng.integers(len(HOW)))]
    act = Act.GRANTED if chance < 0.5 else Act.REFUSED
    yield NewEntry(customer_id, act, how, "news", "email", identifier=address, notice=1, language=claim.language)
    if chance < 0.17:
        yield NewEntry(customer_id, Act.CONFIRMED, Method.CONFIRMATION, "news", "email", identifier=address)
    elif 0.42 < chance < 0.5:
        yield NewEntry(customer_id, Act.WITHDRAWN, Method.ONE_CLICK, "news")
    if chance > 0.97:
        yield NewEntry(customer_id, Act.WISHED, Method.PREFERENCES, wish="monthly")
