"""What is known of the customers besides their contacts: what they bought, what advisors noted, who is one person."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched

import numpy as np

from aisance.accounts.public import units_by_code
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import (
    NoteDraft,
    PurchaseDraft,
    Purpose,
    Subject,
    find_or_add_customers,
    record_purchases,
    same,
    write_note,
)
from aisance.demo.draw import TEAMS

BUYERS = 2_400
TWICE_KNOWN = 40
JOINED = 24
NOTED = 90
AT_ONCE = 2_000
FICTION = "+3319900"
"""What telephone numbers begin with that France keeps for films and books."""
SHOPS = ("web", "shop-lille", "shop-namur", "phone")

HEARD = {
    "fr": (
        ("Rappeler plutôt après 18 heures.", Subject.PREFERENCE),
        ("Préfère les factures par courrier, pas par e-mail.", Subject.PREFERENCE),
        ("Déménage en janvier, voudrait savoir quoi faire.", Subject.EVENT),
        ("Chauffe encore au fioul, s’intéresse à une pompe à chaleur.", Subject.NEED),
        ("A trouvé la facture illisible, on l’a relue ensemble.", Subject.COMPLAINT),
        ("A remercié pour le rappel tenu à l’heure dite.", Subject.PRAISE),
    ),
    "en": (
        ("Rather call back after six in the evening.", Subject.PREFERENCE),
        ("Moves house in January and wants to know what to do.", Subject.EVENT),
        ("Could not read the bill; we went through it together.", Subject.COMPLAINT),
        ("Thanked us for calling back on time.", Subject.PRAISE),
    ),
}
PURPOSES = {Subject.COMPLAINT: Purpose.COMPLAINT, Subject.NEED: Purpose.ADVICE}


def enrich(claims: Sequence[CustomerClaim], ids: Sequence[int], seed: int, now: datetime, by: Viewer) -> None:
    """Write it all, the same for a seed."""
    rng = np.random.default_rng([seed, 53])
    for some in batched(_purchases(claims, rng, now), AT_ONCE):
        record_purchases(some, by=by)
    _known_twice(claims, ids, rng, by)
    _notes(claims, ids, rng, now, by)


def _purchases(claims: Sequence[CustomerClaim], rng: np.random.Generator, now: datetime) -> Iterator[PurchaseDraft]:
    """A few orders for some customers over two years, more for the first of them; one in thirty comes back."""
    number = 0
    for place in rng.permutation(len(claims))[:BUYERS]:
        claim = CustomerClaim({IdentifierKind.EXTERNAL: claims[place].identifiers[IdentifierKind.EXTERNAL]})
        for _order in range(1 + int(rng.geometric(0.45))):
            number += 1
            amount = 100 * int(rng.gamma(2.0, 45.0)) + 990
            yield PurchaseDraft(
                source="shop",
                external_id=f"O{number:06}",
                at=now - timedelta(minutes=int(rng.integers(60, 730 * 1440))),
                customer=claim,
                amount_minor=-amount if rng.random() < 0.03 else amount,
                order_number=f"CMD-{number:06}",
                place=SHOPS[int(rng.integers(len(SHOPS)))],
            )


def _known_twice(claims: Sequence[CustomerClaim], ids: Sequence[int], rng: np.random.Generator, by: Viewer) -> None:
    """Some who called are known by their number alone; advisors found that most of these are customers already."""
    places = rng.permutation(len(claims))[:TWICE_KNOWN]
    callers = [
        CustomerClaim({IdentifierKind.PHONE: f"{FICTION}{n:04}"}, claims[place].name, claims[place].language)
        for n, place in enumerate(places)
    ]
    for place, caller in list(zip(places, find_or_add_customers(callers, by=by), strict=True))[:JOINED]:
        if caller:
            same(ids[place], caller, by=by, reason="The customer gave their number on the telephone.")


def _notes(
    claims: Sequence[CustomerClaim], ids: Sequence[int], rng: np.random.Generator, now: datetime, by: Viewer
) -> None:
    units = [unit.id for unit in units_by_code(TEAMS).values()]
    for place in rng.permutation(len(claims))[:NOTED]:
        choices = HEARD["fr" if claims[place].language == "fr" else "en"]
        heard, subject = choices[int(rng.integers(len(choices)))]
        unit = units[int(rng.integers(len(units)))]
        draft = NoteDraft(unit, heard, subject, PURPOSES.get(subject, Purpose.SERVICE), keep_days=365)
        with clock.stopped_at(now - timedelta(minutes=int(rng.integers(60, 120 * 1440)))):
            write_note(customer_id=ids[place], draft=draft, by=by)
