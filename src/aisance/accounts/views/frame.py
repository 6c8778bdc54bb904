"""What the pages of administration have around them."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from aisance.accounts.permissions import ADMINISTER
from aisance.core.permissions import ViewerRequest


def page_of(
    request: ViewerRequest, place: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the tabs of administration, of which `place` (people, units, keys or trail) is the current one.

    Where a form in the context was refused, the status is 422 whatever was asked for.
    """
    frame = {"place": place, "may_administer": request.viewer.holds(ADMINISTER)}
    refused = any(isinstance(form, BaseForm) and form.errors for form in context.values())
    return render(request, template, frame | context, status=422 if refused else status)
