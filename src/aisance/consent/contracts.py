"""What other domains may hold of consent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

EVERY = "*"
"""Every purpose, or every channel, in what a customer says."""


class PurposeKind(StrEnum):
    """What a purpose is for. It decides what silence means: no for marketing, yes for all others."""

    LEGAL = "legal"
    SERVICE = "service"
    SURVEY = "survey"
    MARKETING = "marketing"


NEVER_HELD = frozenset({PurposeKind.LEGAL, PurposeKind.SERVICE})
"""Purposes that rest on a duty or a contract: no word of the customer's ends them."""


class LegalBasis(StrEnum):
    """On what a purpose rests. Source: Regulation (EU) 2016/679, article 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    LEGITIMATE_INTEREST = "interest"


class ConsentChannel(StrEnum):
    """The channels by which a customer may be written to or called, and about which they decide one by one."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"


class Act(StrEnum):
    """What a customer did. `restarted` takes a stop back: silence holds again, it grants nothing."""

    GRANTED = "granted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RESTARTED = "restarted"
    PAUSED = "paused"
    RESUMED = "resumed"
    WISHED = "wished"


class Method(StrEnum):
    """How they did it."""

    FORM = "form"
    PHONE = "phone"
    SHOP = "shop"
    PAPER = "paper"
    API = "api"
    IMPORT = "import"
    PREFERENCES = "preferences"
    CONFIRMATION = "confirmation"
    ONE_CLICK = "one_click"
    REPLY = "reply"
    COMPLAINT = "complaint"
    TRANSFER = "transfer"


class Wish(StrEnum):
    """How often somebody wishes to be written to at most."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Level(StrEnum):
    """How well a company may know and address somebody: computed from identifiers and consents, never stored."""

    UNKNOWN = "unknown"
    IDENTIFIED = "identified"
    OPTED_IN = "opted_in"
    CONFIRMED = "confirmed"


class ConsentReason(StrEnum):
    """Why somebody may not be contacted, or why an entry was not taken."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    PAUSED = "paused"
    NO_CONSENT = "no_consent"
    OTHER_ADDRESS = "other_address"
    UNKNOWN_PURPOSE = "unknown_purpose"
    RESTRICTED = "restricted"
    UNKNOWN_CUSTOMER = "unknown_customer"
    TOO_WIDE = "too_wide"
    UNKNOWN_NOTICE = "unknown_notice"
    NO_END = "no_end"


@dataclass(frozen=True, slots=True)
class ContactAsk:
    """May this customer be contacted for this purpose by this channel, at this address?

    `kind` is what the message calls itself. A purpose on record has a kind of its own, and the stricter of both
    counts: nobody gets past a no by calling a message something else.
    """

    customer_id: int
    purpose: str
    channel: str
    address: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a customer said. A grant names one purpose and one channel; a withdrawal or a pause may name `*`.

    `identifier` is a kind and a normalised value: the address that a grant holds for. `notice` is the number of the
    purpose's notice that was read or heard, in `language`. `proof` holds JSON values: the digest of the served text,
    the reference of a call. `said_at` is when it was said, where that was before it is written down. A `key` is
    recorded once.
    """

    customer_id: int
    act: Act
    method: Method
    purpose: str = EVERY
    channel: str = EVERY
    identifier: tuple[str, str] = ("", "")
    notice: int | None = None
    language: str = ""
    place: str = ""
    proof: Mapping[str, object] = field(default_factory=dict)
    said_at: datetime | None = None
    until: datetime | None = None
    wish: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry stands in the ledger at this place; `is_new` is false for a key that was recorded before."""

    position: int
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class PurposeCard:
    """A purpose as pages show it, with the newest notice."""

    code: str
    name: Mapping[str, str]
    words: Mapping[str, str]
    kind: PurposeKind
    legal_basis: LegalBasis
    notice: int
    notice_text: Mapping[str, str]
    position: int = 100
    is_active: bool = True

    @property
    def silence_is_yes(self) -> bool:
        """Whether somebody who said nothing may be contacted for it."""
        return self.kind != PurposeKind.MARKETING


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """Event: a customer said something that stands in the ledger at `position`; `at` is an ISO moment."""

    customer_id: int
    purpose: str
    channel: str
    act: str
    method: str
    position: int
    at: str


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """Event: a customer who fetches the answer to their request is to get a code, at an address that we know.

    `kind` is that of the address, email or phone; `key` is unique for ever.
    """

    key: str
    customer_id: int
    kind: str
    language: str
    code: str
