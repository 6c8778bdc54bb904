"""Filing an intent, and asking to stop."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.models import EntryPerson
from aisance.consent.public import record
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.contracts import MessageChannel, MessageClass, RefusalReason
from aisance.outreach.models import Message
from aisance.outreach.public import propose, propose_all, stop, stopped
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from tests.smtp import SmtpServer


def test_an_intent_becomes_a_waiting_message_to_the_customers_address(intent: Intent) -> None:
    assert propose(intent()) == Allowed()

    message = Message.objects.get()
    assert (message.state, message.address, message.attempts) == ("pending", "ana@customers.example", 0)
    assert message.message_id == "<23367552ee03cbc662160212ad3d5073@127.0.0.1>"


def test_the_same_key_again_changes_nothing(intent: Intent) -> None:
    propose(intent())

    assert propose(intent(subject="Something else", body="else")) == Allowed()

    assert Message.objects.get().subject == "Votre appel d’hier"


def test_a_customer_without_address_is_refused_with_the_reason(intent: Intent) -> None:
    claim = CustomerClaim({IdentifierKind.PHONE: "+33612345678"})
    [nobody] = find_or_add_customers([claim], by=system_viewer("test"))

    assert propose(intent(customer_id=nobody)) == Refused(RefusalReason.NO_ADDRESS)
    assert propose(intent(customer_id=nobody, channel=MessageChannel.NULL)) == Allowed()

    assert Message.objects.get().channel == "null"


def test_a_customer_who_asked_to_stop_is_refused_for_that_purpose_only(intent: Intent, customer: int) -> None:
    stop(customer, "surveys", via="surveys.invitation:0")

    assert propose(intent()) == Refused(RefusalReason.ASKED_TO_STOP)
    assert propose(intent("panel:1", purpose="panel")) == Allowed()

    assert stopped([customer, customer + 1], "surveys") == {customer}
    assert stopped([customer], "panel") == set()
    assert list(Message.objects.values_list("key", flat=True)) == ["panel:1"]


def test_asking_twice_to_stop_changes_nothing(customer: int) -> None:
    stop(customer, "surveys", via="first")
    stop(customer, "surveys", via="second")

    assert EntryPerson.objects.get().proof["via"] == "first"
    assert AuditEntry.objects.filter(action="messages.stopped").count() == 1


def test_what_waits_does_not_leave_after_the_customer_asked_to_stop(
    intent: Intent, customer: int, smtp_server: SmtpServer
) -> None:
    propose(intent())
    propose(intent("panel:1", purpose="panel"))

    stop(customer, "surveys", via="surveys.invitation:1")
    send_due_messages()

    assert [m["Message-ID"] for m in smtp_server.received] == [Message.objects.get(key="panel:1").message_id]
    withdrawn = Message.objects.get(key="surveys.invitation:1")
    assert (withdrawn.state, withdrawn.reason) == ("failed", "asked_to_stop")
    told = Event.objects.filter(name="MessageHandled").first()
    assert told is not None
    assert told.payload == {"key": "surveys.invitation:1", "state": "failed", "reason": "asked_to_stop"}


def test_an_intent_of_a_transaction_that_fails_is_not_filed(intent: Intent) -> None:
    with transaction.atomic():
        propose(intent())
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_many_intents_cost_as_many_queries_as_a_few(intent: Intent) -> None:
    claims = [CustomerClaim({IdentifierKind.EMAIL: f"c{number}@customers.example"}) for number in range(33)]
    found = find_or_add_customers(claims, by=system_viewer("test"))
    intents = [intent(f"key:{pk}", customer_id=pk) for pk in found]

    with CaptureQueriesContext(connection) as few:
        propose_all(intents[:3])
    with CaptureQueriesContext(connection) as many:
        decisions = propose_all(intents)

    assert decisions == [Allowed()] * 33
    assert Message.objects.count() == 33
    assert len(many) == len(few)


def test_each_of_many_gets_its_own_answer(intent: Intent, customer: int) -> None:
    claims = [{IdentifierKind.EMAIL: "stopped@customers.example"}, {IdentifierKind.PHONE: "+33612345678"}]
    out, by_phone = find_or_add_customers([CustomerClaim(one) for one in claims], by=system_viewer("test"))
    assert out
    stop(out, via="test")

    decisions = propose_all(
        [
            intent("a", customer_id=out),
            intent("b", customer_id=by_phone),
            intent("c", customer_id=by_phone, channel=MessageChannel.SMS),
            intent("d"),
            intent("d", subject="Again"),
        ]
    )

    assert decisions == [
        Refused(RefusalReason.ASKED_TO_STOP),
        Refused(RefusalReason.NO_ADDRESS),
        *[Allowed()] * 3,
    ]
    assert dict(Message.objects.values_list("key", "subject")) == dict.fromkeys(("c", "d"), "Votre appel d’hier")


def test_a_wish_counts_what_was_filed_a_moment_ago(intent: Intent, customer: int) -> None:
    record([NewEntry(customer, Act.WISHED, Method.PREFERENCES, wish="monthly")], by=system_viewer("test"))

    decisions = propose_all([intent("a"), intent("b", message_class=MessageClass.SERVICE), intent("c")])

    assert decisions == [Allowed(), Allowed(), Refused(RefusalReason.LESS_OFTEN)]
