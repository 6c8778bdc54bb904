"""What countries are called in the reader's language, for choosing whose public holidays are closed days."""

import unicodedata

from django.utils.translation import get_language

MENDED = {
    "en": {"CZ": "Czechia", "MK": "North Macedonia", "SZ": "Eswatini", "XK": "Kosovo"},
    "fr": {
        "AE": "Émirats arabes unis",
        "BJ": "Bénin",
        "BY": "Biélorussie",
        "CI": "Côte d’Ivoire",
        "CZ": "Tchéquie",
        "EC": "Équateur",
        "EG": "Égypte",
        "ER": "Érythrée",
        "ET": "Éthiopie",
        "KG": "Kirghizistan",
        "MK": "Macédoine du Nord",
        "PW": "Palaos",
        "SZ": "Eswatini",
        "TW": "Taïwan",
        "US": "États-Unis",
        "VE": "Venezuela",
        "XK": "Kosovo",
    },
}
"""Names that the library of telephone numbers, which knows what countries are called, writes as nobody does now."""


def country_name(code: str) -> str:
    """The name of a country by its code of two letters; the code itself where nobody knows it.

    >>> country_name("ZZ")
    'ZZ'
    """
    from phonenumbers.geodata.locale import LOCALE_DATA

    language = (get_language() or "en")[:2]
    names = LOCALE_DATA.get(code, {})
    found = names.get(language) or names.get("en", "")
    # A name that another language shares stands there alone, and "*aa" says in which.
    told = names.get(found[1:], "") if found.startswith("*") else found
    return MENDED.get(language, {}).get(code) or str(told) or code


def in_reading_order(names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes and names by name, as a reader looks for them: an accent does not put one behind the others."""
    return sorted(names, key=lambda one: unicodedata.normalize("NFD", one[1]).casefold())
