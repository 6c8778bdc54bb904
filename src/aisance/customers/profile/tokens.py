"""The signed addresses of customers' own pages: whose they are, for how long. They say nothing about anybody."""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from aisance.customers.models import Customer

SERVICES_LIFE_SECONDS = 180 * 86_400
FURTHER_LIFE_SECONDS = 7 * 86_400
_SERVICES, _FURTHER, _HALVES = "customers.services", "customers.further", "~"


def services_link(customer_id: int) -> str:
    """The address at which a customer chooses services, for half a year."""
    signed = _signer(_SERVICES).sign(str(customer_id))
    return f"{settings.ENVIRONMENT.base_url}{reverse('services', args=[signed])}"


def customer_of_services(signed: str) -> int | None:
    """Whose page of services it is; null where the link is not ours, or too old, or leads to nobody any more."""
    return _known(_unsigned(_SERVICES, signed, SERVICES_LIFE_SECONDS))


def further_path(customer_id: int, contact: str) -> str:
    """The path at which one question more is asked in a contact, for a week."""
    signed = _signer(_FURTHER).sign(f"{customer_id}{_HALVES}{contact}")
    return reverse("further-question", args=[signed])


def contact_of_further(signed: str) -> tuple[int, str] | None:
    """Who is asked one question more, in which contact; null where the link is not ours or too old."""
    number, _halves, contact = _unsigned(_FURTHER, signed, FURTHER_LIFE_SECONDS).partition(_HALVES)
    customer_id = _known(number)
    return (customer_id, contact) if customer_id is not None else None


def _unsigned(salt: str, signed: str, life: int) -> str:
    try:
        return _signer(salt).unsign(signed, max_age=life)
    except BadSignature:
        return ""


def _known(number: str) -> int | None:
    is_known = number.isdecimal() and Customer.objects.filter(pk=int(number)).exists()
    return int(number) if is_known else None


def _signer(salt: str) -> TimestampSigner:
    return TimestampSigner(salt=salt, sep=".")
