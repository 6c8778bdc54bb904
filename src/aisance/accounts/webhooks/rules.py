"""How a message is signed, where it may go, and how long to wait after a failure: pure functions."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

MOST_ATTEMPTS = 20
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)
EMBEDDING = [ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""Addresses that hold an IPv4 address inside, which may be a private one."""


def signature(secret: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` after the Standard Webhooks specification, version 1.

    >>> signature(b"secret", "msg_1", 1700000000, b"{}")[:12]
    'v1,FdthO+JQT'
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def secret_text(secret: bytes) -> str:
    """The secret as its owner keeps it."""
    return "whsec_" + base64.b64encode(secret).decode()


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: five seconds, doubling, at most six hours.

    >>> pause_after(1), pause_after(4), pause_after(30)
    (datetime.timedelta(seconds=5), datetime.timedelta(seconds=40), datetime.timedelta(seconds=21600))
    """
    return min(FIRST_PAUSE * (1 << min(failures - 1, 20)), LONGEST_PAUSE)


def is_public(address: str) -> bool:
    """Whether an address is out in the open: not of this machine, a private network, a cloud's own service.

    >>> [is_public(one) for one in ("1.1.1.1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False, False]
    """
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif any(found in net for net in EMBEDDING):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def wrong_url(url: str, inside: Collection[str]) -> str:
    """Why an address cannot be a webhook's: `scheme`, `host`, `user`; empty where it can.

    >>> wrong_url("http://example.org/x", ()), wrong_url("http://crm.lan:8080/x", ["crm.lan"])
    ('scheme', '')
    """
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return "host"
    host = parts.hostname or ""
    if not host or any(sign <= " " or sign == "\\" for sign in url):
        return "host"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "user"
    if parts.scheme != "https" and not (parts.scheme == "http" and host in inside):
        return "scheme"
    return ""
