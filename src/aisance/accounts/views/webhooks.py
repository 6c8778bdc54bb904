"""Webhooks in administration: who is told what, how it went, and telling it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aisance.accounts.models import Webhook, WebhookDelivery
from aisance.accounts.permissions import ADMINISTER
from aisance.accounts.queries import root_unit
from aisance.accounts.views.frame import page_of
from aisance.accounts.webhooks.forms import ReplayForm, WebhookChangeForm, WebhookForm
from aisance.accounts.webhooks.registry import published
from aisance.accounts.webhooks.services import add_webhook, change_webhook, remove_webhook, replay
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires

DELIVERIES_A_PAGE = 50
STATE_NAMES = {
    "waiting": gettext_lazy("waiting"),
    "delivered": gettext_lazy("delivered"),
    "given_up": gettext_lazy("given up"),
}


def _allowed(viewer: Viewer) -> None:
    """What happens is told of the whole company, so the right is needed for all of it."""
    if not viewer.scope(ADMINISTER).covers(root_unit().path):
        raise PermissionDenied(ADMINISTER.code)


def _webhook(viewer: Viewer, webhook_id: int) -> Webhook:
    _allowed(viewer)
    found = Webhook.objects.filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


@requires(ADMINISTER)
def webhooks(request: ViewerRequest) -> HttpResponse:
    """Every webhook with what waits for it."""
    _allowed(request.viewer)
    waiting, lost = Q(deliveries__state="waiting"), Q(deliveries__state="given_up")
    rows = Webhook.objects.order_by("name").annotate(
        waits=Count("deliveries", filter=waiting), lost=Count("deliveries", filter=lost)
    )
    names = {code: one.title for code, one in published().items()}
    shown = [(hook, [names.get(kind, kind) for kind in hook.kinds]) for hook in rows]
    return page_of(request, "webhooks", "accounts/webhooks.html", {"webhooks": shown})


@requires(ADMINISTER)
@never_cache
def add(request: ViewerRequest) -> HttpResponse:
    """The secret is in the answer to the POST itself, this once."""
    _allowed(request.viewer)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hook, secret = add_webhook(**form.cleaned_data, by=request.viewer)
        context = {"webhook": hook, "secret": secret}
        return page_of(request, "webhooks", "accounts/webhook_made.html", context, status=201)
    return page_of(request, "webhooks", "accounts/webhook_add.html", {"form": form})


@requires(ADMINISTER)
def detail(request: ViewerRequest, webhook_id: int) -> HttpResponse:
    """Its settings, and the log: what was told, when and how it went, without the content."""
    hook = _webhook(request.viewer, webhook_id)
    initial = {"name": hook.name, "url": hook.url, "kinds": hook.kinds, "is_active": hook.is_active}
    form = WebhookChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_webhook(webhook_id=hook.pk, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("The webhook is changed."))
        return redirect("webhook-detail", hook.pk)
    names = {code: one.title for code, one in published().items()}
    rows = WebhookDelivery.objects.filter(webhook=hook).order_by("-event_id", "-place")
    page = Paginator(rows, DELIVERIES_A_PAGE).get_page(request.GET.get("page"))
    shown = [(row, names.get(row.kind, row.kind), STATE_NAMES[row.state]) for row in page]
    context = {"webhook": hook, "form": form, "page": page, "rows": shown, "again": ReplayForm()}
    return page_of(request, "webhooks", "accounts/webhook.html", context)


@requires(ADMINISTER)
@require_POST
def tell_again(request: ViewerRequest, webhook_id: int) -> HttpResponse:
    """Put what happened since a day on its way once more."""
    hook = _webhook(request.viewer, webhook_id)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return page_of(request, "webhooks", "accounts/webhook_again.html", {"webhook": hook, "again": form})
    count = replay(webhook_id=hook.pk, since=clock.start_of_day(form.cleaned_data["since"]), by=request.viewer)
    words = ngettext("%(n)d message is told again.", "%(n)d messages are told again.", count)
    messages.success(request, words % {"n": count})
    return redirect("webhook-detail", hook.pk)


@requires(ADMINISTER)
@require_POST
def remove(request: ViewerRequest, webhook_id: int) -> HttpResponse:
    """It is told nothing more, and what it was told is forgotten."""
    hook = _webhook(request.viewer, webhook_id)
    remove_webhook(webhook_id=hook.pk, by=request.viewer)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhook-list")
