"""The front door of consent."""

from aisance.consent.carrying import carry_over
from aisance.consent.queries import levels, may_contact, purposes, wishes
from aisance.consent.services import record, restart, withdraw, withdraw_all
from aisance.consent.tokens import confirmation_link, one_click_link, preference_link
from aisance.consent.wording import reason_words

__all__ = [
    "carry_over",
    "confirmation_link",
    "levels",
    "may_contact",
    "one_click_link",
    "preference_link",
    "purposes",
    "reason_words",
    "record",
    "restart",
    "wishes",
    "withdraw",
    "withdraw_all",
]
