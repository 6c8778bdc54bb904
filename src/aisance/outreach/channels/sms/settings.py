"""What the settings say about SMS."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class HttpWords:
    """How a gateway wants to be spoken to, and how it speaks. Values of `fields` and `headers` are templates.

    They may hold `{to}`, `{digits}` (the same without its plus), `{sender}`, `{text}`, `{reference}` (our name of the
    message, the same at every attempt), `{coding}` (0 for the small alphabet, 2 for UCS-2) and `{base_url}`.
    `accepted` is a pattern that an answer must hold to be a yes, `name` one whose first group is the gateway's own name
    of the message. `heard` and `receipt` say under which names it writes to us.
    """

    method: str = "POST"
    style: str = "form"
    fields: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    accepted: str = ""
    name: str = ""
    heard: dict[str, str] = field(default_factory=dict)
    receipt: dict[str, str] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """Where SMS leave; an empty URL stands for the folder."""

    url: str
    sender: str
    folder: Path
    secret: str = ""
    http: HttpWords = HttpWords()
    timeout: float = 10.0


def texts_can_be_answered() -> bool:
    """Whether texts come from a number: nobody can write back to a name."""
    return sms_settings().sender.removeprefix("+").isdecimal()


def sms_settings() -> SmsSettings:
    """The settings in force."""
    given: dict[str, Any] = dict(settings.SMS)
    return SmsSettings(**{**given, "folder": Path(given["folder"]), "http": HttpWords(**given.get("http", {}))})
