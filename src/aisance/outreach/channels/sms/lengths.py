"""How long a text message is on the air: the alphabet it needs, its segments, and what makes it dear.

Source: 3GPP TS 23.038 (GSM 03.38), section 6.2.1, the default alphabet and its extension table, and TS 23.040, section
9.2.3.24, the header that joins the segments of a long message.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
ESCAPE = 0x1B
_CODES = {letter: code for code, letter in enumerate(BASIC) if code != ESCAPE}
_EXTENDED = {code: letter for letter, code in EXTENSION.items()}

# What typographers write and phones do not need: it would force the dear alphabet for nothing.
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
        "…": "...", "•": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\ufeff": "", "\t": " ",
        "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip


class Alphabet(StrEnum):
    """In what a message is written on the air."""

    GSM = "gsm"
    UCS2 = "ucs2"


# (units in one segment, units in each of several): the header that joins segments takes the rest.
ROOM = {Alphabet.GSM: (160, 153), Alphabet.UCS2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is. `units` are septets or 16-bit words; `culprit` is the first letter that is not in GSM's."""

    alphabet: Alphabet
    units: int
    segments: int
    room: int
    culprit: str = ""

    @property
    def left(self) -> int:
        """How many units the last segment still takes."""
        return self.room - self.units


def simplified(text: str) -> str:
    """The text with typographers' signs as a typewriter has them, so that it stays in the cheap alphabet.

    >>> simplified("« C’était facile\u202f? »")
    '" C\\'était facile ? "'
    """
    return text.translate(_PLAIN)


def measure(text: str) -> Length:
    """How long the text is. An empty text takes one segment, as it is sent as one.

    `room` is how many units so many segments take; an escaped letter and a letter of two words do not lie across
    segments, so a long text may need one more than a division says.

    >>> measure("Était-ce facile ? 0 à 10, STOP")
    Length(alphabet=<Alphabet.GSM: 'gsm'>, units=30, segments=1, room=160, culprit='')
    """
    alphabet = alphabet_of(text)
    cost = _cost(alphabet)
    parts = split(text)
    one, each = ROOM[alphabet]
    return Length(
        alphabet=alphabet,
        units=sum(map(cost, text)),
        segments=len(parts),
        room=one if len(parts) == 1 else each * len(parts),
        culprit=next((letter for letter in text if not is_cheap(letter)), ""),
    )


def alphabet_of(text: str) -> Alphabet:
    """GSM's where every letter lies in it, else UCS-2."""
    return Alphabet.GSM if all(map(is_cheap, text)) else Alphabet.UCS2


def is_cheap(letter: str) -> bool:
    """Whether the letter lies in GSM's alphabet or its extension."""
    return letter in _CODES or letter in EXTENSION


def split(text: str) -> list[str]:
    """The text in segments; no letter lies across two.

    >>> [len(part) for part in split("a" * 160)], [len(part) for part in split("a" * 161)]
    ([160], [153, 8])
    >>> [len(part) for part in split("a" * 152 + "€" + "a" * 10)]
    [152, 11]
    """
    alphabet = alphabet_of(text)
    one, each = ROOM[alphabet]
    cost = _cost(alphabet)
    return [text] if sum(map(cost, text)) <= one else list(_filled(text, each, cost))


def _filled(text: str, room: int, cost: Callable[[str], int]) -> Iterator[str]:
    part, used = "", 0
    for letter in text:
        if used + cost(letter) > room:
            yield part
            part, used = "", 0
        part, used = part + letter, used + cost(letter)
    yield part


def _cost(alphabet: Alphabet) -> Callable[[str], int]:
    if alphabet == Alphabet.GSM:
        return lambda letter: 2 if letter in EXTENSION else 1
    return lambda letter: 2 if ord(letter) > 0xFFFF else 1


def encode(text: str, alphabet: Alphabet) -> bytes:
    """The text as an SMS centre takes it: one octet a septet, or UTF-16 with the high byte first.

    >>> encode("à {", Alphabet.GSM).hex(), encode("ê", Alphabet.UCS2).hex()
    ('7f201b28', '00ea')
    """
    if alphabet == Alphabet.UCS2:
        return text.encode("utf-16-be")
    return b"".join(bytes([ESCAPE, EXTENSION[it]]) if it in EXTENSION else bytes([_CODES[it]]) for it in text)


def decode(octets: bytes, alphabet: Alphabet) -> str:
    """What a phone wrote; an unknown octet becomes a question mark.

    >>> decode(bytes.fromhex("1b6509"), Alphabet.GSM)
    '€Ç'
    """
    if alphabet == Alphabet.UCS2:
        return octets.decode("utf-16-be", "replace")
    letters, escaped = [], False
    for octet in octets:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        known = _EXTENDED.get(octet) if escaped else None
        letters.append(known or (BASIC[octet] if octet < len(BASIC) else "?"))
        escaped = False
    return "".join(letters)
