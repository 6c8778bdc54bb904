"""The codes of gestures, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import (
    BudgetHolder,
    GestureReason,
    GestureSort,
    GestureState,
    Period,
)
from aisance.cases.gestures.effects import Effect
from aisance.cases.models import Gesture, GestureKind
from aisance.core.permissions import Role
from aisance.core.translated import translated
from aisance.ui.numbers import number

SORTS = {
    GestureSort.VOUCHER: pgettext_lazy("gesture", "Voucher"),
    GestureSort.REFUND: pgettext_lazy("gesture", "Refund"),
    GestureSort.MONTH_FREE: pgettext_lazy("gesture", "A month free"),
    GestureSort.EXPRESS: pgettext_lazy("gesture", "Express delivery"),
    GestureSort.FLOWERS: pgettext_lazy("gesture", "Flowers"),
    GestureSort.APOLOGY_CALL: pgettext_lazy("gesture", "A call to say sorry"),
}
STATES = {
    GestureState.GRANTED: pgettext_lazy("gesture", "given"),
    GestureState.ASKED: pgettext_lazy("gesture", "asked above"),
    GestureState.REFUSED: pgettext_lazy("gesture", "refused"),
    GestureState.HELD_BACK: pgettext_lazy("gesture", "held back by the draw"),
    GestureState.WITHDRAWN: pgettext_lazy("gesture", "taken back"),
}
REASONS = {
    GestureReason.WITHIN: gettext_lazy("Within what they decide alone."),
    GestureReason.APPROVED: gettext_lazy("Approved above."),
    GestureReason.DECLINED: gettext_lazy("Declined above."),
    GestureReason.DRAWN: gettext_lazy(
        "This case was drawn to get no gesture, so that the effect of gestures is known."
    ),
    GestureReason.NO_AUTONOMY: gettext_lazy("Their role gives none of these alone."),
    GestureReason.OVER_AUTONOMY: gettext_lazy("More than they decide alone."),
    GestureReason.OVER_BUDGET: gettext_lazy("More than is left of their budget."),
    GestureReason.OVER_UNIT_BUDGET: gettext_lazy("More than is left of the unit’s budget."),
    GestureReason.OFF: gettext_lazy("It is not given any more."),
    GestureReason.AMOUNT: gettext_lazy("The amount is outside what this gesture may cost."),
    GestureReason.CASE_REASON: gettext_lazy("It is not for cases about this contact reason."),
    GestureReason.CASE_OUTCOME: gettext_lazy("It is for cases with another outcome."),
    GestureReason.SEGMENT: gettext_lazy("It is for customers of another segment."),
    GestureReason.TOO_SOON: gettext_lazy("The customer had one not long ago."),
    GestureReason.SECOND: gettext_lazy("This case has one already. Say why the customer gets another."),
    GestureReason.NO_CUSTOMER: gettext_lazy("The customer of this case is not known any more."),
}
REFUSALS = {
    **{str(reason): words for reason, words in REASONS.items()},
    "over_yours": gettext_lazy("This is more than you decide. Pass it up instead."),
    "over_unit_budget": gettext_lazy(
        "There is not that much left in the unit’s budget. It can be raised under Budgets."
    ),
    "own_request": gettext_lazy("Somebody else answers what you asked for."),
    "waits_no_more": gettext_lazy("Somebody answered this meanwhile."),
    "stands_no_more": gettext_lazy("It is not given any more: somebody took it back meanwhile."),
    "not_yours": gettext_lazy("Only who gave it, or who answers requests there, takes it back."),
    "top": gettext_lazy("Nobody is above to pass it to."),
}
HOLDERS = {
    BudgetHolder.EACH: gettext_lazy("each person, in this unit and below"),
    BudgetHolder.UNIT: gettext_lazy("the whole unit, with those below"),
}
PERIODS = {
    Period.MONTH: pgettext_lazy("budget", "a month"),
    Period.QUARTER: pgettext_lazy("budget", "a quarter"),
}
ROLES = {
    Role.ADVISOR: gettext_lazy("Advisors"),
    Role.SUPERVISOR: gettext_lazy("Supervisors"),
    Role.MANAGER: gettext_lazy("Managers"),
}


def kind_name(kind: GestureKind) -> str:
    """What a kind is called, else what it is."""
    return translated(kind.name) or str(SORTS[GestureSort(kind.sort)])


def state_words(row: Gesture) -> str:
    return str(STATES[GestureState(row.state)])


def reason_words(code: str) -> str:
    """A reason in a sentence; the code itself where it is not known."""
    return str(REASONS[GestureReason(code)]) if code in set(GestureReason) else code


def refusal(code: str) -> str:
    """Why something cannot be done."""
    return str(REFUSALS.get(code, code))


def cost_words(kind: GestureKind) -> str:
    """What a kind costs: 20 €, or from 5 € to 50 €; free where it is nothing."""
    if kind.most_minor == 0:
        return _("no cost")
    if kind.is_fixed:
        return amount_words(kind.most_minor)
    bounds = {"least": amount_words(kind.least_minor), "most": amount_words(kind.most_minor)}
    return _("from %(least)s to %(most)s") % bounds


def days_words(days: int) -> str:
    return ngettext("once per customer in %(n)d day", "once per customer in %(n)d days", days) % {"n": days}


def entry_words(data: Mapping[str, Any]) -> str:
    """The line of a case's log about a gesture, as its entry holds it: Voucher, 20 €: given."""
    kind = GestureKind.objects.filter(code=data.get("kind", "")).first()
    state = data.get("state", "")
    words = {
        "name": kind_name(kind) if kind else data.get("kind", ""),
        "amount": amount_words(int(data.get("amount_minor", 0)), str(data.get("currency", ""))),
        "state": STATES[GestureState(state)] if state in set(GestureState) else state,
    }
    return _("%(name)s, %(amount)s: %(state)s") % words


