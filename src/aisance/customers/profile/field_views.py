"""The pages of fields: which there are and who reads them, a field, the ways of collecting, services in exchange."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.customers.models import ProfileFieldVersion
from aisance.customers.permissions import EDIT_FIELDS, VIEW_FIELDS
from aisance.customers.profile.contracts import FieldCard, ServiceCard
from aisance.customers.profile.counting import unused_fields
from aisance.customers.profile.exchange import service_of, services, set_service
from aisance.customers.profile.fields import retire_field, set_field, set_pace
from aisance.customers.profile.forms import FieldForm, PaceForm, ServiceForm
from aisance.customers.profile.measuring import notes_in_force, ways_beside_each_other
from aisance.customers.profile.queries import (
    card_of,
    field_card,
    newest_versions,
    pace,
    uses_of,
    values_that_stand,
    versions_of,
)
from aisance.customers.profile.rules import usefulness
from aisance.customers.profile.wording import KIND_NAMES, USE_NAMES, WAY_HELP, WAY_NAMES, kept_words, name_of, notice

DAYS_SHOWN = 90


@requires(VIEW_FIELDS)
@require_safe
def field_list(request: ViewerRequest) -> HttpResponse:
    """Every field with what it is for, who reads it and of how many people it is known; those that nobody reads."""
    return _draw_list(request, PaceForm(initial=_pace_words()))


def _draw_list(request: ViewerRequest, form: PaceForm) -> HttpResponse:
    versions = newest_versions()
    fields = [version.field for version in versions]
    uses, held, unused = uses_of(fields), values_that_stand(fields), unused_fields()
    lines = [_line(version, uses.get(version.field_id, []), held.get(version.field_id, 0)) for version in versions]
    lines.sort(key=lambda line: (-line["worth"], line["code"]))
    context = {
        "lines": lines,
        "unused": [line for line in lines if line["code"] in unused],
        "pace": pace(),
        "form": form,
        "may_edit": request.viewer.holds(EDIT_FIELDS),
    }
    return render(request, "customers/profile/field_list.html", context, status=422 if form.errors else 200)


def _line(version: ProfileFieldVersion, uses: list[Any], held: int) -> dict[str, Any]:
    card, field = card_of(version), version.field
    missing = 1.0 if not field.people or field.known is None else 1.0 - field.known / field.people
    return {
        "code": card.code,
        "name": name_of(card),
        "card": card,
        "kind": KIND_NAMES[card.kind],
        "use": USE_NAMES[card.use],
        "kept": kept_words(card.keep_days),
        "uses": uses,
        "last_read": uses[0].last_at if uses else None,
        "held": held,
        "field": field,
        "known": None if not field.people or field.known is None else field.known / field.people,
        "worth": usefulness(card.weight, field.uses, missing),
    }


def _pace_words() -> dict[str, int]:
    found = pace()
    names = ("most_questions", "refusal_rest_days", "unused_days")
    return {name: getattr(found, name) for name in names}


@requires(EDIT_FIELDS)
@require_POST
def pace_set(request: ViewerRequest) -> HttpResponse:
    """Set how much may be asked."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _draw_list(request, form)
    set_pace(form.pace(), by=request.viewer)
    messages.success(request, _("It holds from now on."))
    return redirect("profile-fields")


@requires(EDIT_FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def field_add(request: ViewerRequest) -> HttpResponse:
    """Add a field; a retired one of the same code comes back as a new version."""
    taken = [version.field.code for version in newest_versions()]
    return _edit(request, FieldForm(_posted(request), card=None, taken=taken))


@requires(EDIT_FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def field_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a field; where its meaning changes, a new version begins."""
    return _edit(request, FieldForm(_posted(request), card=_field(code), taken=()))


def _field(code: str) -> FieldCard:
    card = field_card(code)
    if card is None:
        raise Http404
    return card


def _posted(request: ViewerRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _edit(request: ViewerRequest, form: FieldForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        number = set_field(form.field_card(), by=request.viewer)
        messages.success(request, _("Version %(number)d is in force.") % {"number": number})
        return redirect("profile-fields")
    card = form.card
    context: dict[str, Any] = {"form": form, "card": card, "name": name_of(card) if card else ""}
    if card:
        versions = versions_of(card.code)
        held = values_that_stand([versions[0].field])
        context |= {"versions": [_version(one) for one in versions], "notice": notice(card)}
        context |= {"held": held.get(versions[0].field_id, 0)}
    return render(request, "customers/profile/field.html", context, status=422 if form.errors else 200)


def _version(version: ProfileFieldVersion) -> dict[str, Any]:
    card = card_of(version)
    return {"version": version, "card": card, "notice": notice(card), "use": USE_NAMES[card.use]}


@requires(EDIT_FIELDS)
@require_POST
def field_retire(request: ViewerRequest, code: str) -> HttpResponse:
    """Remove a field with all its values."""
    card = _field(code)
    retire_field(code, by=request.viewer)
    messages.success(request, _("%(name)s is removed, with every value there was of it.") % {"name": name_of(card)})
    return redirect("profile-fields")


@requires(VIEW_FIELDS)
@require_safe
def collecting(request: ViewerRequest) -> HttpResponse:
    """The three ways of collecting beside each other, and the services in exchange."""
    end = clock.today()
    start = end - timedelta(days=DAYS_SHOWN - 1)
    ways = [(WAY_NAMES[one.way], WAY_HELP[one.way], one) for one in ways_beside_each_other(start, end)]
    context = {
        "ways": ways,
        "start": start,
        "end": end,
        "notes": notes_in_force(),
        "services": services(also_closed=True),
        "may_edit": request.viewer.holds(EDIT_FIELDS),
    }
    return render(request, "customers/profile/collecting.html", context)


@requires(EDIT_FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def service_add(request: ViewerRequest) -> HttpResponse:
    """Add a service in exchange."""
    taken = [card.code for card in services(also_closed=True)]
    return _edit_service(request, ServiceForm(_posted(request), card=None, taken=taken))


@requires(EDIT_FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a service in exchange, or offer it no more."""
    return _edit_service(request, ServiceForm(_posted(request), card=_service(code), taken=()))


def _service(code: str) -> ServiceCard:
    card = service_of(code, also_closed=True)
    if card is None:
        raise Http404
    return card


def _edit_service(request: ViewerRequest, form: ServiceForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        set_service(form.service_card(), by=request.viewer)
        messages.success(request, _("The service is set; it holds from now on."))
        return redirect("profile-collecting")
    context = {"form": form, "card": form.card}
    return render(request, "customers/profile/service_edit.html", context, status=422 if form.errors else 200)
