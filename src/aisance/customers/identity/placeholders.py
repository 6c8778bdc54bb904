"""Values that only fill a field: "unknown", the first of January 1900, a shop's telephone; they join nobody."""

import re
from collections.abc import Iterable

from aisance.customers.contracts import IdentifierKind
from aisance.customers.identity.words import plain

MOST_NAMES = 4
"""A telephone number or an address under which more unlike people were named is nobody's own."""

_NOTHING = frozenset(
    "unknown inconnu inconnue na n a none null nil test xxx xx x tbd nc neant anonyme anonymous aucun aucune "
    "non renseigne not given no name sans nom prenom nom client customer".split()
) | {"n a", "non renseigne", "not given", "no name", "sans nom", "non communique"}
_NOBODYS_BOX = re.compile(
    r"(no-?reply|do-?not-?reply|ne-?pas-?repondre|unknown|inconnu|nomail|noemail|pasdemail|none)[0-9]*@"
)
_FIRST_DAYS = frozenset({"19000101", "18991230", "18991231", "19010101", "19700101", "00010101", "99991231"})


def is_nothing(word: str) -> bool:
    """Whether a word only fills a field.

    >>> is_nothing("N/A"), is_nothing("0000000000"), is_nothing("Dupont")
    (True, True, False)
    """
    simple = plain(word)
    letters = simple.replace(" ", "")
    return simple in _NOTHING or (len(letters) > 3 and len(set(letters)) == 1) or letters in {"0", "00", "000"}


def is_nobodys(kind: IdentifierKind, value: str) -> bool:
    """Whether an identifier, in its stored form, is no person's.

    >>> is_nobodys(IdentifierKind.EMAIL, "noreply@example.org"), is_nobodys(IdentifierKind.EXTERNAL, "unknown")
    (True, True)
    """
    if kind == IdentifierKind.EMAIL:
        return bool(_NOBODYS_BOX.match(value))
    if kind == IdentifierKind.PHONE:
        return len(set(value[-8:])) == 1
    return is_nothing(value)


def is_no_birthday(eight: str) -> bool:
    """Whether eight digits are a day that systems write where they know none.

    >>> is_no_birthday("19000101")
    True
    """
    return eight in _FIRST_DAYS or len(set(eight)) == 1


def own_words(words: Iterable[str]) -> list[str]:
    """The words that say something."""
    return [word for word in words if not is_nothing(word)]
