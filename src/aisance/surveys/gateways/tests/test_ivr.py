"""Calls: each platform is told what to do, does it, and brings back digits and recordings."""

import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.surveys.collection.tests.asked import EVERY_KIND, open_link, stored, words
from aisance.surveys.gateways.ivr.agi import AgiServer, Conversation
from aisance.surveys.gateways.ivr.documents import SRGS, VXML
from aisance.surveys.gateways.ivr.signing import sign_code, twilio_signature
from aisance.surveys.models import OpenLink, Response
from aisance.surveys.tests.company import NOON
from tests.cast import Cast

CALLED = [*EVERY_KIND[:4], EVERY_KIND[8]]
"""Two scores, two choices that no telephone asks, and words."""


@pytest.fixture
def link(cast: Cast) -> OpenLink:
    return open_link(CALLED, use=OpenLink.Use.IVR, channel="phone", language="fr")


def at(minutes: float = 60) -> Any:
    return stopped_at(NOON + timedelta(minutes=minutes))


class Twilio:
    """Twilio's side, as its documentation tells: it posts its fields to the address that the last verb named."""

    def __init__(self, token: str = "", call: str = "CA1") -> None:
        self.token, self.client, self.call = token, Client(enforce_csrf_checks=True), call
        self.address = f"{settings.ENVIRONMENT.base_url}/v/{sign_code('poster', 'twiml')}/twiml/"

    def post(self, **given: str) -> Any:
        fields = {"CallSid": self.call, "From": "+33612345678", **given}
        signature = twilio_signature(self.token, self.address, fields)
        parts = urlsplit(self.address)
        with at():
            return self.client.post(
                f"{parts.path}?{parts.query}" if parts.query else parts.path,
                fields,
                headers={"X-Twilio-Signature": signature},
            )

    def say(self, **given: str) -> ET.Element:
        answer = self.post(**given)
        assert answer.status_code == 200, answer
        root = ET.fromstring(answer.content)
        verb = next((root.find(name) for name in ("Gather", "Record") if root.find(name) is not None), None)
        if verb is not None:
            self.address = verb.attrib["action"]
        return root


def test_a_call_by_twilio_from_the_first_question_to_the_end(link: OpenLink) -> None:
    twilio = Twilio()

    first = twilio.say()
    second = twilio.say(Digits="9")
    third = twilio.say(Digits="2")
    end = twilio.say(RecordingUrl="https://api.twilio.com/Recordings/RE1")

    gather = first.find("Gather")
    assert gather is not None
    assert (gather.attrib["input"], gather.attrib["finishOnKey"]) == ("dtmf", "#")
    said = gather.find("Say")
    assert said is not None
    assert said.attrib["language"] == "fr-FR"
    assert (said.text or "").startswith("How likely? (fr)")
    assert second.find("Gather/Say") is not None
    record = third.find("Record")
    assert record is not None
    assert record.attrib["maxLength"] == "60"
    assert [child.tag for child in end] == ["Say", "Hangup"]
    assert stored() == {
        "nps": ("nps_11", 9, "", None),
        "ces": ("ces_5", 2, "", None),
        "more": ("", None, "", {"recording": "https://api.twilio.com/Recordings/RE1"}),
    }
    response = Response.objects.get()
    assert (response.collected_by, response.channel, response.link_id) == ("ivr", "phone", link.pk)
    assert (response.language, response.set_apart, response.completed_at is not None) == ("fr", "", True)


def test_twilio_that_tries_again_gives_one_answer(link: OpenLink) -> None:
    twilio = Twilio()
    twilio.say()
    address = twilio.address
    for _ in range(3):
        twilio.address = address
        twilio.say(Digits="9")

    assert Response.objects.count() == 1
    assert {code: cell[1] for code, cell in stored().items()} == {"nps": 9}


def test_two_calls_are_two_responses(link: OpenLink) -> None:
    for name in ("CA1", "CA2"):
        twilio = Twilio(call=name)
        twilio.say()
        twilio.say(Digits="9")

    assert Response.objects.count() == 2


@pytest.mark.parametrize("digits", ["", "11", "99", "*", "١"])
def test_silence_and_strange_digits_are_asked_again_twice_and_then_passed(link: OpenLink, digits: str) -> None:
    twilio = Twilio()
    twilio.say()

    heard = [twilio.say(Digits=digits).findtext("Gather/Say") or "" for _ in range(3)]

    assert ["How likely?" in text for text in heard] == [True, True, False]
    assert "How hard?" in heard[2]
    assert Response.objects.count() == 0


