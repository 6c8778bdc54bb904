"""Makes links, changes and closes them."""

import secrets
from dataclasses import asdict
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.surveys.links.contracts import LinkTerms
from aisance.surveys.links.rules import ALPHABET, CODE_LENGTH
from aisance.surveys.models import OpenLink


def make_link(*, programme_id: int, terms: LinkTerms, by: Viewer) -> str:
    """A new link into a programme; its code, which nobody guesses."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    with transaction.atomic():
        OpenLink.objects.create(programme_id=programme_id, code=code, created_at=clock.now(), **_columns(terms))
        audit.record(by, "link.made", what="link", which=code, changes={"programme": programme_id, **_columns(terms)})
    return code


def change_link(*, link_id: int, terms: LinkTerms, by: Viewer) -> None:
    """Say something else of a link; responses that it took keep what it said when they began."""
    with transaction.atomic():
        link = OpenLink.objects.select_for_update().get(pk=link_id)
        changes = {
            name: [getattr(link, name), value]
            for name, value in _columns(terms).items()
            if getattr(link, name) != value
        }
        if not changes:
            return
        for name, (_before, value) in changes.items():
            setattr(link, name, value)
        link.save(update_fields=[*changes])
        audit.record(by, "link.changed", what="link", which=link.code, changes=changes)


def close_link(*, link_id: int, by: Viewer) -> None:
    """Let a link take no answers any more; whoever opens it reads that it is closed."""
    _set_closed(link_id, by, closed=True)


def open_again(*, link_id: int, by: Viewer) -> None:
    """Let a closed link take answers again."""
    _set_closed(link_id, by, closed=False)


def _set_closed(link_id: int, by: Viewer, *, closed: bool) -> None:
    with transaction.atomic():
        link = OpenLink.objects.select_for_update().get(pk=link_id)
        if (link.closed_at is not None) == closed:
            return
        link.closed_at = clock.now() if closed else None
        link.save(update_fields=["closed_at"])
        audit.record(by, "link.closed" if closed else "link.opened", what="link", which=link.code)


def _columns(terms: LinkTerms) -> dict[str, Any]:
    return {**asdict(terms), "origins": list(terms.origins)}
