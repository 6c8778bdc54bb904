"""Customers from files."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.customers.bringing.tracing import find_or_add_traced
from aisance.customers.contracts import FIELDS, CustomerClaim, IdentifierKind
from aisance.customers.identity.records import MAX_WORDS, is_comparable, known_contents, told
from aisance.customers.models import Customer
from aisance.customers.profile.importing import VALUES
from aisance.customers.public import normalised, traits
from aisance.customers.purchases.importing import PURCHASES, VISITS
from aisance.customers.queries import Key, claim_keys, owners
from aisance.customers.returning import ErasedWords
from aisance.customers.rules import MAX_NAME
from aisance.intake.contracts import Column, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

IDENTIFIERS = {
    "external_id": IdentifierKind.EXTERNAL,
    "email": IdentifierKind.EMAIL,
    "phone": IdentifierKind.PHONE,
    "social": IdentifierKind.SOCIAL,
}
FILE = "file"
"""The source of a row that names none."""
SEGMENT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?", re.ASCII)

COLUMNS = (
    Column("external_id", _("The customer's number in the company's systems.")),
    Column("email", _("The e-mail address.")),
    Column("phone", _("The telephone number; without a prefix it belongs to the country of the settings.")),
    Column("social", _("The handle on a social network, such as @helene.")),
    Column("name", _("The name, at most 160 characters.")),
    Column("language", _("The customer's language, as fr, en or nl-be.")),
    Column("segment", _("The code of a segment of the company's own, as professional; a new one replaces the old.")),
    Column("given_name", _("The given name, to recognise the customer by.")),
    Column("family_name", _("The family name, to recognise the customer by.")),
    Column("birth_date", _("The date of birth, as 1990-12-31 or 31/12/1990.")),
    Column("street", _("The street with the number of the house.")),
    Column("postcode", _("The postcode.")),
    Column("city", _("The town.")),
    Column("country", _("The country.")),
    Column("other_phone", _("Another telephone number as it was written: compared, never called.")),
    Column("number", _("A number in another system that may be wrong, as of a document: compared, never decisive.")),
    Column("company", _("The company that the customer is a contact of.")),
    Column("role", _("What the customer does there, as buyer.")),
    Column("source", _("Where the row comes from, as shop.")),
    Column("source_key", _("The row's own key there; it decides where there is no identifier.")),
    Column("new_basis", _("For somebody who was erased on request: why they may be kept again, as a new contract.")),
)
MAX_SOURCE = 80


class CustomerImporter:
    """A row needs an identifier. It is known already where it brings no new one and fills no blank."""

    def __init__(self, run_id: int | None = None) -> None:
        self._run_id = run_id
        self._erased = ErasedWords()
        self._brought_back = 0

    def parse(self, values: Values) -> CustomerClaim | Refusal:
        problems: list[Problem] = []
        identifiers: dict[IdentifierKind, str] = {}
        for column, kind in IDENTIFIERS.items():
            if text := values.get(column):
                try:
                    identifiers[kind] = normalised(kind, text)
                except ValueError as problem:
                    problems.append(Problem(column, text, problem.args[0]))
        if erased := self._erased_column(identifiers, values):
            wanted = _("somebody who was not erased on request; or a reason in new_basis to keep them again")
            problems.append(Problem(erased, values[erased], wanted))
        fields = {name: values[name].strip()[:MAX_WORDS] for name in FIELDS if values.get(name, "").strip()}
        source = values.get("source", "").strip()[:MAX_SOURCE] or (FILE if fields else "")
        source_key = values.get("source_key", "").strip()[:MAX_SOURCE]
        given = {**fields, **({"name": values["name"]} if values.get("name") else {})}
        if not identifiers and not problems and not source_key and not is_comparable(given):
            wanted = _("an identifier: external_id, email, phone or social")
            problems.append(Problem("external_id", "", wanted))
        name, language = values.get("name", ""), values.get("language", "").lower().replace("_", "-")
        if len(name) > MAX_NAME or not name.isprintable():
            problems.append(Problem("name", name, _("at most 160 printable characters")))
        if language and (len(language) > 8 or not LANGUAGE.fullmatch(language)):
            problems.append(Problem("language", language, _("a language such as fr, en or nl-be")))
        segment = values.get("segment", "").strip().lower()
        if segment and not SEGMENT.fullmatch(segment):
            problems.append(Problem("segment", segment, _("at most 40 small letters, digits, dashes and underscores")))
        return tuple(problems) or CustomerClaim(identifiers, name, language, segment, fields, source, source_key)

    def _erased_column(self, identifiers: dict[IdentifierKind, str], values: Values) -> str:
        """The column of an identifier whose owner was erased and is not back by their own doing; empty where none is.

        With a new basis they may be kept again, and it is counted.
        """
        known = [(column, kind) for column, kind in IDENTIFIERS.items() if kind in identifiers]
        erased = self._erased.first((column, f"{kind.value}:{identifiers[kind]}") for column, kind in known)
        if not erased or owners([(IDENTIFIERS[erased].value, identifiers[IDENTIFIERS[erased]])]):
            return ""
        if values.get("new_basis", "").strip():
            self._brought_back += 1
            return ""
        return erased

    def record(self, drafts: Sequence[CustomerClaim], *, by: Viewer) -> list[Fate | Refusal]:
        with transaction.atomic():
            fates = _fates(drafts)
            find_or_add_traced(drafts, by=by, run_id=self._run_id)
            if self._brought_back:
                which = self._run_id or "api"
                audit.record(by, "customers.kept_again", what="import", which=which, changes={"n": self._brought_back})
                self._brought_back = 0
        return fates


def _fates(claims: Sequence[CustomerClaim]) -> list[Fate | Refusal]:
    """Whether each claim brings something new, in order, what earlier claims of the batch brought being known."""
    wanted = [claim_keys(claim) for claim in claims]
    known = owners({key for keys in wanted for key in keys})
    blanks = _blanks(set(known.values()))
    segments = {pk: found.segment for pk, found in traits(known.values()).items()}
    seen: set[Key] = set(known)
    fates: list[Fate | Refusal] = []
    heard = _heard(claims, wanted)
    for claim, keys, is_heard in zip(claims, wanted, heard, strict=True):
        owner = next((known[key] for key in keys if key in known), None)
        filled = {(owner, column) for column in ("name", "language") if getattr(claim, column)} & blanks
        moved = owner is not None and bool(claim.segment) and claim.segment != segments.get(owner, "")
        fates.append(Fate.ACCEPTED if filled or moved or not is_heard or not seen.issuperset(keys) else Fate.KNOWN)
        if owner is not None and moved:
            segments[owner] = claim.segment
        blanks -= filled
        seen.update(keys)
    return fates


def _heard(claims: Sequence[CustomerClaim], wanted: Sequence[list[Key]]) -> list[bool]:
    """Whether what each claim says beside its identifiers has been said before; true where it says nothing."""
    known = known_contents([told(claim, keys) for claim, keys in zip(claims, wanted, strict=True)])
    return [is_known or not claim.fields for claim, is_known in zip(claims, known, strict=True)]


def _blanks(customer_ids: set[int]) -> set[tuple[int | None, str]]:
    """The columns that these customers have no words in."""
    rows = Customer.objects.filter(pk__in=customer_ids).values("pk", "name", "language")
    return {(row["pk"], column) for row in rows for column in ("name", "language") if not row[column]}


CUSTOMERS = offer(ImportKind("customers", COLUMNS, CustomerImporter))

__all__ = ["CUSTOMERS", "PURCHASES", "VALUES", "VISITS", "CustomerImporter"]
