"""The optional language model, against a server of our own on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from aisance.core.permissions import Role
from aisance.verbatims.models import ModelCall
from aisance.verbatims.telling.assistant.contracts import ModelError
from aisance.verbatims.telling.assistant.openai import OpenAiCompatible
from aisance.verbatims.telling.assistant.rules import INSTRUCTIONS, question_of, tokens_about
from aisance.verbatims.telling.assistant.services import NotAskedError, summarise
from tests.cast import BY, Cast

TEXTS = {3: "Ma facture est fausse et personne ne la corrige.", 4: "Bonjour [name], la facture est illisible."}
GOOD = {
    "name": "Factures fausses",
    "summary": "Les factures sont fausses et illisibles.",
    "quotes": ["Ma facture est fausse", "la facture est illisible", "je paie le double chaque mois"],
}


class Stub:
    """A server of completions that says what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.says: Any = json.dumps(GOOD)
        self.status = 200
        self.heard: list[tuple[str, dict[str, Any], str | None]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stub.heard.append((self.path, body, self.headers.get("Authorization")))
                said = {"choices": [{"message": {"content": stub.says}}], "usage": {"total_tokens": 120}}
                self.send_response(stub.status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_words: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    found = Stub()
    given = {"language_model_url": found.address, "language_model": "small", "language_model_key": "secret"}
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=given)
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_a_summary_keeps_only_quotes_that_stand_in_the_texts(stub: Stub, cast: Cast) -> None:
    found = summarise(TEXTS, by=BY)

    assert (found.name, found.summary) == ("Factures fausses", GOOD["summary"])
    assert [(quote.text, quote.verbatim_id) for quote in found.quotes] == [
        ("Ma facture est fausse", 3),
        ("la facture est illisible", 4),
    ]
    assert found.dropped == 1
    call = ModelCall.objects.get()
    assert (call.outcome, call.tokens, call.kept_quotes, call.dropped_quotes) == ("answered", 120, 2, 1)


def test_the_model_is_asked_once_by_its_name_and_key(stub: Stub, cast: Cast) -> None:
    summarise(TEXTS, by=BY)

    [(path, body, key)] = stub.heard
    assert (path, body["model"], key) == ("/v1/chat/completions", "small", "Bearer secret")
    assert "[name]" in body["messages"][1]["content"]


@pytest.mark.parametrize("said", ["I cannot do that.", "[1, 2]", '{"name": 3}', "", None])
def test_an_answer_that_is_not_what_was_asked_for_is_shown_to_nobody(stub: Stub, cast: Cast, said: Any) -> None:
    stub.says = said

    with pytest.raises(NotAskedError):
        summarise(TEXTS, by=BY)

    assert ModelCall.objects.get().outcome == "failed"


def test_a_budget_that_is_used_up_asks_nobody(stub: Stub, cast: Cast, settings: Settings) -> None:
    enough_for_one = tokens_about(INSTRUCTIONS + question_of(TEXTS)) + 50
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"language_model_tokens": enough_for_one})
    summarise(TEXTS, by=BY)

    with pytest.raises(NotAskedError):
        summarise(TEXTS, by=BY)

    assert len(stub.heard) == 1
    assert sorted(ModelCall.objects.values_list("outcome", flat=True)) == ["answered", "over_budget"]


def test_without_a_model_nothing_is_asked(cast: Cast) -> None:
    with pytest.raises(NotAskedError):
        summarise(TEXTS, by=BY)

    assert ModelCall.objects.count() == 0
    assert cast.client(Role.MANAGER).post("/words/summary/").status_code == 422


def test_a_server_that_is_down_or_refuses_is_said(stub: Stub) -> None:
    stub.status = 503
    with pytest.raises(ModelError, match="503"):
        OpenAiCompatible(stub.address, name="small").ask("sum up", "nothing")
    with pytest.raises(ModelError, match="did not answer"):
        OpenAiCompatible("http://127.0.0.1:9/v1", name="small", patience=1).ask("sum up", "nothing")
