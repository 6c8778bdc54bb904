"""The front door of cases.

Every writer refuses a version that is not the present one with StaleCaseError, and what cannot be done with
CaseRefusedError(reason). None of them looks at rights: whoever calls fetched the case in the viewer's scope
(`case_for`).
"""

from aisance.cases.alerts.setting import ensure_ready_rules, switch_rule
from aisance.cases.alerts.weighing import pass_over_history
from aisance.cases.bridges.mail.queries import count_to_sort as mail_to_sort
from aisance.cases.bridges.mail.receiving import receive as receive_mail
from aisance.cases.bridges.mail.sorting import settle_received as settle_mail
from aisance.cases.desk.asking import answer_colleague, ask_colleague
from aisance.cases.desk.queue import late_of as late_cases
from aisance.cases.desk.templating import set_template as set_reply_template
from aisance.cases.gestures.contracts import BudgetHolder, GestureSort, PastGesture
from aisance.cases.gestures.contracts import KindDraft as GestureKindDraft
from aisance.cases.gestures.contracts import Period as BudgetPeriod
from aisance.cases.gestures.queries import kind_ids as gesture_kind_ids
from aisance.cases.gestures.queries import requests_here as gestures_to_answer
from aisance.cases.gestures.services.deciding import approve as approve_gesture
from aisance.cases.gestures.services.deciding import decline as decline_gesture
from aisance.cases.gestures.services.granting import give as give_gesture
from aisance.cases.gestures.services.history import record_past as record_past_gestures
from aisance.cases.gestures.services.promised import cannot_promise, keep_promise
from aisance.cases.gestures.services.promised import fixed_amounts as gesture_amounts
from aisance.cases.gestures.services.setting import set_budget as set_gesture_budget
from aisance.cases.gestures.services.setting import set_hold_back as hold_gestures_back
from aisance.cases.gestures.services.setting import set_kind as set_gesture_kind
from aisance.cases.queries.hours import calendar_of, due
from aisance.cases.queries.lost import gesture_names, lost_to
from aisance.cases.queries.reading import (
    by_reference,
    case_at,
    case_card,
    case_cards,
    case_for,
    cases_between,
    cases_seen,
    entries_of,
    open_cases_of,
    open_numbers_of,
    with_open_case,
)
from aisance.cases.services.closing import close, customer_says, reopen
from aisance.cases.services.leading import assign, promise, set_cause, set_status, take, take_next, transfer
from aisance.cases.services.log import add_entry, note
from aisance.cases.services.merging import merge, split
from aisance.cases.services.opening import open_case
from aisance.cases.services.owners import choose_owner
from aisance.cases.services.return_address import tells_reply_address
from aisance.cases.services.talking import message_in, write_to_customer
from aisance.cases.services.working import set_away, set_hours, set_profile, watch

__all__ = [
    "BudgetHolder",
    "BudgetPeriod",
    "GestureKindDraft",
    "GestureSort",
    "PastGesture",
    "add_entry",
    "answer_colleague",
    "approve_gesture",
    "ask_colleague",
    "assign",
    "by_reference",
    "calendar_of",
    "cannot_promise",
    "case_at",
    "case_card",
    "case_cards",
    "case_for",
    "cases_between",
    "cases_seen",
    "choose_owner",
    "close",
    "customer_says",
    "decline_gesture",
    "due",
    "ensure_ready_rules",
    "entries_of",
    "gesture_amounts",
    "gesture_kind_ids",
    "gesture_names",
    "gestures_to_answer",
    "give_gesture",
    "hold_gestures_back",
    "keep_promise",
    "late_cases",
    "lost_to",
    "mail_to_sort",
    "merge",
    "message_in",
    "note",
    "open_case",
    "open_cases_of",
    "open_numbers_of",
    "pass_over_history",
    "promise",
    "receive_mail",
    "record_past_gestures",
    "reopen",
    "set_away",
    "set_cause",
    "set_gesture_budget",
    "set_gesture_kind",
    "set_hours",
    "set_profile",
    "set_reply_template",
    "set_status",
    "settle_mail",
    "split",
    "switch_rule",
    "take",
    "take_next",
    "tells_reply_address",
    "transfer",
    "watch",
    "with_open_case",
    "write_to_customer",
]
