"""Cases in words."""

from typing import Any

from django.utils.translation import gettext as _


def stake_part_words(part: Any) -> str:
    """One part of what is at stake."""
    return str(part.get("code", ""))


def refusal_words(reason: str) -> str:
    """Why something cannot be done with a case."""
    return _("This cannot be done with this case: %(reason)s.") % {"reason": reason}
