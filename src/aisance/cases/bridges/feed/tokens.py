"""The address of somebody's calendar: signed, guessed by nobody, and worthless once it was taken back."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from aisance.cases.models import CalendarFeed

_SALT = "cases.calendar"


def feed_address(feed: CalendarFeed) -> str:
    """What a calendar program subscribes to."""
    signed = Signer(salt=_SALT, sep=".").sign(f"{feed.person_id:x}-{feed.nonce}")
    return f"{settings.ENVIRONMENT.base_url}{reverse('case-calendar', kwargs={'signed': signed})}"


def feed_behind(signed: str) -> CalendarFeed | None:
    """The calendar that an address is of; null where it is not ours, or not any more."""
    try:
        person, _dash, nonce = Signer(salt=_SALT, sep=".").unsign(signed).partition("-")
        return CalendarFeed.objects.filter(person_id=int(person, 16), nonce=nonce).first()
    except (BadSignature, ValueError, OverflowError):
        return None
