"""People: add, invite, rename, close, and the roles they hold."""

import logging
from typing import NoReturn

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aisance.accounts.forms import NameForm, PersonForm, RoleForm
from aisance.accounts.models import Assignment, Person
from aisance.accounts.permissions import ADMINISTER
from aisance.accounts.queries import assignments_in, is_wholly_administered, people_in
from aisance.accounts.services import (
    LAST_ADMINISTRATOR,
    ONESELF,
    add_person,
    assign_role,
    change_person,
    deactivate_person,
    invite_person,
    note_people_taken,
    reactivate_person,
    withdraw_role,
)
from aisance.accounts.sheets import sheet_of_people
from aisance.accounts.views.frame import page_of, taken
from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import Role, ViewerRequest, requires
from aisance.ui.sheets import wanted

log = logging.getLogger(__name__)


def administered_person(request: ViewerRequest, person_id: int) -> Person:
    """The person, where the viewer administers one of their roles; else 404."""
    return get_object_or_404(people_in(request.viewer), pk=person_id)


def wholly_administered_person(request: ViewerRequest, person_id: int) -> Person:
    """The person, where no role of theirs lies outside what the viewer administers; else 404 or 403."""
    person = administered_person(request, person_id)
    if not is_wholly_administered(request.viewer, person):
        _refuse()
    return person


def _refuse() -> NoReturn:
    raise PermissionDenied("This person also holds roles elsewhere.")


@requires(ADMINISTER)
def people(request: ViewerRequest) -> HttpResponseBase:
    held = Prefetch("assignments", Assignment.objects.select_related("unit").order_by("role", "unit__name"))
    found = people_in(request.viewer).prefetch_related(held)
    if file := wanted(request):
        return taken(request, file, sheet_of_people(found), note_people_taken, "people")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return page_of(request, "people", "accounts/people.html", {"page": page})


@requires(ADMINISTER)
def add(request: ViewerRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, viewer=request.viewer, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        with transaction.atomic():
            person = add_person(
                email=words["email"], name=words["name"], password=None, language=words["language"], by=request.viewer
            )
            assign_role(person_id=person.pk, role=Role(words["role"]), unit_id=words["unit"], by=request.viewer)
        _invite(request, person)
        return redirect("person-detail", person.pk)
    return page_of(request, "people", "accounts/person_add.html", {"form": form}, status=422 if form.errors else 200)


@requires(ADMINISTER)
def detail(request: ViewerRequest, person_id: int) -> HttpResponse:
    person = administered_person(request, person_id)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        wholly_administered_person(request, person_id)
        change_person(person_id=person.pk, name=form.cleaned_data["name"], by=request.viewer)
        messages.success(request, _("Saved."))
        return redirect("person-detail", person.pk)
    return _detail_page(request, person, form=form)


def _detail_page(
    request: ViewerRequest, person: Person, *, form: NameForm | None = None, role_form: RoleForm | None = None
) -> HttpResponse:
    form = form or NameForm(initial={"name": person.name})
    role_form = role_form or RoleForm(viewer=request.viewer)
    context = {
        "person": person,
        "form": form,
        "role_form": role_form,
        "assignments": person.assignments.select_related("unit").order_by("role", "unit__name"),
        "removable": set(assignments_in(request.viewer).filter(person=person).values_list("pk", flat=True)),
        "wholly": is_wholly_administered(request.viewer, person),
    }
    return page_of(request, "people", "accounts/person.html", context)


@requires(ADMINISTER)
@require_POST
def give_role(request: ViewerRequest, person_id: int) -> HttpResponse:
    person = administered_person(request, person_id)
    form = RoleForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return _detail_page(request, person, role_form=form)
    role = Role(form.cleaned_data["role"])
    assign_role(person_id=person.pk, role=role, unit_id=form.cleaned_data["unit"], by=request.viewer)
    return redirect("person-detail", person.pk)


@requires(ADMINISTER)
@require_POST
def take_role(request: ViewerRequest, assignment_id: int) -> HttpResponse:
    assignment = get_object_or_404(assignments_in(request.viewer), pk=assignment_id)
    _tell(request, withdraw_role(assignment_id=assignment.pk, by=request.viewer))
    if not people_in(request.viewer).filter(pk=assignment.person_id).exists():
        return redirect("administration")
    return redirect("person-detail", assignment.person_id)


@requires(ADMINISTER)
@require_POST
def close(request: ViewerRequest, person_id: int) -> HttpResponse:
    person = wholly_administered_person(request, person_id)
    _tell(request, deactivate_person(person_id=person.pk, by=request.viewer))
    return redirect("person-detail", person.pk)


@requires(ADMINISTER)
@require_POST
def reopen(request: ViewerRequest, person_id: int) -> HttpResponse:
    person = wholly_administered_person(request, person_id)
    reactivate_person(person_id=person.pk, by=request.viewer)
    return redirect("person-detail", person.pk)


@requires(ADMINISTER)
@require_POST
def invite(request: ViewerRequest, person_id: int) -> HttpResponse:
    _invite(request, wholly_administered_person(request, person_id))
    return redirect("person-detail", person_id)


def _invite(request: ViewerRequest, person: Person) -> None:
    try:
        invite_person(person_id=person.pk, by=request.viewer)
    except OSError as problem:
        log.warning("An invitation was not sent: %s", type(problem).__name__)
        messages.error(request, _("The mail server did not take the invitation. Try again later."))
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})


def _tell(request: ViewerRequest, decision: Decision) -> None:
    if isinstance(decision, Refused):
        reasons = {
            LAST_ADMINISTRATOR: _("This is the last administrator of the company. Name another one first."),
            ONESELF: _("You cannot close your own account. Another administrator can."),
        }
        messages.error(request, reasons[decision.reason])
