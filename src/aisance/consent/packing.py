"""The proof of what one customer allowed: a file for machines and a page for people, in one archive."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from aisance.consent.cells import entries_of
from aisance.consent.chain import content_of, notice_mark, personal_of
from aisance.consent.models import Entry, EntryPerson
from aisance.consent.queries import purposes
from aisance.consent.sealing import moment
from aisance.consent.wording import entry_words
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.customers.public import customer_cards, members


def proof_pack(customer_id: int, *, by: Viewer) -> bytes:
    """A ZIP archive with everything that was said under the records of a person; that it was taken is on record."""
    rows = members([customer_id]).get(customer_id, (customer_id,))
    said = sorted(entries_of(rows), key=lambda row: row.entry_id)
    head = Entry.objects.order_by("-position").values_list("position", "hash").first() or (0, "")
    proof = _proof(rows, said, head)
    audit.record(by, "consent.proof_taken", what="customer", which=customer_id, changes={"entries": len(said)})
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("proof.json", json.dumps(proof, ensure_ascii=False, indent=2))
        archive.writestr("proof.html", _page(rows, said, head))
    return place.getvalue()


def _proof(rows: Sequence[int], said: Sequence[EntryPerson], head: tuple[int, str]) -> dict[str, Any]:
    notices = {row.entry.notice for row in said if row.entry.notice}
    return {
        "made_at": moment(clock.now()),
        "customer_records": list(rows),
        "ledger": {"entries": head[0], "hash": head[1]},
        "how_to_verify": HOW,
        "entries": [_entry(row) for row in said],
        "notices": [
            {"purpose": one.purpose, "number": one.number, "digest": one.digest, "text": one.text} for one in notices
        ],
    }


def _entry(row: EntryPerson) -> dict[str, Any]:
    entry = row.entry
    return {
        "content": content_of(entry, notice_mark(entry)),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
        "personal": personal_of(row),
        "salt": row.salt,
    }


HOW = (
    "Canonical JSON has its keys in order and no spaces, in UTF-8. For each entry: SHA-256 of salt, a line break and "
    "the canonical JSON of `personal` is `content.seal`; SHA-256 of `previous_hash`, a line break and the canonical "
    "JSON of `content` is `hash`. SHA-256 of the canonical JSON of a notice's text is its digest, which stands in "
    "`content.notice`. `aisance doctor` verifies the whole ledger, whose end is named in `ledger`."
)


def _page(rows: Sequence[int], said: Sequence[EntryPerson], head: tuple[int, str]) -> str:
    names = {card.code: translated(card.name) for card in purposes(also_unused=True)}
    known = [value for card in customer_cards(rows).values() for _kind, value in card.identifiers]
    context = {
        "title": _("Proof of consent"),
        "known": known,
        "made_at": clock.now(),
        "head": head,
        "how": HOW,
        "lines": [(row, entry_words(row.entry, names), _notice(row)) for row in said],
    }
    return render_to_string("consent/proof.html", context)


def _notice(row: EntryPerson) -> str:
    notice = row.entry.notice
    return translated(notice.text, row.entry.language or None) if notice else ""
