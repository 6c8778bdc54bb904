"""Consent as a condition of a segment."""

from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.public import record
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.customers.segments.counting import members
from tests.cast import BY, Cast


def test_who_took_their_word_back_has_not_agreed(cast: Cast) -> None:
    claims = [CustomerClaim({IdentifierKind.EMAIL: f"c{n}@example.org"}) for n in range(3)]
    yes, back, silent = (pk or 0 for pk in find_or_add_customers(claims, by=BY))
    agreed = {"act": Act.GRANTED, "method": Method.FORM, "purpose": "news", "channel": "email"}
    for n, pk in enumerate((yes, back)):
        record([NewEntry(pk, identifier=("email", f"c{n}@example.org"), **agreed)], by=BY)  # type: ignore[arg-type]  # of the test
    record([NewEntry(back, Act.WITHDRAWN, Method.PREFERENCES)], by=BY)

    found = {level: [int(pk) for pk in members({"all": [{"kind": "consent", "level": level}]})] for level in LEVELS}

    assert found == {"opted_in": [yes], "confirmed": [], "none": [back, silent]}


LEVELS = ("opted_in", "confirmed", "none")
