"""Judges reasons and sets what a minute costs."""

from django.db import transaction
from django.utils.translation import gettext as _

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CostDraft, ImprovementError, JudgementDraft
from aisance.improvement.models import Judgement, MinuteCost
from aisance.improvement.models.causes import WORTHS
from aisance.journeys.public import reasons

FIELDS = ("to_customer", "to_company", "owner_name", "owner_team", "owner_mail", "words")


def judge_reason(*, draft: JudgementDraft, by: Viewer) -> Judgement:
    """Say what a reason is worth and who outside customer service could mend it. Saying it again replaces it."""
    ids = {card.code: card.id for card in reasons()}
    if draft.reason not in ids:
        raise ImprovementError(_("There is no such reason."), field="reason")
    if not {draft.to_customer, draft.to_company} <= {None, *WORTHS}:
        raise ImprovementError(_("A worth is one of four degrees."), field="to_customer")
    said = {name: getattr(draft, name) for name in FIELDS}
    with transaction.atomic():
        held = Judgement.objects.select_for_update().filter(reason_id=ids[draft.reason]).first()
        before = {name: getattr(held, name) for name in FIELDS} if held else dict.fromkeys(FIELDS)
        changes = {name: [before[name], said[name]] for name in FIELDS if before[name] != said[name]}
        row, _new = Judgement.objects.update_or_create(
            reason_id=ids[draft.reason],
            defaults={**said, "judged_by_id": by.person_id, "judged_at": clock.now()},
        )
        audit.record(by, "cause.judged", what="reason", which=draft.reason, changes=changes)
    return row


def set_minute_cost(*, draft: CostDraft, by: Viewer) -> MinuteCost:
    """Set what a minute costs from a day on. The same day again corrects what was said of it."""
    if draft.amount <= 0:
        raise ImprovementError(_("A minute costs more than nothing."), field="amount")
    said = {"amount": draft.amount, "currency": draft.currency, "source": draft.source}
    with transaction.atomic():
        row, _new = MinuteCost.objects.update_or_create(
            since=draft.since, defaults={**said, "set_by_id": by.person_id, "set_at": clock.now()}
        )
        changes = {"amount": str(draft.amount), "currency": draft.currency, "since": draft.since.isoformat()}
        audit.record(by, "minute_cost.set", what="minute cost", which=draft.since, changes=changes)
    return row