def test_only_twilio_gets_in_where_its_token_is_known(link: OpenLink, monkeypatch: pytest.MonkeyPatch) -> None:
    known = settings.ENVIRONMENT.model_copy(update={"voice_secret": "its token"})
    monkeypatch.setattr(settings, "ENVIRONMENT", known)

    assert Twilio("guessed").post().status_code == 403
    assert Twilio("its token").say().find("Gather") is not None
    assert Response.objects.count() == 0


def test_an_address_that_we_did_not_sign_leads_nowhere(link: OpenLink) -> None:
    with at():
        assert Client().post("/v/poster/twiml/", {"CallSid": "1"}).status_code == 404
        assert Client().post(f"/v/{sign_code('poster', 'smil')}/smil/", {"CallSid": "1"}).status_code == 404
        assert Client().post(f"/v/{sign_code('poster', 'vxml')}/vxml/").status_code == 400
        OpenLink.objects.update(use=OpenLink.Use.LINK)
        assert Client().post(f"/v/{sign_code('poster', 'vxml')}/vxml/?call=1").status_code == 404


def test_a_closed_link_says_goodbye(link: OpenLink) -> None:
    OpenLink.objects.update(closed_at=NOON)

    assert [child.tag for child in Twilio().say()] == ["Say", "Hangup"]


# VoiceXML 2.1: of each element that we use, the attributes and the children that the schema allows.
_EVENTS = {"noinput", "nomatch", "filled", "prompt", "property"}
RULES: dict[str, tuple[set[str], set[str]]] = {
    "vxml": ({"version", "lang"}, {"form"}),
    "form": ({"id"}, {"var", "field", "record", "block"}),
    "var": ({"name", "expr"}, set()),
    "field": ({"name"}, {*_EVENTS, "grammar"}),
    "record": ({"name", "beep", "maxtime", "finalsilence", "dtmfterm"}, _EVENTS),
    "property": ({"name", "value"}, set()),
    "prompt": ({"timeout"}, set()),
    "noinput": (set(), {"submit"}),
    "nomatch": (set(), {"submit"}),
    "filled": (set(), {"assign", "submit"}),
    "assign": ({"name", "expr"}, set()),
    "submit": ({"next", "method", "namelist"}, set()),
    "block": (set(), {"prompt", "disconnect"}),
    "disconnect": (set(), set()),
    "grammar": ({"version", "mode", "root"}, {"rule"}),
    "rule": ({"id", "scope"}, {"one-of"}),
    "one-of": (set(), {"item"}),
    "item": (set(), set()),
}


def _keeps_the_rules(element: ET.Element) -> None:
    space, _brace, name = element.tag.removeprefix("{").partition("}")
    attributes, children = RULES[name]
    assert space == (SRGS if name in {"grammar", "rule", "one-of", "item"} else VXML)
    assert {key.rpartition("}")[2] for key in element.attrib} <= attributes
    for child in element:
        assert child.tag.rpartition("}")[2] in children
        _keeps_the_rules(child)


def test_a_call_by_voicexml(link: OpenLink) -> None:
    browser = Client()
    here = f"/v/{sign_code('poster', 'vxml')}/vxml/?call=a%2F7"
    roots = []
    for given in (None, {"digits": "10"}, {"digits": "5"}, {"milliseconds": "2100"}):
        with at():
            answer = browser.get(here) if given is None else browser.post(here, given)
        assert answer["Content-Type"].startswith("application/voicexml+xml")
        root = ET.fromstring(answer.content)
        _keeps_the_rules(root)
        roots.append(root)
        submit = root.find(f".//{{{VXML}}}filled/{{{VXML}}}submit")
        if submit is not None:
            parts = urlsplit(submit.attrib["next"])
            here = f"{parts.path}?{parts.query}"

    assert [item.text for item in roots[0].iter(f"{{{SRGS}}}item")][-2:] == ["9", "1 0"]
    assert roots[2].find(f".//{{{VXML}}}record") is not None
    assert roots[3].find(f".//{{{VXML}}}disconnect") is not None
    assert stored() == {
        "nps": ("nps_11", 10, "", None),
        "ces": ("ces_5", 5, "", None),
        "more": ("", None, "", {"recording": "a/7/5"}),
    }


def test_reading_the_first_document_records_nothing(link: OpenLink) -> None:
    with at():
        for _ in range(10):
            Client().get(f"/v/{sign_code('poster', 'vxml')}/vxml/?call=1&number=1&version=1&digits=9")

    assert Response.objects.count() == 0


def test_words_are_escaped_in_documents(cast: Cast) -> None:
    wording = words('<Hangup/> & "so"?')
    open_link([{"code": "nps", "kind": "nps", "wording": wording}], use=OpenLink.Use.IVR)

    root = Twilio().say()

    assert root.find(".//Hangup") is None
    assert '<Hangup/> & "so"?' in (root.findtext("Gather/Say") or "")


