"""Which pages of gestures a viewer may open."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from aisance.cases.gestures.permissions import DECIDE, GRANT, SET, VIEW

register = template.Library()

PAGES = (
    ("gesture-requests", pgettext_lazy("gestures", "Requests"), GRANT),
    ("gesture-list", pgettext_lazy("gestures", "All gestures"), VIEW),
    ("gesture-outcomes", pgettext_lazy("gestures", "What came of them"), VIEW),
    ("gesture-checks", pgettext_lazy("gestures", "To verify"), DECIDE),
    ("gesture-catalogue", pgettext_lazy("gestures", "Catalogue"), SET),
    ("gesture-budgets", pgettext_lazy("gestures", "Budgets"), SET),
    ("gesture-try", pgettext_lazy("gestures", "Try a policy"), SET),
)


@register.simple_tag(takes_context=True)
def gesture_tabs(context: Context) -> list[tuple[str, Any, str]]:
    """The name, title and address of each page that is open to the viewer."""
    viewer = context["request"].viewer
    return [(name, title, reverse(name)) for name, title, right in PAGES if viewer.holds(right)]
