"""What is known beside the answers: in codes for the conditions of a questionnaire, in words for its texts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from aisance.accounts.public import units_in
from aisance.core.scope import EVERYTHING
from aisance.journeys.contracts import Channel, InteractionCard
from aisance.journeys.public import channel_names, interactions, reasons, steps
from aisance.surveys.queries.sittings import Sitting
from aisance.surveys.questionnaires.contracts import Item
from aisance.surveys.questionnaires.rules import ANSWER, places
from aisance.ui.dates import date_format

_FROM_TABLES = {"interaction:step", "interaction:reason", "interaction:unit"}


def contact_of(sitting: Sitting) -> InteractionCard | None:
    """What a sitting is about; null for a barometer and for an open link."""
    return interactions([sitting.interaction_id])[0] if sitting.interaction_id else None


def known_codes(sitting: Sitting, contact: InteractionCard | None) -> dict[str, str]:
    """What conditions may look at. What no item looks at is not read."""
    looked_at = {condition.of for item in sitting.items for condition in item.show_if.conditions}
    if all(of.startswith(ANSWER) for of in looked_at):
        return {}
    known = {
        "customer:language": sitting.language.split("-")[0],
        "interaction:channel": contact.channel.value if contact else sitting.channel,
        "interaction:outcome": contact.outcome.value if contact and contact.outcome else "",
    }
    return known | (_from_tables(sitting, contact, "code") if looked_at & _FROM_TABLES else {})


def known_words(sitting: Sitting, contact: InteractionCard | None) -> dict[str, str]:
    """What texts may pipe, in the active language. Never who the customer is: a link may be in anybody's hands."""
    wanted = {place for item in sitting.items for text in _texts(item) for place, _instead in places(text)}
    if not wanted:
        return {}
    channel = contact.channel.value if contact else sitting.channel
    known = {
        "company": settings.ENVIRONMENT.company,
        "interaction:channel": str(channel_names().get(channel, "")) if channel in {*Channel} else "",
        "interaction:date": _day_of(contact) if contact else "",
    }
    return known | (_from_tables(sitting, contact, "name") if wanted & _FROM_TABLES else {})


def _texts(item: Item) -> list[str]:
    words: list[Mapping[str, str]] = [item.wording, item.help, *(option.wording for option in item.options)]
    return [text for one in words for text in one.values() if "{" in text]


def _day_of(contact: InteractionCard) -> str:
    moment = contact.ended_at or contact.started_at
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "j F")


def _from_tables(sitting: Sitting, contact: InteractionCard | None, part: str) -> dict[str, str]:
    step_id = contact.step_id if contact else sitting.step_id
    reason_id = contact.reason_id if contact else None
    unit_id = contact.unit_id if contact else sitting.unit_id
    return {
        "interaction:step": _of(steps(), step_id, part),
        "interaction:reason": _of(reasons(), reason_id, part),
        "interaction:unit": _of(units_in(EVERYTHING), unit_id, part),
    }


def _of(cards: Any, pk: int | None, part: str) -> str:
    return next((str(getattr(card, part)) for card in cards if card.id == pk), "")