class Asterisk(threading.Thread):
    """Asterisk's side of FastAGI, as res_agi speaks it: headers, then a result for each command."""

    def __init__(self, end: socket.socket, script: str, answers: Callable[[str], str]) -> None:
        super().__init__()
        self.end, self.script, self.answers = end, script, answers
        self.commands: list[str] = []

    def run(self) -> None:
        headers = {
            "network": "yes",
            "network_script": self.script,
            "request": f"agi://127.0.0.1/{self.script}",
            "channel": "PJSIP/trunk-00000001",
            "language": "en",
            "uniqueid": "1732269600.17",
            "callerid": "0612345678",
        }
        lines = self.end.makefile("rwb")
        for name, value in headers.items():
            lines.write(f"agi_{name}: {value}\n".encode())
        lines.write(b"\n")
        lines.flush()
        for raw in lines:
            command = raw.decode().strip()
            self.commands.append(command)
            said = self.answers(command)
            lines.write(f"{said}\n".encode())
            lines.flush()
            if command == "HANGUP" or "hangup" in said:
                break
        lines.close()
        self.end.close()


def _call(script: str, answers: Callable[[str], str]) -> list[str]:
    ours, theirs = socket.socketpair()
    asterisk = Asterisk(theirs, script, answers)
    asterisk.start()
    with at(), ours:
        Conversation(ours, ("127.0.0.1", 0), None)  # type: ignore[arg-type]  # the conversation needs no server
    asterisk.join(timeout=10)
    assert not asterisk.is_alive()
    return asterisk.commands


def test_a_call_by_asterisk(link: OpenLink) -> None:
    digits = iter(["12", "", "9", "4"])

    def answers(command: str) -> str:
        if command.startswith("GET DATA"):
            found = next(digits)
            return f"200 result={found}" if found else "200 result= (timeout)"
        if command.startswith("RECORD FILE"):
            return "200 result=35 (dtmf) endpos=16000"
        return "200 result=0 endpos=8000"

    commands = _call(f"{sign_code('poster', 'agi')}?lang=fr", answers)

    assert commands == [
        "ANSWER",
        *["GET DATA aisance/fr/nps 6000 2"] * 3,
        "GET DATA aisance/fr/ces 6000 1",
        "STREAM FILE aisance/fr/more #",
        "RECORD FILE aisance-asterisk_1732269600.17-5 wav # 60000 BEEP s=5",
        "STREAM FILE aisance/fr/thanks #",
        "HANGUP",
    ]
    assert stored() == {
        "nps": ("nps_11", 9, "", None),
        "ces": ("ces_5", 4, "", None),
        "more": ("", None, "", {"recording": "aisance-asterisk_1732269600.17-5.wav"}),
    }


def test_a_caller_who_hangs_up_leaves_what_they_gave(link: OpenLink) -> None:
    said = iter(["200 result=0", "200 result=7", "200 result=-1 (hangup)"])

    commands = _call(sign_code("poster", "agi"), lambda _command: next(said))

    assert len(commands) == 3
    response = Response.objects.get()
    assert (response.completed_at, {code: cell[1] for code, cell in stored().items()}) == (None, {"nps": 7})


def test_asterisk_with_an_address_of_its_own_is_hung_up(link: OpenLink) -> None:
    commands = _call("poster", lambda _command: "200 result=1")

    assert [command.split()[0] for command in commands] == ["VERBOSE", "HANGUP"]
    assert Response.objects.count() == 0


def test_the_place_of_a_recording_is_shown_to_those_with_the_right(cast: Cast, link: OpenLink) -> None:
    _call(sign_code("poster", "agi"), lambda command: "200 result=9 endpos=16000")

    with at():
        pages = [cast.client(role).get("/answers/").content.decode() for role in (Role.MANAGER, Role.ANALYST)]

    assert ["aisance-asterisk_1732269600.17-5.wav" in page for page in pages] == [True, False]


def test_calls_beyond_the_bound_are_hung_up_and_take_no_thread() -> None:
    with AgiServer("127.0.0.1", 0, most_calls=1) as server:
        first, second = socket.socketpair(), socket.socketpair()
        server.process_request(first[0], ("127.0.0.1", 1))
        server.process_request(second[0], ("127.0.0.1", 2))
        assert second[1].recv(1) == b""

        first[1].close()  # the first caller is gone, and leaves room
        server.server_close()
        assert server._free.acquire(timeout=10)
    second[1].close()
