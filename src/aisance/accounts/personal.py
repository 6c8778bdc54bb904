"""What accounts keep about customers: of which of them other systems were told."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from aisance.accounts.models import WebhookDelivery
from aisance.accounts.webhooks.registry import published
from aisance.accounts.webhooks.services import KEPT, forget_customers, forget_told_before
from aisance.core.personal import Holding, Item, holds_personal, impersonal


def _told(customer_ids: Sequence[int]) -> Iterator[Item]:
    names = {code: one.title for code, one in published().items()}
    rows = WebhookDelivery.objects.filter(customer_id__in=customer_ids).select_related("webhook").order_by("event_id")
    for row in rows:
        fields = ((_("Told to"), row.webhook.name), (_("State"), row.state))
        yield Item(row.happened_at, names.get(row.kind, row.kind), fields, source="events")


holds_personal(
    Holding(
        name="accounts.webhooks",
        title=_("What other systems of ours were told"),
        purpose=_("Tell other systems of the company that something happened, by number only."),
        shown=_told,
        erase=forget_customers,
        columns=("accounts.WebhookDelivery.data",),
        keep_days=KEPT.days,
        overdue=forget_told_before,
        legal_basis=_("Legitimate interest: keep systems in step."),
    )
)
impersonal(
    "Codes and outcomes, addresses and names of systems.",
    "accounts.Webhook.*",
    "accounts.WebhookDelivery.kind",
    "accounts.WebhookDelivery.state",
    "accounts.WebhookDelivery.outcome",
)
