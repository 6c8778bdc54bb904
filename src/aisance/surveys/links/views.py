"""The pages of a programme's links, their QR codes and posters."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.journeys.public import channel_names
from aisance.surveys.gateways.ivr.signing import sign_code, voice_address
from aisance.surveys.gateways.widget.rules import secret_of_link
from aisance.surveys.links.forms import LinkForm, said_by
from aisance.surveys.links.posters import SIZES, poster
from aisance.surveys.links.qr import qr_png, qr_svg
from aisance.surveys.links.queries import address_of, link_seen_by, links_seen_by, taken_by
from aisance.surveys.links.services import change_link, close_link, make_link, open_again
from aisance.surveys.models import OpenLink, Programme
from aisance.surveys.permissions import EDIT_PROGRAMMES, VIEW_PROGRAMMES
from aisance.surveys.queries.links import version_behind
from aisance.surveys.queries.programmes import may_edit
from aisance.surveys.views.programmes import own_programme, programme_known

SEEN_BY_PHONES = {OpenLink.Use.LINK, OpenLink.Use.KIOSK, OpenLink.Use.PAPER}
"""Uses whose address somebody opens or prints; the others have a web site or a telephone system in between."""

PICTURES = {"svg": ("image/svg+xml", qr_svg), "png": ("image/png", qr_png)}


def link_known(request: ViewerRequest, programme: Programme, link: str) -> OpenLink:
    """The link, where the viewer may know of it; else it does not exist."""
    found = link_seen_by(request.viewer, programme, link)
    if found is None:
        raise Http404
    return found


@requires(VIEW_PROGRAMMES)
def link_list(request: ViewerRequest, code: str) -> HttpResponse:
    """Every link into a programme, with what it took."""
    programme = programme_known(request, code)
    links = links_seen_by(request.viewer, programme)
    taken, channels = taken_by([link.pk for link in links]), channel_names()
    rows = [
        {"link": link, "taken": taken[link.pk], "channel": channels.get(link.channel, ""), "step": _step(link)}
        for link in links
    ]
    context = {**_about(request, programme), "rows": rows, "open": sum(link.closed_at is None for link in links)}
    return render(request, "surveys/links/list.html", context)


@requires(VIEW_PROGRAMMES)
def link_detail(request: ViewerRequest, code: str, link: str) -> HttpResponse:
    """One link: its address, its QR code, its posters, and what it needs where it is used."""
    programme = programme_known(request, code)
    found = link_known(request, programme, link)
    context = {
        **_about(request, programme),
        "link": found,
        "taken": taken_by([found.pk])[found.pk],
        "address": address_of(found.code),
        "channel": channel_names().get(found.channel, ""),
        "step": _step(found),
        "sizes": SIZES if found.use in SEEN_BY_PHONES else (),
        "asks": version_behind(found.code) is not None,
        **_joined(found, shows_secret=may_edit(request.viewer, programme)),
    }
    return render(request, "surveys/links/detail.html", context)


def _joined(link: OpenLink, *, shows_secret: bool) -> dict[str, Any]:
    """What a web site or a voice platform needs; secrets are for those who may edit."""
    if link.use == OpenLink.Use.IVR and shows_secret:
        forms = {"VoiceXML 2.1": voice_address(link.code, "vxml"), "TwiML": voice_address(link.code, "twiml")}
        return {"voice": {**forms, "Asterisk FastAGI": f"agi://127.0.0.1:4573/{sign_code(link.code, 'agi')}"}}
    if link.use != OpenLink.Use.WIDGET:
        return {}
    script = f"{settings.ENVIRONMENT.base_url}{static('surveys/widget-1.js')}"
    return {
        "embed": f'<script src="{script}" data-link="{link.code}" data-after="30" defer></script>',
        "secret": secret_of_link(settings.SECRET_KEY, link.code) if shows_secret else "",
    }


def _about(request: ViewerRequest, programme: Programme) -> dict[str, Any]:
    return {
        "programme": programme,
        "name": translated(programme.name),
        "may_edit": may_edit(request.viewer, programme),
    }


def _step(link: OpenLink) -> str:
    return translated(link.step.name) if link.step else ""


@requires(EDIT_PROGRAMMES)
def link_new(request: ViewerRequest, code: str) -> HttpResponse:
    """A new link."""
    programme = own_programme(request, code)
    form = LinkForm(request.viewer, programme, request.POST or None, initial={"unit": programme.unit_id})
    if request.method == "POST" and form.is_valid():
        made = make_link(programme_id=programme.pk, terms=form.terms(), by=request.viewer)
        messages.success(request, _("The link is made."))
        return redirect("link-detail", code=programme.code, link=made)
    return _drawn(request, programme, form, None)


@requires(EDIT_PROGRAMMES)
def link_edit(request: ViewerRequest, code: str, link: str) -> HttpResponse:
    """A link that is there, to be changed; its address stays."""
    programme = own_programme(request, code)
    found = link_known(request, programme, link)
    form = LinkForm(request.viewer, programme, request.POST or None, initial=said_by(found))
    if request.method == "POST" and form.is_valid():
        change_link(link_id=found.pk, terms=form.terms(), by=request.viewer)
        messages.success(request, _("The link is changed."))
        return redirect("link-detail", code=programme.code, link=found.code)
    return _drawn(request, programme, form, found)


def _drawn(request: ViewerRequest, programme: Programme, form: LinkForm, link: OpenLink | None) -> HttpResponse:
    context = {**_about(request, programme), "form": form, "link": link}
    return render(request, "surveys/links/edit.html", context, status=422 if form.is_bound else 200)


def _doing(service: Callable[..., None], done: Any) -> Callable[..., HttpResponseBase]:
    @requires(EDIT_PROGRAMMES)
    @require_POST
    def view(request: ViewerRequest, code: str, link: str) -> HttpResponse:
        programme = own_programme(request, code)
        found = link_known(request, programme, link)
        service(link_id=found.pk, by=request.viewer)
        messages.success(request, done)
        return redirect("link-detail", code=programme.code, link=found.code)

    return view


link_close = _doing(close_link, gettext_lazy("The link is closed: whoever opens it reads so."))
link_reopen = _doing(open_again, gettext_lazy("The link takes answers again."))


@requires(VIEW_PROGRAMMES)
def link_qr(request: ViewerRequest, code: str, link: str, form: str) -> HttpResponse:
    """The QR code, as SVG or PNG."""
    found = link_known(request, programme_known(request, code), link)
    if form not in PICTURES:
        raise Http404
    content_type, draw = PICTURES[form]
    response = HttpResponse(draw(address_of(found.code)), content_type=content_type)
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="aisance-qr-{found.code}.{form}"'
    return response


@requires(VIEW_PROGRAMMES)
def link_poster(request: ViewerRequest, code: str, link: str, size: str) -> HttpResponse:
    """A poster or a card to print."""
    found = link_known(request, programme_known(request, code), link)
    if size not in SIZES:
        raise Http404
    response = HttpResponse(poster(found, size), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="aisance-{size}-{found.code}.pdf"'
    return response
