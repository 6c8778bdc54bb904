"""Whether anybody wrote a mail, or only a machine."""

import re
from email.message import Message

from aisance.cases.bridges.mail.contracts import Automatic
from aisance.cases.bridges.mail.decoding import header_words

_AWAY = re.compile(
    r"^(?:\[[^\]]{1,40}\]\s*)?(?:"
    r"réponse automatique|r[ée]ponse d.absence|message d.absence|notification d.absence|absen(?:t|te|ce) du bureau"
    r"|je suis (?:absent|en congé)|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office"
    r"|automatische antwort|abwesenheits(?:notiz|nachricht|meldung)|abwesend\b"
    r"|automatisch antwoord|automatische beantwoording|afwezig(?:heid)?\b"
    r")",
    re.I,
)
_BULK = re.compile(r"^\s*(?:bulk|junk|list|auto_reply)\b", re.I)
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)@?", re.I)


def automatic(mail: Message, sender: str) -> Automatic:
    """What kind of automatic mail this is, if any. Sources: RFC 3834, section 5; RFC 3464; Outlook's own headers."""
    if _is_report(mail, sender):
        return Automatic.BOUNCE
    submitted = str(mail["Auto-Submitted"] or "no").split(";")[0].strip().lower()
    by_header = any((submitted != "no", mail["X-Autoreply"], mail["X-Autorespond"], mail["X-Auto-Response-Suppress"]))
    if _AWAY.match(header_words(mail["Subject"])[:300]):
        return Automatic.OUT_OF_OFFICE
    if by_header or _BULK.match(str(mail["Precedence"] or "")) or mail["List-Id"] or _is_sent_by_nobody(mail):
        return Automatic.OUT_OF_OFFICE if submitted == "auto-replied" else Automatic.MACHINE
    return Automatic.NO


def _is_report(mail: Message, sender: str) -> bool:
    report = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() == "multipart/report":
        return report in {"delivery-status", "feedback-report"}
    return bool(_DAEMON.match(sender)) and _is_sent_by_nobody(mail)


def _is_sent_by_nobody(mail: Message) -> bool:
    """Whether answers to it would go nowhere: that is how machines keep from answering each other."""
    return str(mail["Return-Path"] or "").strip() == "<>"
