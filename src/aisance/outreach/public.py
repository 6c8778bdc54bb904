"""The front door of outreach."""

from aisance.outreach.channels.email.opening import is_resting, note_answer, note_silence, open_transport
from aisance.outreach.channels.outcomes import (
    Busy,
    Delivered,
    Interrupted,
    Never,
    NotNow,
    Outcome,
    Transport,
    Unclear,
)
from aisance.outreach.channels.sms.lengths import Length, measure, simplified
from aisance.outreach.channels.sms.settings import texts_can_be_answered
from aisance.outreach.letters import Letter
from aisance.outreach.pressure.deciding import note_past, weigh, withdraw
from aisance.outreach.pressure.foreseeing import Foreseen, foresee
from aisance.outreach.pressure.holding import NewHold, hold, release
from aisance.outreach.pressure.known import Named, families_to_name, tells_programmes
from aisance.outreach.pressure.ledger import ledger_by_programme, ledger_by_rule, ledger_of
from aisance.outreach.pressure.queries import is_decided
from aisance.outreach.pressure.wording import rule_names
from aisance.outreach.queries import keys_of, reach_of, stopped
from aisance.outreach.refusals import why_not_sent
from aisance.outreach.rules import message_id, pause_after, without_addresses
from aisance.outreach.services import heard, propose, propose_all, start_again, stop
from aisance.outreach.services.bouncing import import_bounces, take_returned
from aisance.outreach.services.forgetting import forget_words

# The way out that mail to staff may take as well, with its last moment before a message leaves.
__all__ = [
    "Busy",
    "Delivered",
    "Foreseen",
    "Interrupted",
    "Length",
    "Letter",
    "Named",
    "Never",
    "NewHold",
    "NotNow",
    "Outcome",
    "Transport",
    "Unclear",
    "families_to_name",
    "foresee",
    "forget_words",
    "heard",
    "hold",
    "import_bounces",
    "is_decided",
    "is_resting",
    "keys_of",
    "ledger_by_programme",
    "ledger_by_rule",
    "ledger_of",
    "measure",
    "message_id",
    "note_answer",
    "note_past",
    "note_silence",
    "open_transport",
    "pause_after",
    "propose",
    "propose_all",
    "reach_of",
    "release",
    "rule_names",
    "simplified",
    "start_again",
    "stop",
    "stopped",
    "take_returned",
    "tells_programmes",
    "texts_can_be_answered",
    "weigh",
    "why_not_sent",
    "withdraw",
    "without_addresses",
]
