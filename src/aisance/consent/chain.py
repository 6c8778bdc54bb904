"""What of an entry is hashed, in one place for those who write and those who verify."""

from typing import Any

from aisance.consent.models import Entry, EntryPerson
from aisance.consent.sealing import link, moment, seal


def content_of(entry: Entry, notice: str) -> dict[str, Any]:
    """What the hash of an entry covers; `notice` is the purpose, number and digest of the words that were read."""
    return {
        "position": entry.position,
        "at": moment(entry.at),
        "said_at": moment(entry.said_at),
        "purpose": entry.purpose,
        "channel": entry.channel,
        "act": entry.act,
        "method": entry.method,
        "notice": notice,
        "language": entry.language,
        "until": moment(entry.until),
        "wish": entry.wish,
        "actor": entry.actor,
        "seal": entry.seal,
    }


def personal_of(person: EntryPerson) -> dict[str, Any]:
    """What the seal of an entry covers."""
    return {
        "customer": person.customer_id,
        "kind": person.kind,
        "value": person.value,
        "place": person.place,
        "proof": person.proof,
    }


def notice_mark(entry: Entry) -> str:
    """The words that were read, as they stand in the chain; empty where none were."""
    return f"{entry.notice.purpose}/{entry.notice.number}/{entry.notice.digest}" if entry.notice else ""


def hash_of(entry: Entry) -> str:
    """The hash that an entry must bear after the one before it."""
    return link(entry.previous_hash, content_of(entry, notice_mark(entry)))


def seal_of(person: EntryPerson) -> str:
    """The seal that an entry must bear as long as its personal part is kept."""
    return seal(person.salt, personal_of(person))
