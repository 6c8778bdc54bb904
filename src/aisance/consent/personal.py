"""What consent keeps about customers: the ledger's personal part, requests about data, duties to keep."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aisance.consent.models import EntryPerson, KeptByDuty, Request
from aisance.consent.rights.services.forgetting import (
    forget_duties,
    forget_proofs,
    forget_requests,
    forget_requests_before,
)
from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen


def said(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every entry of the ledger, with its proof."""
    rows = EntryPerson.objects.filter(customer_id__in=customer_ids).select_related("entry").order_by("entry_id")
    for row in rows:
        entry = row.entry
        fields = (
            (_("Purpose"), entry.purpose),
            (_("Channel"), entry.channel),
            (_("How"), entry.get_method_display()),
            (_("Address"), row.value),
            (_("Where"), row.place),
            (_("Proof"), row.proof),
            (_("Until"), entry.until.isoformat() if entry.until else ""),
        )
        known = tuple((title, value) for title, value in fields if value)
        yield Item(entry.said_at or entry.at, entry.get_act_display(), known, entry.actor.partition(":")[0])


def asked(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Requests about data."""
    for row in Request.objects.filter(customer_id__in=customer_ids).order_by("received_on", "pk"):
        fields = (
            (_("What was asked"), row.said),
            (_("Asked by"), row.asked_by),
            (_("By"), row.get_via_display()),
            (_("Received"), row.received_on.isoformat()),
            (_("Identity"), row.get_proof_display()),
            (_("State"), row.get_state_display()),
            (_("Answer"), row.outcome),
        )
        yield Item(row.added_at, row.get_kind_display(), tuple((title, value) for title, value in fields if value))


def duties(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What has to be kept although its erasure was asked."""
    for row in KeptByDuty.objects.filter(customer_id__in=customer_ids).order_by("added_at"):
        fields = ((_("What"), row.holding), (_("Why"), row.because), (_("Until"), row.until.isoformat()))
        yield Item(row.added_at, _("Kept by duty"), fields)


@says_who_was_seen
def spoke(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those who said since a moment what they allow, or have a request or a duty to keep that runs."""
    entries = EntryPerson.objects.filter(customer_id__in=customer_ids, entry__at__gte=moment)
    running = Request.objects.filter(customer_id__in=customer_ids, settled_at__isnull=True)
    duties_left = KeptByDuty.objects.filter(customer_id__in=customer_ids)
    rows = (entries, running, duties_left)
    return {pk for some in rows for pk in some.values_list("customer_id", flat=True) if pk is not None}


holds_personal(
    Holding(
        name="consent.ledger",
        title=_("Consents and refusals"),
        purpose=_("To prove what customers allowed"),
        legal_basis=_("Legal duty: to prove consent (article 7(1))"),
        shown=said,
        erase=forget_proofs,
        columns=tuple(f"consent.EntryPerson.{name}" for name in ("value", "place", "proof", "salt", "key")),
        rank=60,
    )
)
holds_personal(
    Holding(
        name="consent.requests",
        title=_("Requests about data"),
        purpose=_("To answer them, and to show that they were answered"),
        legal_basis=_("Legal duty: articles 12 to 22"),
        shown=asked,
        erase=forget_requests,
        columns=("consent.Request.said", "consent.Request.asked_by", "consent.Request.outcome"),
        keep_days=1825,
        keep_between=(365, 3650),
        overdue=forget_requests_before,
        rank=60,
    )
)
holds_personal(
    Holding(
        name="consent.duties",
        title=_("Duties to keep"),
        purpose=_("To keep what the law asks to keep, and nothing else"),
        legal_basis=_("Article 17(3)"),
        shown=duties,
        erase=forget_duties,
        columns=("consent.KeptByDuty.because",),
        rank=85,
    )
)
impersonal(
    "The chain holds seals and codes; whom they are about stands apart.", "consent.Entry.*", "consent.EntryPerson.kind"
)
impersonal("What the company tells its customers.", "consent.Purpose.*", "consent.Notice.*")
impersonal("Counts and codes.", "consent.Erasure.*", "consent.RetentionDays.*", "consent.RetentionRun.*")
impersonal("A random number and a digest.", "consent.Handover.*")
impersonal(
    "Codes and names of staff.",
    *(
        f"consent.Request.{name}"
        for name in (
            *("kind", "language", "via", "extended_because", "proof", "proved_by", "state", "settled_by", "added_by"),
        )
    ),
    "consent.KeptByDuty.holding",
    "consent.KeptByDuty.added_by",
)
