"""A questionnaire with every kind of item, and programmes, links and invitations that ask it."""

from datetime import timedelta
from typing import Any

from django.test import Client

from aisance.accounts.public import root_unit
from aisance.core.clock import stopped_at
from aisance.surveys.models import Answer, Invitation, OpenLink, Programme, ProgrammeVersion
from aisance.surveys.tests.company import NOON, address, invited, running_programme

LATER = NOON + timedelta(hours=1)


def words(english: str) -> dict[str, str]:
    return {"en": english, "fr": f"{english} (fr)", "ar": f"{english} (ar)"}


def options(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "wording": words(code.capitalize())} for code in codes]


EVERY_KIND: list[dict[str, Any]] = [
    {"code": "nps", "kind": "nps", "wording": words("How likely?")},
    {"code": "ces", "kind": "ces", "wording": words("How hard?"), "scale": "ces_5"},
    {"code": "place", "kind": "single", "wording": words("Where?"), "options": options("shop", "phone")},
    {
        "code": "topics",
        "kind": "multiple",
        "wording": words("About what?"),
        "options": options("bill", "line", "move"),
        "maximum": 2,
    },
    {"code": "order", "kind": "ranking", "wording": words("What first?"), "options": options("price", "care", "speed")},
    {
        "code": "grid",
        "kind": "matrix",
        "wording": words("How was it?"),
        "options": options("wait", "clear"),
        "scale": "csat_5",
    },
    {"code": "calls", "kind": "number", "wording": words("How many calls?"), "minimum": 0, "maximum": 20},
    {"code": "since", "kind": "date", "wording": words("Since when?")},
    {"code": "more", "kind": "text", "wording": words("Anything else?")},
    {"code": "idea", "kind": "idea", "wording": words("An idea?")},
    {"code": "quote", "kind": "consent", "wording": words("May we quote you?")},
    {"code": "back", "kind": "contact_me", "wording": words("Shall we call?")},
]

WHOLE: dict[str, Any] = {
    "nps.score": "9",
    "ces.score": "2",
    "place.value": "shop",
    "topics.ticked": ["move", "bill"],
    "order.rank_care": "1",
    "order.rank_price": "2",
    "grid.row_wait": "2",
    "grid.row_clear": "5",
    "calls.value": "2,5",
    "since.value": "2026-10-03",
    "more.text": "  Two\r\nlines ",
    "idea.text": "A lift",
    "quote.value": "no",
    "back.value": "yes",
}

STORED: dict[str, Any] = {
    "nps": ("nps_11", 9, "", None),
    "ces": ("ces_5", 2, "", None),
    "place": ("", None, "", "shop"),
    "topics": ("", None, "", ["bill", "move"]),
    "order": ("", None, "", ["care", "price"]),
    "grid": ("csat_5", None, "", {"wait": 2, "clear": 5}),
    "calls": ("", None, "", 2.5),
    "since": ("", None, "", "2026-10-03"),
    "more": ("", None, "Two\nlines", None),
    "idea": ("", None, "A lift", None),
    "quote": ("", None, "", False),
    "back": ("", None, "", True),
}


def asks(programme: Programme, questions: list[dict[str, Any]]) -> ProgrammeVersion:
    """Let the version in force ask these items; nobody was asked yet."""
    version = programme.versions.get(published_at__isnull=False)
    version.questions = questions
    version.save(update_fields=["questions"])
    return version


def invited_to(questions: list[dict[str, Any]], *, anonymous: bool = False, **about: Any) -> Invitation:
    programme = Programme.objects.filter(state=Programme.State.RUNNING).first() or running_programme()
    Programme.objects.filter(pk=programme.pk).update(anonymous=anonymous)
    asks(programme, questions)
    return invited(**about)


def open_link(questions: list[dict[str, Any]], *, anonymous: bool = False, **about: Any) -> OpenLink:
    programme = Programme.objects.filter(state=Programme.State.RUNNING).first() or running_programme()
    Programme.objects.filter(pk=programme.pk).update(anonymous=anonymous)
    asks(programme, questions)
    told = {"code": "poster", "name": "Poster", "use": OpenLink.Use.LINK, "channel": "shop", "created_at": NOON}
    return OpenLink.objects.create(programme=programme, unit_id=root_unit().id, **{**told, **about})


def post(path: str, data: dict[str, Any] | None = None, minutes: float = 60, **extra: Any) -> Any:
    with stopped_at(NOON + timedelta(minutes=minutes)):
        return Client(enforce_csrf_checks=True).post(path, data or {}, **extra)


def get(path: str, minutes: float = 60) -> Any:
    with stopped_at(NOON + timedelta(minutes=minutes)):
        return Client().get(path)


def stored() -> dict[str, Any]:
    return {row.question: (row.scale, row.score, row.text, row.value) for row in Answer.objects.all()}


__all__ = ["EVERY_KIND", "LATER", "STORED", "WHOLE", "address", "asks", "get", "invited_to", "open_link", "post"]
