"""The catalogue of gestures, and who gives what up to what."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import root_unit
from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.forms import KindForm, LimitForm
from aisance.cases.gestures.permissions import SET
from aisance.cases.gestures.services.setting import remove_limit, set_kind, set_limit
from aisance.cases.gestures.wording import ROLES, SORTS, cost_words, days_words, kind_name
from aisance.cases.models import GestureAutonomy, GestureKind
from aisance.cases.models.gestures import GRANTING_ROLES
from aisance.core.permissions import Role, Viewer, ViewerRequest, requires


def require_company(viewer: Viewer) -> None:
    """Raise PermissionDenied unless gestures are set for the whole company: there is one catalogue."""
    if not viewer.scope(SET).covers(root_unit().path):
        raise PermissionDenied(SET.code)


@requires(SET)
@require_safe
def catalogue(request: ViewerRequest) -> HttpResponse:
    """Every kind, those that are given first."""
    kinds = GestureKind.objects.prefetch_related("autonomies").order_by("-is_on", "sort", "pk")
    return render(request, "cases/gestures/catalogue.html", {"rows": [_row(kind) for kind in kinds]})


def _row(kind: GestureKind) -> dict[str, Any]:
    limits = {one.role: one.most_minor for one in kind.autonomies.all() if one.unit_id is None}
    elsewhere = sum(one.unit_id is not None for one in kind.autonomies.all())
    alone = [(ROLES[role], amount_words(limits[role])) for role in GRANTING_ROLES if role in limits]
    conditional = [kind.reasons, kind.outcomes, kind.segments]
    return {
        "kind": kind,
        "name": kind_name(kind),
        "sort": SORTS[kind.sort],  # type: ignore[index]  # the values of an enum of strings
        "cost": cost_words(kind),
        "alone": alone,
        "elsewhere": elsewhere,
        "often": days_words(kind.again_after_days) if kind.again_after_days else "",
        "narrowed": sum(bool(held) for held in conditional),
    }


@requires(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def kind_add(request: ViewerRequest) -> HttpResponse:
    """Add a kind of gesture."""
    return _edited(request, KindForm(request.POST or None), None)


@requires(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def kind_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a kind; every change is its next version."""
    kind = _kind(code)
    return _edited(request, KindForm(request.POST or None, kind=kind), kind)


def _kind(code: str) -> GestureKind:
    return get_object_or_404(GestureKind.objects.prefetch_related("autonomies__unit"), code=code)


def _edited(request: ViewerRequest, form: KindForm, kind: GestureKind | None) -> HttpResponse:
    require_company(request.viewer)
    if request.method == "POST" and form.is_valid():
        set_kind(form.draft, by=request.viewer)
        messages.success(request, _("The gesture is set."))
        return redirect("gesture-catalogue")
    return _page(request, form, kind, LimitForm(viewer=request.viewer))


def _page(request: ViewerRequest, form: KindForm, kind: GestureKind | None, limit: LimitForm) -> HttpResponse:
    limits = [one for one in kind.autonomies.all() if one.unit_id] if kind else []
    context = {
        "form": form,
        "kind": kind,
        "name": kind_name(kind) if kind else _("Add a gesture"),
        "limits": [(one, ROLES[Role(one.role)], amount_words(one.most_minor)) for one in limits],
        "limit_form": limit,
    }
    wrong = form.errors or limit.errors
    return render(request, "cases/gestures/kind.html", context, status=422 if wrong else 200)


@requires(SET)
@require_POST
def limit_set(request: ViewerRequest, code: str) -> HttpResponse:
    """Give a role another limit in one unit."""
    require_company(request.viewer)
    kind = _kind(code)
    form = LimitForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return _page(request, KindForm(kind=kind), kind, form)
    held = form.cleaned_data
    set_limit(kind_id=kind.pk, role=held["role"], unit_id=held["unit"], most_minor=held["most"], by=request.viewer)
    messages.success(request, _("The limit holds there from now on."))
    return redirect("gesture-kind", code=code)


@requires(SET)
@require_POST
def limit_remove(request: ViewerRequest, code: str, pk: int) -> HttpResponse:
    """Let the limit that holds everywhere hold in a unit again."""
    require_company(request.viewer)
    if not GestureAutonomy.objects.filter(pk=pk, kind__code=code, unit__isnull=False).exists():
        raise Http404
    remove_limit(limit_id=pk, by=request.viewer)
    messages.success(request, _("What holds everywhere holds there again."))
    return redirect("gesture-kind", code=code)
