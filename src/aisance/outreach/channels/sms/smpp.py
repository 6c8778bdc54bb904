"""Texts over SMPP: how one becomes PDUs, what an answer means, and how what a phone wrote is read."""

import hashlib
import re
from collections.abc import Iterator
from threading import Event
from typing import Any

from aisance.outreach.channels.outcomes import (
    Busy,
    Delivered,
    HandOver,
    Interrupted,
    Never,
    NotNow,
    Outcome,
    Text,
    Unclear,
)
from aisance.outreach.channels.sms.heard import Heard, HeardReceipt, HeardText
from aisance.outreach.channels.sms.lengths import Alphabet, alphabet_of, decode, encode, split
from aisance.outreach.channels.sms.session import LineBrokenError, Session
from aisance.outreach.channels.sms.settings import SmsSettings

OK, INVALID_ADDRESS, THROTTLED = 0x00, 0x0B, 0x58
BUSY = {0x14, THROTTLED}  # the queue is full; too fast
OUR_FAULT = {0x01, 0x02, 0x03, 0x04, 0x08, 0x0A, 0x0D, 0x0E, 0x0F, 0x15, 0x48, 0x49, 0x61, 0xFF}
DATA_CODING = {Alphabet.GSM: 0, Alphabet.UCS2: 8}
HAS_HEADER, IS_RECEIPT, RECEIPT_MASK = 0x40, 0x04, 0x3C
PATIENCE_WITHIN_A_TEXT = (0.2, 0.4, 0.8, 1.6)
FATES = {
    "DELIVRD": "arrived", "EXPIRED": "lost", "DELETED": "lost", "UNDELIV": "lost", "REJECTD": "lost",
    2: "arrived", 3: "lost", 4: "lost", 5: "lost", 8: "lost",
}  # fmt: skip


class SmppCentre:
    """A way out over the thread's session, which stays open when a batch is done."""

    def __init__(self, session: Session, given: SmsSettings) -> None:
        self._session = session
        self._sender = given.sender
        self._is_usable = True

    def is_usable(self) -> bool:
        return self._is_usable and self._session.is_open

    def close(self) -> None:
        pass

    def deliver(self, text: Text, hand_over: HandOver) -> Outcome:
        try:
            self._session.listen()  # a centre that hung up is noticed before the hand-over
        except LineBrokenError as problem:
            return Interrupted(str(problem))
        pdus = list(submissions(text, self._sender))
        hand_over()
        try:
            answer = self._session.submit(**pdus[0])
            outcome = outcome_of(answer)
            self._is_usable = not isinstance(outcome, Busy)
            return self._rest(pdus[1:], outcome) if isinstance(outcome, Delivered) else outcome
        except LineBrokenError as problem:
            return Unclear(str(problem))

    def _rest(self, pdus: list[dict[str, Any]], first: Delivered) -> Outcome:
        """Send the other segments. The first is on its way: the text cannot begin again, so a busy centre is asked
        again for a few seconds."""
        for number, pdu in enumerate(pdus, start=2):
            outcome = outcome_of(self._session.submit(**pdu))
            for pause in PATIENCE_WITHIN_A_TEXT:
                if not isinstance(outcome, Busy):
                    break
                Event().wait(pause)
                outcome = outcome_of(self._session.submit(**pdu))
            if not isinstance(outcome, Delivered):
                return Unclear(f"segment {number}: {outcome.words}")
        return first


def submissions(text: Text, sender: str) -> Iterator[dict[str, Any]]:
    """The fields of the submit_sm of each segment. Those of a long text are joined by a header that is the same at
    every attempt."""
    alphabet, parts = alphabet_of(text.words), split(text.words)
    series = hashlib.sha256(text.reference.encode()).digest()[0]
    for number, part in enumerate(parts, start=1):
        header = bytes([5, 0, 3, series, len(parts), number]) if len(parts) > 1 else b""
        yield {
            **_from(sender),
            "dest_addr_ton": 1,
            "dest_addr_npi": 1,
            "destination_addr": text.to.removeprefix("+"),
            "esm_class": HAS_HEADER if header else 0,
            "data_coding": DATA_CODING[alphabet],
            "registered_delivery": int(number == 1),
            "short_message": header + encode(part, alphabet),
        }


