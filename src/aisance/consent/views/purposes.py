"""What customers are contacted for, and the words in which they are told."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.consent.contracts import PurposeCard
from aisance.consent.forms import PurposeForm, initial_of
from aisance.consent.models import Purpose
from aisance.consent.permissions import EDIT_PURPOSES, require_company
from aisance.consent.purposing import notices_of, set_purpose
from aisance.consent.queries import purposes
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated


@require_safe
@requires(EDIT_PURPOSES)
def purpose_list(request: ViewerRequest) -> HttpResponse:
    """Every purpose."""
    cards = purposes(also_unused=True)
    rows = [
        (card, translated(card.name), Purpose.Kind(card.kind.value).label, Purpose.Basis(card.legal_basis.value).label)
        for card in cards
    ]
    return render(request, "consent/purposes.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_PURPOSES)
def purpose_add(request: ViewerRequest) -> HttpResponse:
    """Add a purpose with its first notice."""
    taken = {card.code for card in purposes(also_unused=True)}
    form = PurposeForm(request.POST if request.method == "POST" else None, taken=taken)
    return _edited(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_PURPOSES)
def purpose_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a purpose; other words of its notice are its next version."""
    card = next((one for one in purposes(also_unused=True) if one.code == code), None)
    if card is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    return _edited(request, PurposeForm(data, card=card, initial=initial_of(card)), card)


def _edited(request: ViewerRequest, form: PurposeForm, card: PurposeCard | None) -> HttpResponse:
    require_company(request.viewer, EDIT_PURPOSES)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        set_purpose(
            code=card.code if card else given["code"],
            name=form.words_of("name"),
            words=form.words_of("words"),
            kind=given["kind"],
            legal_basis=given["legal_basis"],
            notice=form.words_of("notice"),
            is_active=given["is_active"],
            by=request.viewer,
        )
        messages.success(request, _("The purpose is set."))
        return redirect("consent-purposes")
    context = {
        "form": form,
        "card": card,
        "name": translated(card.name) if card else _("Add a purpose"),
        "notices": notices_of(card.code) if card else [],
    }
    return render(request, "consent/purpose.html", context, status=422 if form.errors else 200)
