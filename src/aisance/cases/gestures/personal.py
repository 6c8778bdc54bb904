"""What gestures keep about customers."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.erasing import WORDS, take_out, take_out_before
from aisance.cases.gestures.wording import kind_name, reason_words, state_words
from aisance.cases.models import Gesture, GestureSeen
from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen


def decisions(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every gesture that was given, asked for, refused or held back, with what was said about it."""
    for row in Gesture.objects.filter(customer_id__in=customer_ids).select_related("kind").order_by("at", "pk"):
        fields = (
            (_("Amount"), amount_words(row.amount_minor, row.currency)),
            (_("State"), state_words(row)),
            (_("Reason"), reason_words(row.reason)),
            (_("Why"), row.words),
            (_("Why another of the same"), row.second_because),
            (_("Answer"), row.decided_words),
            (_("Why it was taken back"), row.withdrawn_words),
        )
        yield Item(row.at, kind_name(row.kind), tuple((title, value) for title, value in fields if value), "aisance")


def looked_at(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What was found by those who looked at several gestures to one customer."""
    for row in GestureSeen.objects.filter(customer_id__in=customer_ids).order_by("seen_at"):
        yield Item(row.seen_at, _("Gestures looked at"), ((_("What was found"), row.note),), "aisance")


def shown(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every gesture, then what was found about them."""
    yield from decisions(customer_ids)
    yield from looked_at(customer_ids)


@says_who_was_seen
def given_something(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those for whom something was decided since a moment."""
    rows = Gesture.objects.filter(customer_id__in=customer_ids, at__gte=moment)
    return {pk for pk in rows.values_list("customer_id", flat=True) if pk is not None}


holds_personal(
    Holding(
        name="cases.gestures",
        title=_("Gestures of goodwill"),
        purpose=_("To make good what went wrong, and to know what was given to whom"),
        legal_basis=_("Legitimate interest: to mend what went wrong, and to account for what was spent"),
        shown=shown,
        erase=take_out,
        columns=(*(f"cases.Gesture.{name}" for name in WORDS), "cases.GestureSeen.note"),
        keep_days=1825,
        keep_between=(90, 3650),
        overdue=take_out_before,
        rank=40,
    )
)
impersonal(
    "Codes, amounts and what decided.",
    *(f"cases.Gesture.{name}" for name in ("state", "reason", "currency", "policy", "accounts")),
)
impersonal(
    "What the company may give, and how much of it.",
    "cases.GestureKind.*",
    "cases.GestureAutonomy.*",
    "cases.GestureBudget.*",
    "cases.GestureAccount.*",
    "cases.GestureHoldBack.*",
)
impersonal("A pattern, and whose by number.", "cases.GestureSeen.key")
