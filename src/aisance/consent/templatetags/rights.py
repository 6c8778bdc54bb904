"""What is held about a customer, in words."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from aisance.consent.models import Handover
from aisance.consent.rights.dossier import moment_text, value_text

register = template.Library()
register.filter("words", value_text)


@register.filter
def moment(at: datetime | None) -> str:
    """When it was; empty where that is not known."""
    return moment_text(at)


@register.filter
def address(handover: Handover) -> Any:
    """The whole address of a link."""
    return f"{settings.ENVIRONMENT.base_url}{reverse('handover', args=[handover.token])}"