def _from(sender: str) -> dict[str, Any]:
    """Number type and plan of a sender: a name, a short code, or an international number (SMPP 3.4, 5.2.5)."""
    digits = sender.removeprefix("+")
    if digits and not digits.isdecimal():
        return {"source_addr_ton": 5, "source_addr_npi": 0, "source_addr": sender}
    kind = 1 if len(digits) > 8 else 3
    return {"source_addr_ton": kind if digits else 0, "source_addr_npi": int(bool(digits)), "source_addr": digits}


def outcome_of(answer: Any) -> Outcome:
    """What the centre's answer to a submit_sm says of it."""
    status = int(answer.status)
    if status == OK:
        name = _plain(answer.message_id)
        return Delivered((name.lstrip("0") or "0") if name.isalnum() else name)
    words = f"SMPP 0x{status:02X} {answer.get_status_desc()}"
    if status in BUSY:
        return Busy(words)
    return NotNow(words) if status in OUR_FAULT else Never(words, dead=status == INVALID_ADDRESS)


def heard(pdu: Any, session: str, plain: str = "gsm") -> Heard | None:
    """What a deliver_sm says; null for what is neither words nor the end of a text.

    A centre that heard no acknowledgement brings it again with the same number in the same `session`. `plain` is what
    the centre means by its default alphabet: `gsm`, or a name of Python's such as `latin-1`.
    """
    if (pdu.esm_class or 0) & RECEIPT_MASK == IS_RECEIPT:
        return _receipt(pdu)
    body = bytes(pdu.short_message or getattr(pdu, "message_payload", None) or b"")
    part, body = _joined(pdu, body)
    words = _words(body, pdu.data_coding or 0, plain)
    if words is None:
        return None
    address, recipient = _international(pdu.source_addr, pdu.source_addr_ton), _plain(pdu.destination_addr)
    series, number, count = part
    joined = f"{address}|{recipient}|{series}|{count}" if count > 1 else ""
    return HeardText(f"smpp:{session}:{pdu.sequence}", address, recipient, words, joined, number, count)


def _receipt(pdu: Any) -> HeardReceipt | None:
    """A delivery receipt: from its own fields, or from the text that most centres write (SMPP 3.4, appendix B)."""
    text = bytes(pdu.short_message or b"").decode("ascii", "replace")
    named = re.search(r"\bid:\s*(\S+)", text)
    state = re.search(r"\bstat:\s*([A-Z]+)", text)
    name = _plain(getattr(pdu, "receipted_message_id", None)) or (named.group(1) if named else "")
    fate = FATES.get(getattr(pdu, "message_state", None) or (state.group(1) if state else ""))
    if not name or fate is None:
        return None
    return HeardReceipt(name, _international(pdu.source_addr, pdu.source_addr_ton), fate)  # type: ignore[arg-type]  # of the table


def _joined(pdu: Any, body: bytes) -> tuple[tuple[str, int, int], bytes]:
    """Which part of which series a text is, and its words without the header that says so."""
    if getattr(pdu, "sar_total_segments", None):
        return (f"sar {pdu.sar_msg_ref_num}", pdu.sar_segment_seqnum or 1, pdu.sar_total_segments), body
    if not (pdu.esm_class or 0) & HAS_HEADER or not body:
        return ("", 1, 1), body
    header, body = body[1 : 1 + body[0]], body[1 + body[0] :]
    match list(header):
        case [0x00, 3, series, count, number]:
            return (str(series), number, count), body
        case [0x08, 4, high, low, count, number]:
            return (f"wide {high * 256 + low}", number, count), body
    return ("", 1, 1), body


def _words(body: bytes, coding: int, plain: str) -> str | None:
    match coding:
        case 0:
            return decode(body, Alphabet.GSM) if plain == "gsm" else body.decode(plain, "replace")
        case 1:
            return body.decode("ascii", "replace")
        case 3:
            return body.decode("latin-1")
        case 8:
            return decode(body, Alphabet.UCS2)
    return None  # pictures, ring tones


def _international(address: Any, kind: Any) -> str:
    digits = _plain(address)
    return f"+{digits}" if kind == 1 and digits.isdecimal() else digits


def _plain(value: Any) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
