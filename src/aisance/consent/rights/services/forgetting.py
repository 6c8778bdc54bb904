"""Takes customers out of the ledger's personal part, of requests and of duties."""

from collections.abc import Sequence
from datetime import datetime

from aisance.consent.models import EntryPerson, KeptByDuty, Request
from aisance.core import clock


def forget_proofs(customer_ids: Sequence[int]) -> int:
    """Whom entries are about, and their proofs; the entries stay, each with its seal, so that the chain holds."""
    return EntryPerson.objects.filter(customer_id__in=customer_ids).delete()[0]


def forget_requests(customer_ids: Sequence[int]) -> int:
    """Words and address of who asked; of the erasure that runs, they stay until it is answered."""
    rows = Request.objects.filter(customer_id__in=customer_ids)
    rows.exclude(erasure__isnull=False, settled_at__isnull=True).update(said="", asked_by="", outcome="")
    return rows.update(customer=None)


def forget_requests_before(moment: datetime) -> int:
    """The same of requests that were settled before a moment."""
    rows = Request.objects.filter(settled_at__lt=moment).exclude(said="", asked_by="", outcome="", customer=None)
    return rows.update(said="", asked_by="", outcome="", customer=None)


def forget_duties(customer_ids: Sequence[int]) -> int:
    """Duties that have ended, and those on what is not there any more."""
    return KeptByDuty.objects.filter(customer_id__in=customer_ids, until__lt=clock.today()).delete()[0]
