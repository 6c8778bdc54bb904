"""Everything that is held about one person, made from the list of holdings: for a page, for paper, for a machine."""

import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aisance.consent.rights.retention import every_keeping
from aisance.core import clock
from aisance.core.personal import Item
from aisance.customers.public import members
from aisance.ui.dates import date_format
from aisance.ui.paper import pdf

SOURCE = Path(__file__).parent / "dossier.typ"
FORMAT = "aisance.dossier/1"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One holding as one person's: what it is for, on what ground, how long it is kept, who gets it, and all of it."""

    name: str
    title: str
    purpose: str
    legal_basis: str
    keep_days: int | None
    recipients: tuple[str, ...]
    items: tuple[Item, ...]


def dossier(customer_id: int) -> list[Chapter]:
    """The chapters of a person, under whichever records they are known; those that hold nothing are there, empty."""
    people = members([customer_id]).get(customer_id, ())
    return [
        Chapter(
            keeping.holding.name,
            str(keeping.holding.title),
            str(keeping.holding.purpose),
            str(keeping.holding.legal_basis),
            keeping.days,
            tuple(str(one) for one in keeping.holding.recipients),
            tuple(keeping.holding.shown(people)) if people else (),
        )
        for keeping in every_keeping()
    ]


def as_json(chapters: Iterable[Chapter]) -> bytes:
    """The chapters for a machine: JSON in UTF-8, moments in ISO 8601 and UTC."""
    told = [
        {
            "name": chapter.name,
            "title": chapter.title,
            "purpose": chapter.purpose,
            "legal_basis": chapter.legal_basis,
            "kept_days": chapter.keep_days,
            "recipients": chapter.recipients,
            "items": [_item(item) for item in chapter.items],
        }
        for chapter in chapters
    ]
    document = {
        "format": FORMAT,
        "controller": settings.ENVIRONMENT.company,
        "made_at": clock.now().isoformat(),
        "language": get_language(),
        "holdings": told,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=str).encode()


def _item(item: Item) -> dict[str, Any]:
    return {
        "at": item.at.isoformat() if item.at else None,
        "title": str(item.title),
        "source": item.source,
        "fields": [{"title": str(title), "value": value} for title, value in item.fields],
    }


def as_zip(chapters: Iterable[Chapter]) -> bytes:
    """The file to take elsewhere: the JSON, and what stands on paper beside it."""
    told = list(chapters)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("data.json", as_json(told))
        parcel.writestr("data.pdf", as_pdf(told))
    return out.getvalue()


def as_pdf(chapters: Iterable[Chapter]) -> bytes:
    """The chapters on paper, tagged for those who hear them."""
    at = localtime(clock.now())
    made = _("Made on %(day)s at %(time)s") % {
        "day": date_format(at, "j F Y"),
        "time": date_format(at, "TIME_FORMAT"),
    }
    document = {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("What is held about you"),
        "company": settings.ENVIRONMENT.company,
        "lede": _("Everything that is kept about you, what for, on what ground, how long, and where it came from."),
        "made": made,
        "nothing": _("Nothing is kept here."),
        "chapters": [_chapter(chapter) for chapter in chapters],
    }
    return pdf(SOURCE, document)


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "about": about(chapter),
        "items": [
            {
                "at": moment_text(item.at),
                "title": str(item.title),
                "source": item.source,
                "fields": [[str(title), value_text(value)] for title, value in item.fields],
            }
            for item in chapter.items
        ],
    }


def about(chapter: Chapter) -> list[list[str]]:
    """What a customer is told of a holding beside what it holds (article 15(1))."""
    kept = (
        _("%(days)s days") % {"days": chapter.keep_days} if chapter.keep_days else _("as long as you are known to us")
    )
    found = [
        [_("Purpose"), chapter.purpose],
        [_("Ground"), chapter.legal_basis],
        [_("Kept"), kept],
        [_("Who receives it"), ", ".join(chapter.recipients)],
    ]
    return [pair for pair in found if pair[1]]


def moment_text(moment: datetime | None) -> str:
    """A moment for people, in the company's time zone; empty where there is none."""
    return date_format(localtime(moment), "j N Y H:i") if moment else ""


def value_text(value: Any) -> str:
    """A value of JSON for people.

    >>> value_text(["a", 2]), value_text({"channel": "sms"}), value_text(None)
    ('a, 2', 'channel: sms', '')
    """
    if isinstance(value, list | tuple):
        return ", ".join(value_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_text(one)}" for key, one in value.items())
    if isinstance(value, str) and _MOMENT.match(value):
        return moment_text(datetime.fromisoformat(value))
    return "" if value is None else str(value)
