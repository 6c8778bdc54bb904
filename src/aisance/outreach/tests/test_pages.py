"""The pages of outgoing messages."""

import pytest
from django.conf import settings

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.outreach.models import Message
from aisance.outreach.public import propose, stop
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from tests.cast import Cast
from tests.smtp import SmtpServer


@pytest.fixture
def failed(intent: Intent, smtp_server: SmtpServer) -> Message:
    smtp_server.answers["rcpt"] = "550 not wanted here"
    propose(intent())
    send_due_messages()
    smtp_server.answers.clear()
    return Message.objects.get()


def test_the_list_shows_the_newest_first_and_filters_by_state(cast: Cast, intent: Intent, failed: Message) -> None:
    propose(intent("later", subject="A later one"))
    client = cast.client(Role.MANAGER)

    page = client.get("/outgoing/").content.decode()
    assert page.index("A later one") < page.index("Votre appel d’hier")
    page = client.get("/outgoing/?state=failed").content.decode()
    assert "A later one" not in page
    assert "Votre appel d’hier" in page


def test_requests_to_confirm_a_choice_do_not_bury_the_rest(cast: Cast, intent: Intent) -> None:
    propose(intent())
    propose(intent("consent.confirmation:7", subject="Please confirm", purpose="service", message_class="service"))
    client = cast.client(Role.MANAGER)

    def listed(query: str = "") -> tuple[list[str], int]:
        shown = client.get(f"/outgoing/{query}").context
        return [message.subject for message in shown["page"]], shown["hidden"]

    page = client.get("/outgoing/?state=pending").content.decode()
    assert '<a href="?state=pending&amp;what=confirmations">1 request to confirm a choice is not listed' in page
    assert listed() == (["Votre appel d’hier"], 1)
    assert listed("?what=confirmations") == (["Please confirm"], 0)
    assert listed("?what=all") == (["Please confirm", "Votre appel d’hier"], 0)
    assert listed("?state=failed") == ([], 0)


def test_an_empty_list_says_so(cast: Cast) -> None:
    response = cast.client(Role.MANAGER).get("/outgoing/")

    assert response.status_code == 200
    assert "Nothing has been sent yet" in response.content.decode()


def test_a_message_is_shown_as_the_customer_reads_it(cast: Cast, intent: Intent) -> None:
    propose(intent(body="Bonjour <b>Ana</b>\nhttps://ease.example.org/a/x?b=1&c=2\n"))

    page = cast.client(Role.MANAGER).get(f"/outgoing/{Message.objects.get().pk}/").content.decode()

    assert "Bonjour &lt;b&gt;Ana&lt;/b&gt;" in page
    assert '<a href="https://ease.example.org/a/x?b=1&amp;c=2"' in page
    assert "ana@customers.example" in page
    assert "Waiting to leave" in page


def test_in_production_nobody_answers_by_the_link_of_a_customer(
    cast: Cast, intent: Intent, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"{settings.BASE_URL}/a/token.signature/"
    propose(intent(body=f"Bonjour\n{link}1/?score=2\n{link}", unsubscribe_url=f"{link}stop/"))
    production = settings.ENVIRONMENT.model_copy(update={"mode": "production"})
    monkeypatch.setattr(settings, "ENVIRONMENT", production)

    page = cast.client(Role.MANAGER).get(f"/outgoing/{Message.objects.get().pk}/").content.decode()

    assert "Bonjour" in page
    assert "token.signature" not in page
    assert "whoever opens one answers in the customer’s place" in page


def test_a_link_of_another_scheme_is_not_a_link(cast: Cast, intent: Intent) -> None:
    propose(intent(body="javascript:alert(1) data:text/html,x"))

    page = cast.client(Role.MANAGER).get(f"/outgoing/{Message.objects.get().pk}/").content.decode()

    assert 'href="javascript' not in page
    assert 'href="data' not in page


def test_a_failed_message_leaves_again_by_hand(cast: Cast, failed: Message, smtp_server: SmtpServer) -> None:
    client = cast.client(Role.MANAGER)
    page = client.get(f"/outgoing/{failed.pk}/").content.decode()
    assert "Reason: The other side does not take messages from us.</p>" in page
    assert '<p class="code">550 not wanted here</p></details>' in page
    assert "Send it again" in page

    response = client.post(f"/outgoing/{failed.pk}/retry/")
    send_due_messages()

    assert response.status_code == 302
    assert smtp_server.ids() == [failed.message_id]
    assert Message.objects.get().state == "sent"
    entry = AuditEntry.objects.get(action="message.retried")
    assert (entry.actor_name, entry.object_id) == ("Claire Morvan", str(failed.pk))


def test_a_customer_who_asked_to_stop_is_not_sent_a_failed_message_again(cast: Cast, failed: Message) -> None:
    stop(failed.customer_id, "surveys", via="test")

    response = cast.client(Role.MANAGER).post(f"/outgoing/{failed.pk}/retry/", follow=True)

    assert "asked for no more messages" in response.content.decode()
    assert Message.objects.get().state == "failed"


def test_a_sent_message_cannot_be_sent_again(cast: Cast, intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent())
    send_due_messages()
    message = Message.objects.get()

    cast.client(Role.MANAGER).post(f"/outgoing/{message.pk}/retry/")
    send_due_messages()

    assert len(smtp_server.received) == 1
    assert not AuditEntry.objects.filter(action="message.retried").exists()


@pytest.mark.parametrize(
    ("role", "see", "again"),
    [
        (Role.ADMINISTRATOR, 200, 302),
        (Role.MANAGER, 200, 302),
        (Role.DATA_PROTECTION, 200, 403),
        (Role.ANALYST, 403, 403),
        (Role.SUPERVISOR, 403, 403),
        (Role.ADVISOR, 403, 403),
    ],
)
def test_who_may_see_and_who_may_send_again(cast: Cast, failed: Message, role: Role, see: int, again: int) -> None:
    client = cast.client(role)

    assert client.get("/outgoing/").status_code == see
    assert client.get(f"/outgoing/{failed.pk}/").status_code == see
    assert client.post(f"/outgoing/{failed.pk}/retry/").status_code == again
    assert Message.objects.get().state == ("pending" if again == 302 else "failed")


def test_a_manager_of_one_country_does_not_see_the_companys_messages(cast: Cast, failed: Message) -> None:
    person = cast.people[Role.MANAGER]
    person.assignments.update(unit=cast.units["france"])
    client = cast.client(Role.MANAGER)

    assert client.get("/outgoing/").status_code == 403
    assert client.get(f"/outgoing/{failed.pk}/").status_code == 403
    assert client.post(f"/outgoing/{failed.pk}/retry/").status_code == 403
    assert Message.objects.get().state == "failed"


def test_an_unknown_message_is_not_found(cast: Cast) -> None:
    assert cast.client(Role.MANAGER).get("/outgoing/12345/").status_code == 404
    assert cast.client(Role.MANAGER).post("/outgoing/12345/retry/").status_code == 404
