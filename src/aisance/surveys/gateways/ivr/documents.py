"""The turns of a call as documents: VoiceXML 2.1 and TwiML. Every word is escaped by the writer of XML."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from aisance.surveys.gateways.ivr.contracts import Ask, Turn

VXML = "http://www.w3.org/2001/vxml"
SRGS = "http://www.w3.org/2001/06/grammar"
REGIONS = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-EG", "nl": "nl-NL", "de": "de-DE", "es": "es-ES", "it": "it-IT"}
LONGEST_SECONDS = 60


def spoken(language: str) -> str:
    """The language as voice platforms name it, with a region.

    >>> spoken("fr"), spoken("pt")
    ('fr-FR', 'pt')
    """
    return REGIONS.get(language, language)


def twiml(turn: Turn, address: str) -> bytes:
    """TwiML; what the caller gives is posted to the address."""
    root = ET.Element("Response")
    if turn.ask is Ask.DIGITS:
        about = {"input": "dtmf", "action": address, "method": "POST", "finishOnKey": "#", "timeout": "6"}
        # Without digits the same address is asked: silence is an answer to be dealt with too.
        inside = ET.SubElement(root, "Gather", about | {"actionOnEmptyResult": "true"})
        _say(inside, turn)
    else:
        _say(root, turn)
    if turn.ask is Ask.RECORDING:
        about = {"action": address, "method": "POST", "maxLength": str(LONGEST_SECONDS), "timeout": "5"}
        ET.SubElement(root, "Record", about | {"finishOnKey": "#", "playBeep": "true"})
        ET.SubElement(root, "Redirect", {"method": "POST"}).text = address
    if turn.ask is Ask.NOTHING:
        ET.SubElement(root, "Hangup")
    return _written(root)


def _say(parent: ET.Element, turn: Turn) -> None:
    ET.SubElement(parent, "Say", {"language": spoken(turn.language)}).text = turn.words


def vxml(turn: Turn, address: str) -> bytes:
    """VoiceXML 2.1; what the caller gives is posted to the address."""
    root = ET.Element("vxml", {"version": "2.1", "xmlns": VXML, "xml:lang": spoken(turn.language)})
    form = ET.SubElement(root, "form", {"id": "question"})
    _FORMS[turn.ask](form, turn, address)
    return _written(root)


def _ask_digits(form: ET.Element, turn: Turn, address: str) -> None:
    ET.SubElement(form, "var", {"name": "digits", "expr": "''"})
    field = ET.SubElement(form, "field", {"name": "point"})
    ET.SubElement(field, "property", {"name": "inputmodes", "value": "dtmf"})
    ET.SubElement(field, "property", {"name": "termchar", "value": "#"})
    about = {"xmlns": SRGS, "version": "1.0", "mode": "dtmf", "root": "point"}
    rule = ET.SubElement(ET.SubElement(field, "grammar", about), "rule", {"id": "point", "scope": "public"})
    choice = ET.SubElement(rule, "one-of")
    for point in range(turn.low, turn.high + 1):
        ET.SubElement(choice, "item").text = " ".join(str(point))
    ET.SubElement(field, "prompt", {"timeout": "6s"}).text = turn.words
    for event in ("noinput", "nomatch"):
        _submit(ET.SubElement(field, event), address, "digits")
    filled = ET.SubElement(field, "filled")
    # A platform may put spaces between the digits, which JavaScript takes out again.
    ET.SubElement(filled, "assign", {"name": "digits", "expr": "String(point).split(' ').join('')"})
    _submit(filled, address, "digits")


def _record(form: ET.Element, turn: Turn, address: str) -> None:
    ET.SubElement(form, "var", {"name": "milliseconds", "expr": "0"})
    about = {"name": "comment", "beep": "true", "maxtime": f"{LONGEST_SECONDS}s", "finalsilence": "5s"}
    record = ET.SubElement(form, "record", about | {"dtmfterm": "true"})
    ET.SubElement(record, "prompt").text = turn.words
    _submit(ET.SubElement(record, "noinput"), address, "milliseconds")
    filled = ET.SubElement(record, "filled")
    ET.SubElement(filled, "assign", {"name": "milliseconds", "expr": "comment$.duration"})
    _submit(filled, address, "milliseconds")


def _leave(form: ET.Element, turn: Turn, address: str) -> None:
    block = ET.SubElement(form, "block")
    ET.SubElement(block, "prompt").text = turn.words
    ET.SubElement(block, "disconnect")


def _submit(parent: ET.Element, address: str, names: str) -> None:
    ET.SubElement(parent, "submit", {"next": address, "method": "post", "namelist": names})


_FORMS: dict[Ask, Callable[[ET.Element, Turn, str], None]] = {
    Ask.DIGITS: _ask_digits,
    Ask.RECORDING: _record,
    Ask.NOTHING: _leave,
}


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
