"""The rights of consent."""

from aisance.consent.rights.permissions import HANDLE_REQUESTS, TAKE_REQUESTS

__all__ = ["HANDLE_REQUESTS", "TAKE_REQUESTS"]
