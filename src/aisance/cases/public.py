"""The front door of cases.

Every writer refuses a version that is not the present one with StaleCaseError, and what cannot be done with
CaseRefusedError(reason). None of them looks at rights: whoever calls fetched the case in the viewer's scope
(`case_for`).
"""

from aisance.cases.bridges.mail.queries import count_to_sort as mail_to_sort
from aisance.cases.desk.asking import answer_colleague, ask_colleague
from aisance.cases.desk.queue import late_of as late_cases
from aisance.cases.desk.templating import set_template as set_reply_template
from aisance.cases.gestures.queries import requests_here as gestures_to_answer
from aisance.cases.queries.hours import calendar_of, due
from aisance.cases.queries.lost import gesture_names, lost_to
from aisance.cases.queries.reading import (
    by_reference,
    case_card,
    case_cards,
    case_for,
    cases_between,
    cases_seen,
    entries_of,
    open_cases_of,
    with_open_case,
)
from aisance.cases.services.closing import close, customer_says, reopen
from aisance.cases.services.leading import assign, promise, set_cause, set_status, take, take_next, transfer
from aisance.cases.services.log import add_entry, note
from aisance.cases.services.merging import merge, split
from aisance.cases.services.opening import open_case
from aisance.cases.services.owners import choose_owner
from aisance.cases.services.talking import message_in, tells_reply_address, write_to_customer
from aisance.cases.services.working import set_away, set_hours, set_profile, watch

__all__ = [
    "add_entry",
    "answer_colleague",
    "ask_colleague",
    "assign",
    "by_reference",
    "calendar_of",
    "case_card",
    "case_cards",
    "case_for",
    "cases_between",
    "cases_seen",
    "choose_owner",
    "close",
    "customer_says",
    "due",
    "entries_of",
    "gesture_names",
    "gestures_to_answer",
    "late_cases",
    "lost_to",
    "mail_to_sort",
    "merge",
    "message_in",
    "note",
    "open_case",
    "open_cases_of",
    "promise",
    "reopen",
    "set_away",
    "set_cause",
    "set_hours",
    "set_profile",
    "set_reply_template",
    "set_status",
    "split",
    "take",
    "take_next",
    "tells_reply_address",
    "transfer",
    "watch",
    "with_open_case",
    "write_to_customer",
]
