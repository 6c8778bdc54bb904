"""Takes out of a text what names or reaches a person, before anything is stored for analysis.

Each find is replaced by a word in brackets that says what stood there, as `[phone]`, so that a sentence stays readable
and its themes can still be found. Finds are made in an order in which a longer number is seen before a shorter one that
lies in it: e-mail, links, IBAN, card, phone, postal address, name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import phonenumbers

from aisance.verbatims.reading.family_names import FAMILY_NAMES, PARTICLED
from aisance.verbatims.reading.first_names import FIRST_NAMES


class Hidden(StrEnum):
    """What a mask stands for."""

    EMAIL = "email"
    LINK = "link"
    IBAN = "iban"
    CARD = "card"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with masks, and how many of each kind were set."""

    text: str
    hidden: dict[Hidden, int]


type Find = tuple[int, int, Hidden]

_EMAIL = re.compile(r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ \-]?[A-Za-z0-9]{2,4}){2,8}(?:[ \-]?[A-Za-z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d.])\d(?:[ .\-]?\d){12,18}(?!\d)")
_STREETS_FR = (
    "rue|avenue|av\\.?|bd\\.?|boulevard|impasse|allée|allee|chemin|place|quai|cours|route|square|chaussée|chaussee"
)
_STREETS_EN = "street|st\\.?|road|rd\\.?|avenue|ave\\.?|lane|drive|court|close|crescent|way|gardens|terrace|boulevard"
_POSTCODE = r"(?:,?\s+(?:[A-Z]{1,2}-?)?\d{4,5}(?:\s+[A-ZÉÈÀ][\w'’-]+){0,4})?"
_ADDRESS_FR = re.compile(
    rf"\b\d{{1,4}}\s?(?:bis|ter|[a-dA-D])?,?\s+(?i:{_STREETS_FR})\s+(?:[\w'’-]+\s?){{1,6}}?(?=[,.;!?\n]|$|\s+\d{{4,5}}\b){_POSTCODE}"
)
_ADDRESS_EN = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?\s+(?:[A-Z][\w'’-]+\s+){{1,4}}(?i:{_STREETS_EN})(?!\w)(?:,?\s+[A-Z][a-z][\w'’-]*){{0,3}}"
    r"(?:,?\s+[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|,?\s+\d{5})?"
)
_TITLES = r"(?:M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Miss|Dr\.?|Monsieur|Madame|Mademoiselle|Sir|Maître|Me)"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_TITLED = re.compile(rf"\b{_TITLES}\s+({_WORD}(?:\s+{_WORD}){{0,2}})")
_NO_NAMES = "je|tu|vous|votre|vos|nous|notre|merci|pour|qui|que|est|avec|the|and|who|was|has|you|your|from|with"
_TITLED_SMALL = re.compile(rf"\b(?:mme|mlle|mrs|mr)\.?\s+((?!(?:{_NO_NAMES})\b)[a-zà-öø-þ'’-]{{3,}})")
_NAMED = re.compile(
    r"(?i:\b(?:je m['’]appelle|mon nom est|my name is|i am called|nommée?|prénommée?|agent named|signé[e]?\s*:|"
    r"cordialement,?|bien à vous,?|kind regards,?|best regards,?|regards,?|sincerely,?))"
    rf"\s*[:\-]?\s*({_WORD}(?:\s+{_WORD}){{0,2}})"
)
_CAPITALISED = re.compile(rf"{_WORD}")
_SPOKEN_OF = re.compile(
    r"(?i:\b(?:merci(?: (?:beaucoup|bien|encore))?(?: à)?|thank(?:s| you)(?: so much)?(?: to)?|thx|avec|conseillere|"
    r"conseill(?:er|ère)|s['’]appelle|prénom|spoke (?:to|with)|advisor|named|nommée?|de la part de))"
    r"\s+([a-zà-öø-þ'’-]{3,})\b"
)
_SHAPED = re.compile(
    r"(?<![\w.,/-])(?:0[1-9]\d{0,3}[ .-]\d{2,4}(?:[ .-]?\d{2,4}){1,3}|\+\d{1,3}(?:[ .()-]{0,2}\d){8,12})(?![\d/])"
)
_LONGEST_AT_HOME = 11
_REGIONS = ("FR", "BE", "GB", "US", "CH", "LU", "CA")
_LONGEST_CARD = 19
_SHORTEST_PHONE = 8  # some plans have numbers of five digits, which a postcode is far more often


def masked(text: str, known: Iterable[str] = ()) -> Masked:
    """The text with every find masked. `known` are names to look for as well: the customer's own, the staff's.

    Masking twice gives the same as once. Misses are measured in docs/explanation/words.md; a bare name without a title,
    a greeting or a place in the list of first names is the usual one.
    """
    hidden: dict[Hidden, int] = {}
    for finder in (_emails, _links, _ibans, _cards, _phones, _addresses, _names(tuple(known)), _handles):
        text = _replaced(text, list(finder(text)), hidden)
    return Masked(text, hidden)


def _replaced(text: str, finds: list[Find], hidden: dict[Hidden, int]) -> str:
    pieces, last = [], 0
    for start, end, kind in sorted(finds):
        if start < last:
            continue
        pieces += [text[last:start], f"[{kind}]"]
        hidden[kind] = hidden.get(kind, 0) + 1
        last = end
    return "".join([*pieces, text[last:]])


