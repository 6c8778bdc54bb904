"""Texts, receipts and answers with an SMS centre that somebody else wrote: the server of smpp34."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import smpp34
from django.conf import LazySettings

from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.channels import patience
from aisance.outreach.channels.sms.session import leave
from aisance.outreach.contracts import MessageChannel, MessageIntent
from aisance.outreach.models import InboundMessage, Message
from aisance.outreach.public import propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.services.hearing import hear_texts
from tests.smtp import free_port

PHONE = "+33612345678"


class Centre:
    """The centre: it takes every text, reports that it arrived, and brings what the phone answers."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[bytes] = []
        self.ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()], daemon=True)

    def __enter__(self) -> "Centre":
        self._thread.start()
        assert self.ready.wait(10)
        return self

    def __exit__(self, *given: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        server = smpp34.Server(host="127.0.0.1", port=self.port, system_id="centre")
        await server.start()
        self.ready.set()
        work = asyncio.create_task(self._answer(server))
        await self._over.wait()
        work.cancel()
        await server.stop()

    async def _answer(self, server: Any) -> None:
        phones: dict[Any, Any] = {}
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                phones[event.session_id] = event
            elif isinstance(event, smpp34.SubmitSmEvent):
                await self._take(event, phones[event.session_id])

    async def _take(self, event: Any, esme: Any) -> None:
        self.taken.append(bytes(event.short_message))
        name = f"{len(self.taken):08X}"
        event.accept(message_id=name)
        receipt = f"id:{name} sub:001 dlvrd:001 submit date:2603041200 done date:2603041201 stat:DELIVRD err:000 text:"
        back = {"source_addr": event.destination_addr, "destination_addr": event.source_addr}
        await esme.deliver_sm(**back, esm_class=0x04, short_message=receipt.encode())
        await esme.deliver_sm(**back, short_message=b"9")


@pytest.fixture
def centre(settings: LazySettings, tmp_path: Path) -> Iterator[Centre]:
    patience._silent.clear()
    with Centre(free_port()) as running:
        url = f"smpp://aisance:secret@127.0.0.1:{running.port}"
        settings.SMS = {"url": url, "sender": "38000", "folder": tmp_path, "timeout": 5.0}
        yield running
        leave()


@pytest.mark.django_db
def test_a_text_arrives_and_its_receipt_and_the_answer_come_back(centre: Centre) -> None:
    claim = CustomerClaim({IdentifierKind.PHONE: PHONE})
    [customer] = find_or_add_customers([claim], by=system_viewer("test"))
    assert customer
    propose(MessageIntent("sms:1", customer, MessageChannel.SMS, "surveys", "fr", "?", "Facile {0 à 10} ?"))

    assert send_due_messages() == 1

    for _ in range(500):
        hear_texts()
        if InboundMessage.objects.exists() and Message.objects.get().receipt:
            break
        threading.Event().wait(0.01)
    message = Message.objects.get()
    assert centre.taken == [b"Facile \x1b(0 \x7f 10\x1b) ?"]
    assert (message.state, message.provider_name, message.receipt) == ("sent", "1", "arrived")
    assert [(row.text, row.customer_id) for row in InboundMessage.objects.all()] == [("9", customer)]