PATTERNS = {
    "more": gettext_lazy("Gives in more cases than colleagues do in the same ones"),
    "bunching": gettext_lazy("Amounts just under what is decided alone"),
    "again": gettext_lazy("The same customer, again and again"),
    "household": gettext_lazy("Several customers of one household"),
    "own": gettext_lazy("The customer’s e-mail address is that of whoever gave it"),
}
MEASURES = {
    "stay": (pgettext_lazy("gestures", "Stayed"), gettext_lazy("No case of theirs ended as lost within 90 days.")),
    "bought": (pgettext_lazy("gestures", "Bought again"), gettext_lazy("Something within 90 days.")),
    "ease": (gettext_lazy("How easy it was"), gettext_lazy("Their first score within 90 days.")),
    "recommend": (gettext_lazy("Net Promoter Score"), gettext_lazy("Their first answer within 90 days.")),
}


def evidence_words(code: str, values: Mapping[str, Any]) -> str:
    """What a pattern stands on, in a sentence without accusation."""
    n = values["n"]
    held = {"n": n, **values, "amount": amount_words(values["amount"]) if "amount" in values else ""}
    if code == "more":
        held["expected"] = number(values["expected"], 1)
        words = _("Gave something in %(n)s of %(cases)s cases; colleagues would have in about %(expected)s such cases.")
    elif code == "bunching":
        words = _("%(n)s amounts lie in the last tenth under their limit, %(below)s in the tenth before it.")
    elif code == "household":
        words = _("%(n)s gestures to %(customers)s customers in 90 days, %(amount)s in all.")
    else:
        words = ngettext(
            "%(n)s gesture in 90 days, %(amount)s in all.", "%(n)s gestures in 90 days, %(amount)s in all.", n
        )
    return words % held


def verdict_words(effect: Effect) -> tuple[str, str, str]:
    """The tone, the words and the mark of a measure."""
    up = "up" if (effect.difference or 0) > 0 else "down"
    if effect.verdict == "better":
        return "better", _("better with a gesture"), up
    if effect.verdict == "worse":
        return "worse", _("worse with a gesture"), up
    if effect.verdict == "none":
        return "unsure", _("no established difference"), "same"
    if effect.verdict == "early":
        return "unsure", _("too early to say"), "same"
    return "unsure", _("not comparable"), "same"