def _spans(pattern: re.Pattern[str], kind: Hidden) -> Callable[[str], Iterator[Find]]:
    return lambda text: ((found.start(), found.end(), kind) for found in pattern.finditer(text))


_emails = _spans(_EMAIL, Hidden.EMAIL)
_links = _spans(_LINK, Hidden.LINK)
_handles = _spans(_HANDLE, Hidden.HANDLE)


def _ibans(text: str) -> Iterator[Find]:
    """What has the form of an IBAN and ends, at some group, in one whose check digits are right."""
    for found in _IBAN.finditer(text):
        end = next((cut for cut in _cuts(found) if _is_iban(text[found.start() : cut])), None)
        if end is not None:
            yield found.start(), end, Hidden.IBAN


def _cuts(found: re.Match[str]) -> Iterator[int]:
    """Where a match may end: its end, or before one of its last groups, which may be words that follow."""
    words = found.group()
    yield found.end()
    for index in range(len(words) - 1, 0, -1):
        if words[index] in " -":
            yield found.start() + index


def _is_iban(words: str) -> bool:
    """ISO 13616: 15 to 34 letters and digits whose number, turned, leaves 1 when divided by 97.

    >>> _is_iban("FR76 3000 6000 0112 3456 7890 189")
    True
    """
    plain = re.sub(r"[ \-]", "", words).upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii() or not plain.isalnum():
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _cards(text: str) -> Iterator[Find]:
    for found in _CARD.finditer(text):
        if _is_card(re.sub(r"\D", "", found.group())):
            yield found.start(), found.end(), Hidden.CARD


def _is_card(digits: str) -> bool:
    """ISO 7812: 13 to 19 digits with the check digit of Luhn, which a number by chance has one time in ten.

    >>> _is_card("4111111111111111"), _is_card("4111111111111112")
    (True, False)
    """
    if not 13 <= len(digits) <= _LONGEST_CARD:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _phones(text: str) -> Iterator[Find]:
    """Numbers that can exist in one of the countries a French or English speaking company meets most."""
    if sum(sign.isdigit() for sign in text) < _SHORTEST_PHONE:
        return
    for region in _REGIONS:
        for found in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            if sum(sign.isdigit() for sign in found.raw_string) >= _SHORTEST_PHONE:
                yield found.start, found.end, Hidden.PHONE
    yield from _shaped(text)


def _shaped(text: str) -> Iterator[Find]:
    """Numbers that no plan knows but that are written as telephone numbers are: after a plus, or a zero, in groups."""
    for found in _SHAPED.finditer(text):
        digits = sum(sign.isdigit() for sign in found.group())
        if found.group().startswith("+") or _LONGEST_AT_HOME - 1 <= digits <= _LONGEST_AT_HOME:
            yield found.start(), found.end(), Hidden.PHONE


def _addresses(text: str) -> Iterator[Find]:
    for pattern in (_ADDRESS_FR, _ADDRESS_EN):
        yield from _spans(pattern, Hidden.ADDRESS)(text)


def _names(known: tuple[str, ...]) -> Callable[[str], Iterator[Find]]:
    """Names that are known, that follow a title or a greeting, or that are common."""

    def find(text: str) -> Iterator[Find]:
        for pattern in (_TITLED, _TITLED_SMALL, _NAMED):
            yield from ((found.start(1), found.end(1), Hidden.NAME) for found in pattern.finditer(text))
        yield from _first_names(text)
        yield from _small_names(text)
        yield from _spans(PARTICLED, Hidden.NAME)(text)
        if named := _known(known):
            yield from _spans(named, Hidden.NAME)(text)

    return find


def _first_names(text: str) -> Iterator[Find]:
    """A common first name in capitals, together with the capitalised word behind it."""
    for found in _CAPITALISED.finditer(text):
        if folded(found.group()) in FAMILY_NAMES:
            yield found.start(), found.end(), Hidden.NAME
        elif FIRST_NAMES & {folded(found.group()), *folded(found.group()).split("-")[:1]}:
            family = _CAPITALISED.match(text, found.end() + 1) if text[found.end() : found.end() + 1] == " " else None
            yield found.start(), family.end() if family else found.end(), Hidden.NAME


def _small_names(text: str) -> Iterator[Find]:
    """A common first name in small letters, where it is thanked or spoken of: elsewhere it may be a word."""
    for found in _SPOKEN_OF.finditer(text):
        if folded(found.group(1)) in FIRST_NAMES:
            yield found.start(1), found.end(1), Hidden.NAME


def folded(word: str) -> str:
    """Small letters without accents: `Hélène` and `HELENE` are one name."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(sign))


def straight(clause: str) -> str:
    """Folded, with the straight apostrophe of a keyboard for the curved one of a phone.

    >>> straight("L’ATTENTE")
    "l'attente"
    """
    return folded(clause).replace("’", "'")


@cache
def _known(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of these names, or of their parts of three letters and more, as a whole word in whatever case."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 2}
    if not parts:
        return None
    return re.compile(rf"\b(?:{'|'.join(re.escape(part) for part in sorted(parts, key=len, reverse=True))})\b", re.I)
