"""What a web site says of a customer to the widget, signed so that nobody else says it. Pure."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

LONGEST_REFERENCE = 300
LONGEST_LIFE = timedelta(days=1)


def secret_of_link(key: str, code: str) -> str:
    """The secret that a link's web site signs with: another one for each link, and none that a table holds."""
    return hmac.new(key.encode(), f"surveys.widget|{code}".encode(), hashlib.sha256).hexdigest()


def reference(secret: str, customer: str, expires_at: datetime) -> str:
    """A customer's number in the company's systems, until when it may be shown, and the signature of both.

    >>> reference("s", "C-1", datetime(2026, 11, 22, tzinfo=UTC))[:15]
    'C-1.1795305600.'
    """
    said = f"{customer}.{int(expires_at.timestamp())}"
    return f"{said}.{_signature(secret, said)}"


def customer_of(secret: str, text: str, now: datetime) -> str | None:
    """The customer's number in a signed reference; null where it is not ours, over, or good for more than a day.

    >>> at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> signed = reference("s", "C-1", at + timedelta(minutes=5))
    >>> customer_of("s", signed, at), customer_of("t", signed, at), customer_of("s", signed, at + timedelta(hours=1))
    ('C-1', None, None)
    """
    if len(text) > LONGEST_REFERENCE or text.count(".") < 2:
        return None
    customer, expires, signature = text.rsplit(".", 2)
    if not hmac.compare_digest(signature.encode(), _signature(secret, f"{customer}.{expires}").encode()):
        return None
    if not (expires.isascii() and expires.isdigit() and len(expires) < 12):
        return None
    left = datetime.fromtimestamp(int(expires), UTC) - now
    return customer if timedelta(0) < left <= LONGEST_LIFE and customer else None


def _signature(secret: str, said: str) -> str:
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()
