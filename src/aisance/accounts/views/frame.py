"""What the pages of administration have around them."""

from http import HTTPStatus
from typing import Any, Protocol

from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from aisance.accounts.permissions import ADMINISTER
from aisance.core.permissions import Viewer, ViewerRequest
from aisance.ui.sheets import Sheet, Wanted


def page_of(
    request: ViewerRequest, place: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the tabs of administration, of which `place` (people, units, keys or trail) is the current one.

    Where a form in the context was refused, the status is 422 whatever was asked for.
    """
    frame = {"place": place, "may_administer": request.viewer.holds(ADMINISTER)}
    refused = any(isinstance(form, BaseForm) and form.errors for form in context.values())
    return render(request, template, frame | context, status=422 if refused else status)


class Noting(Protocol):
    """A service that writes down that a list with names was taken along."""

    def __call__(self, *, rows: int, form: str, by: Viewer) -> None: ...


def taken(request: ViewerRequest, file: Wanted, sheet: Sheet, note: Noting, name: str) -> HttpResponseBase:
    """A list with names as a file, on record where it was given."""
    answer = file.of(sheet, name)
    if answer.status_code == HTTPStatus.OK:
        note(rows=sheet.length, form=file.form.extension, by=request.viewer)
    return answer
