"""What claims would come to, before they are taken; nothing is written."""

from collections.abc import Sequence

from aisance.customers.contracts import CustomerClaim, Expected, Foreseen
from aisance.customers.identity.keys import match_keys
from aisance.customers.identity.known_placeholders import nobodys_keys, nobodys_values
from aisance.customers.identity.persons import current
from aisance.customers.identity.reading import cleaned
from aisance.customers.identity.records import Told, is_comparable, told
from aisance.customers.identity.resolving import likely_of
from aisance.customers.identity.scoring import Known, Likely
from aisance.customers.identity.weights import probability, weights_in_force
from aisance.customers.identity.wording import words_of
from aisance.customers.identity.words import portrait
from aisance.customers.queries import claim_keys, owners

NEW = Foreseen(Expected.NEW, None, None, ())


def foresee(claims: Sequence[CustomerClaim]) -> list[Foreseen]:
    """What each claim would come to, in order. Nothing is written.

    A few queries for all of them, and a few more for each that no identifier decides and that can be compared.
    """
    given = [claim_keys(claim) for claim in claims]
    nobodys = nobodys_keys({key for keys in given for key in keys})
    wanted = [[key for key in keys if key not in nobodys] for keys in given]
    known = owners({key for keys in wanted for key in keys})
    heads = current(known.values())
    found: list[Foreseen] = []
    for claim, keys in zip(claims, wanted, strict=True):
        owner = next((known[key] for key in keys if key in known), None)
        if owner is None:
            found.append(_by_likeness(told(claim, keys)))
        else:
            found.append(Foreseen(Expected.KNOWN, heads[owner], None, ()))
    return found


def _by_likeness(content: Told) -> Foreseen:
    if not is_comparable(content):
        return NEW
    who = cleaned(portrait(content), nobodys_values())
    likely = likely_of(Known(0, 0, who), match_keys(who), weights_in_force())
    return _foreseen(max(likely, key=lambda pair: (pair.joins, pair.bits))) if likely else NEW


def _foreseen(best: Likely) -> Foreseen:
    head = current([best.right.customer_id])[best.right.customer_id]
    expected = Expected.JOINS if best.joins else Expected.REVIEW
    score = round(float(probability(best.bits)), 4)
    return Foreseen(expected, head, score, words_of({"fields": best.fields}, "model"))
