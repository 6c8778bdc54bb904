"""A lost customer accepts the offer: the gesture that was promised is given, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.accounts.public import viewer_of
from aisance.advocacy.contracts import AdvocacyRefusedError, Arm
from aisance.advocacy.models import WinBackAttempt
from aisance.cases.public import gesture_names, keep_promise
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.core.translated import LANGUAGES
from aisance.customers.public import languages

NOBODY_LEFT = system_viewer("win-back")
"""Who promised works here no more: what they promised is asked of those above, and so is kept."""


def open_until(attempt: WinBackAttempt) -> datetime:
    """Until when an offer may be accepted: the days in which coming back counts."""
    return attempt.at + timedelta(days=attempt.win_back.return_days)


@transaction.atomic
def accept(*, attempt_id: int, by: Viewer) -> bool:
    """Take the offer; false where it was taken before. Raises AdvocacyRefusedError("offer_over") after its days.

    The gesture is charged to whoever promised it, in a case of its own, so that somebody carries it out. Pressed twice
    at the same moment it is given once: the row is locked, and both it and the case hold one gesture by constraint.
    """
    rows = WinBackAttempt.objects.select_for_update(of=("self",)).select_related("win_back__cause")
    one = rows.get(pk=attempt_id, arm=Arm.TREATED, customer__isnull=False)
    if one.accepted_at is not None:
        return False
    if clock.now() >= open_until(one):
        raise AdvocacyRefusedError("offer_over")
    one.accepted_at = clock.now()
    if one.win_back.gesture:
        one.gesture_id = _give(one)
    one.save(update_fields=["accepted_at", "gesture"])
    audit.record(by, "win_back.accepted", what="win_back", which=one.win_back_id, changes={"gesture": one.gesture_id})
    return True


def _give(one: WinBackAttempt) -> int:
    row, customer_id = one.win_back, one.customer_id or 0
    known = languages([customer_id]).get(customer_id, "")[:2]
    language = known if known in LANGUAGES else LANGUAGES[0]
    with translation.override(LANGUAGES[0]):  # the log of a case is read by colleagues of any language
        words = _("Promised on asking to come back, and accepted: %(gesture)s.") % {
            "gesture": gesture_names().get(row.gesture, row.gesture)
        }
    promised_by = viewer_of(row.made_by_id) if row.made_by_id else None
    given = keep_promise(
        customer_id=customer_id,
        code=row.gesture,
        amount_minor=row.amount_minor or 0,
        matter=f"win-back:{one.pk}",
        words=words,
        language=language,
        by=promised_by or NOBODY_LEFT,
    )
    return given.gesture_id
