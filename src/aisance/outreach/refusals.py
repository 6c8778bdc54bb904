"""Why a message did not reach its customer, in words: our own codes, and what servers answer."""

import re
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.outreach.channels.email.refusals import reaches_nobody
from aisance.outreach.rules import is_passing

REASONS = {
    "unfit_header": _("The address or the subject cannot stand in an e-mail."),
    "asked_to_stop": _("The customer asked for no more messages of this kind."),
    "receipt_lost": _("The worker stopped before it heard the answer."),
    "bounced": _("The address reaches nobody."),
    "no_address": _("There is no address."),
    "paused": _("The customer asked for a pause."),
    "no_consent": _("The customer has not agreed to messages of this kind."),
    "restricted": _("The customer asked that their data be kept and not used."),
    "less_often": _("The customer wishes to be written to less often."),
    "refused_by_provider": _("The provider does not send to this address."),
}


class Answer(StrEnum):
    """What a server's refusal comes down to."""

    GONE = "gone"
    FULL = "full"
    UNWANTED = "unwanted"
    UNREACHED = "unreached"
    PASSING = "passing"
    OURS = "ours"
    OTHER = "other"


ANSWERS = {
    Answer.GONE: _("The mailbox does not exist any more."),
    Answer.FULL: _("The mailbox is full."),
    Answer.UNWANTED: _("The other side does not take messages from us."),
    Answer.UNREACHED: _("The mailbox cannot be reached."),
    Answer.PASSING: _("The other side could not take it at that time."),
    Answer.OURS: _("An error of our own kept it from leaving."),
    Answer.OTHER: _("The other side did not take it."),
}

_FULL = re.compile(r"\b[45]\.2\.2\b|\b[45]52\b|quota|(?:mailbox|inbox) (?:is )?full", re.I)
_UNWANTED = re.compile(r"\b5\.7\.\d{1,3}\b|spam|blocked|blacklist|blocklist|denied|not wanted|policy", re.I)
_UNREACHED = re.compile(r"mailbox unavailable|\b5\.[12]\.\d{1,3}\b", re.I)
_OURS = re.compile(r"\w+(?:Error|Exception|DoesNotExist)")


def answer_of(words: str) -> Answer:
    """What a server's own words come down to; its enhanced status counts before its words.

    Source: RFC 3463, section 3; RFC 5321, section 4.2.3, by which a bare 550 leaves open why.

    >>> [answer_of(words).value for words in ("550 5.1.1 mailbox unavailable", "550 mailbox unavailable")]
    ['gone', 'unreached']
    >>> [answer_of(words).value for words in ("452 4.2.2 over quota", "554 5.7.1 blocked", "421 try later", "no")]
    ['full', 'unwanted', 'passing', 'other']
    >>> answer_of("OperationalError").value
    'ours'
    """
    if reaches_nobody(words):
        return Answer.GONE
    for answer, speaks in ((Answer.FULL, _FULL), (Answer.UNWANTED, _UNWANTED), (Answer.UNREACHED, _UNREACHED)):
        if speaks.search(words):
            return answer
    if _OURS.fullmatch(words):
        return Answer.OURS
    return Answer.PASSING if is_passing(words) else Answer.OTHER


def why_not_sent(reason: str) -> Any:
    """The reason that stands with a message or an invitation, in words; empty where none stands."""
    if not reason:
        return ""
    return REASONS.get(reason) or ANSWERS[answer_of(reason)]
