"""How the pages of outgoing messages say what a message is for."""

from typing import Any

from django import template

from aisance.outreach.pressure.wording import purpose_names

register = template.Library()
register.simple_tag(purpose_names, name="purpose_names")


@register.filter
def called(code: str, names: dict[str, Any]) -> Any:
    """The name of a code; the code itself where it is not known any more."""
    return names.get(code, code)
