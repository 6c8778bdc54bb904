"""Why rows were judged as they were, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.customers.contracts import JudgedBy
from aisance.ui.numbers import number

FIELD_NAMES = {
    "given": _("Given name"),
    "family": _("Family name"),
    "birth": _("Date of birth"),
    "street": _("Street"),
    "house": _("House number"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "number": _("Other number"),
}
LEVEL_NAMES = {
    "exact": _("the same"),
    "near": _("nearly the same"),
    "slip": _("one typing error apart"),
    "like": _("alike"),
    "sounds": _("sounds the same"),
    "swapped": _("exchanged"),
    "two_parts": _("two parts of three the same"),
    "other": _("another"),
}
BECAUSE = {
    "in doubt": _("What speaks for it and what speaks against it leave it in doubt."),
    "unlike names": _("All fits but the given names: perhaps two people of one household."),
    "weak bridge": _("These two fit, but the other records of the two people do not."),
}
KINDS = {
    "email": _("the same e-mail address"),
    "phone": _("the same telephone number"),
    "external": _("the same customer number"),
    "social": _("the same handle"),
    "record": _("the same record of the source"),
}
RECORD_FIELDS = {
    "name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "birth_date": _("Date of birth"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "country": _("Country"),
    "phone": _("Telephone"),
    "other_phone": _("Other telephone"),
    "email": _("E-mail"),
    "external": _("Customer number"),
    "social": _("Social network"),
    "number": _("Other number"),
    "company": _("Company"),
    "role": _("Role"),
}
MATTERS = -0.5
PLACEHOLDER_KINDS = {"phone": _("Telephone"), "email": _("E-mail"), "birth_date": _("Date of birth")}


@dataclass(frozen=True, slots=True)
class Share:
    """What one field adds: its name, how alike the two are in it, and the bits, with their sign."""

    field: Any
    level: Any
    bits: float

    @property
    def weight(self) -> str:
        """The bits as they are written, with their sign."""
        return number(self.bits, 1, signed=True)

    @property
    def speaks_against(self) -> bool:
        return self.bits < 0


def shares(reason: Mapping[str, Any]) -> list[Share]:
    """The fields of a judgement of the model, what weighs most first."""
    lost = reason.get("household", 0.0)
    home = (
        [Share(_("Perhaps two of one household"), _("so only what is their own counts"), lost)]
        if lost <= MATTERS
        else []
    )
    found = [Share(FIELD_NAMES.get(n, n), LEVEL_NAMES.get(lv, lv), bits) for n, lv, bits in reason.get("fields", ())]
    return home + sorted(found, key=lambda share: -abs(share.bits))


def sentence(reason: Mapping[str, Any], by_kind: str) -> Any:
    """Why, in a sentence; empty where nothing was said."""
    if by_kind == JudgedBy.RULE and "kind" in reason:
        shared = KINDS.get(reason["kind"], reason["kind"])
        if reason.get("names") == "unlike":
            return _("A source named both under %(shared)s, but their names are unlike.") % {"shared": shared}
        return _("A source named both under %(shared)s.") % {"shared": shared}
    return BECAUSE.get(reason.get("because", ""), reason.get("words", ""))


def words_of(reason: Mapping[str, Any], by_kind: str) -> tuple[Any, ...]:
    """All that is said of a judgement, as short pieces: `Date of birth: the same +6.2`."""
    said = sentence(reason, by_kind)
    return (*((said,) if said else ()), *_pieces(reason))


def _pieces(reason: Mapping[str, Any]) -> Iterator[str]:
    for share in shares(reason):
        said = _("%(name)s: %(value)s") % {"name": share.field, "value": share.level} if share.level else share.field
        yield f"{said} {share.weight}"
