"""Which column of a file is which of the product's: by its heading in French or English, then by what is in it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

HEADINGS: dict[str, tuple[str, ...]] = {
    "external_id": (
        *("external id", "customer number", "customer id", "client id", "id client", "numero client", "no client"),
        *("n client", "code client", "num client", "reference client", "customer", "client", "id", "customer no"),
    ),
    "email": (
        "email",
        "e mail",
        "mail",
        "courriel",
        "adresse mail",
        "adresse email",
        "adresse e mail",
        "email address",
    ),
    "phone": (
        *("phone", "telephone", "tel", "mobile", "portable", "gsm", "telephone mobile", "phone number"),
        *("numero de telephone", "tel mobile", "cell"),
    ),
    "social": ("social", "twitter", "x", "handle", "compte social", "reseau social"),
    "name": (
        "name",
        "full name",
        "nom complet",
        "nom et prenom",
        "prenom nom",
        "nom prenom",
        "customer name",
        "contact",
    ),
    "language": ("language", "langue", "lang", "locale"),
    "segment": ("segment", "categorie", "category", "type client", "customer type"),
    "given_name": ("given name", "first name", "firstname", "prenom"),
    "family_name": ("family name", "last name", "lastname", "surname", "nom", "nom de famille"),
    "birth_date": ("birth date", "date of birth", "dob", "birthday", "date de naissance", "naissance", "ne le"),
    "street": ("street", "address", "adresse", "rue", "address line 1", "adresse 1", "voie"),
    "postcode": ("postcode", "postal code", "zip", "zip code", "code postal", "cp"),
    "city": ("city", "town", "ville", "localite", "commune"),
    "country": ("country", "pays"),
    "company": ("company", "societe", "entreprise", "raison sociale", "organisation", "organization"),
    "role": ("role", "fonction", "job title", "poste"),
    "source": ("source", "origine", "system", "systeme"),
    "at": (
        *("at", "date", "purchase date", "order date", "date achat", "date d achat", "date de commande"),
        *("date commande", "date de visite", "visit date", "timestamp", "date heure", "when", "invoicedate"),
    ),
    "amount": ("amount", "montant", "total", "montant ttc", "prix", "price", "value", "revenue", "dollar value"),
    "currency": ("currency", "devise", "monnaie"),
    "quantity": ("quantity", "quantite", "qty", "qte", "nombre", "number of cds", "articles"),
    "order_number": (
        *("order number", "order", "commande", "numero de commande", "no commande", "order id", "invoice", "facture"),
    ),
    "place": ("place", "shop", "store", "magasin", "boutique", "lieu", "point de vente", "canal", "channel"),
}
AS_FOR_CUSTOMERS = {
    "customer_external": "external_id",
    "customer_email": "email",
    "customer_phone": "phone",
    "customer_social": "social",
    "customer_name": "name",
}
"""Columns of purchases and visits that name whose they are, under the headings of the customer's own columns."""

DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%m/%d/%Y")
TIMES = ("", " %H:%M", " %H:%M:%S")
FORMATS = tuple(f"{day}{time}" for day in DATES for time in TIMES)
ENOUGH = 0.6
"""So large a part of a column must look like something for it to be taken for that."""

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
PHONE = re.compile(r"\+?[\d\s().\-/]{9,22}")
AMOUNT = re.compile(r"[€$£]?-?\d[\d  ]*([.,]\d{1,2})?\s?[€$£]?")


def plain(heading: str) -> str:
    """A heading without accents, signs and capitals.

    >>> plain("N° Client"), plain("Date_de naissance")
    ('n client', 'date de naissance')
    """
    bare = unicodedata.normalize("NFD", heading.replace("°", " ").replace("º", " "))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def _looks_like_phone(value: str) -> bool:
    return bool(PHONE.fullmatch(value)) and 9 <= sum(sign.isdigit() for sign in value) <= 15 and not _moment(value)


def _moment(value: str) -> bool:
    return date_format([value]) is not None


LOOKS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: bool(EMAIL.fullmatch(value)),
    "phone": _looks_like_phone,
    "at": _moment,
    "amount": lambda value: bool(AMOUNT.fullmatch(value)) and not _moment(value),
}


def propose(columns: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The file's column for each product column that one was found for; no file column serves twice.

    >>> propose(["email", "given_name"], ["Prénom", "Contact"], [["Hélène", "h@example.org"]])
    {'given_name': 'Prénom', 'email': 'Contact'}
    """
    found: dict[str, str] = {}
    headings = {heading: plain(heading) for heading in header}
    for column in columns:
        known = (plain(column), *HEADINGS.get(AS_FOR_CUSTOMERS.get(column, column), ()))
        fitting = [heading for heading, words in headings.items() if words in known and heading not in found.values()]
        fitting.sort(key=lambda heading: known.index(headings[heading]))
        if fitting and _fits(column, _cells(fitting[0], header, rows)):
            found[column] = fitting[0]
    for column in columns:
        if column not in found and (heading := _by_content(column, header, rows, set(found.values()))):
            found[column] = heading
    return found


def _cells(heading: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    place = list(header).index(heading)
    return [row[place] for row in rows if place < len(row) and row[place]]


def _fits(column: str, cells: Sequence[str]) -> bool:
    """Whether a column may be what its heading says: an address column without one address is none."""
    looks = LOOKS.get(AS_FOR_CUSTOMERS.get(column, column))
    return looks is None or not cells or any(looks(cell) for cell in cells)


def _by_content(column: str, header: Sequence[str], rows: Sequence[Sequence[str]], taken: set[str]) -> str:
    looks = LOOKS.get(AS_FOR_CUSTOMERS.get(column, column))
    if looks is None:
        return ""
    for heading in header:
        cells = _cells(heading, header, rows) if heading not in taken else []
        if cells and sum(map(looks, cells)) >= ENOUGH * len(cells):
            return heading
    return ""


def date_format(cells: Sequence[str]) -> str | None:
    """The format in which all these moments are written; empty for ISO 8601, null where none fits them all.

    The day stands first where both orders fit, as in every country of Europe.

    >>> date_format(["03/04/2026", "25/04/2026"]), date_format(["04/25/2026"]), date_format(["2026-04-25"])
    ('%d/%m/%Y', '%m/%d/%Y', '')
    """
    return next((pattern for pattern in ("", *FORMATS) if cells and all(_reads(cell, pattern) for cell in cells)), None)


def _reads(cell: str, pattern: str) -> bool:
    try:
        datetime.strptime(cell, pattern) if pattern else datetime.fromisoformat(cell)  # noqa: DTZ007  only whether it fits
    except ValueError:
        return False
    return True


def plan_of(
    columns: Sequence[str],
    chosen: Mapping[str, str],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    encoding: str,
) -> dict[str, object]:
    """A mapping, in the form of a mapping file, of the columns chosen; others stay out even if named alike."""
    document: dict[str, object] = {"columns": {column: chosen.get(column, "") for column in columns}}
    if encoding:
        document["file"] = {"encoding": encoding}
    if (heading := chosen.get("at")) and heading in header:
        cells = _cells(heading, header, rows)
        best = date_format(cells)
        fitting = [pattern for pattern in FORMATS if any(_reads(cell, pattern) for cell in cells)]
        if formats := [best] if best else fitting if best is None else []:
            document["dates"] = {"at": formats}
    return document
