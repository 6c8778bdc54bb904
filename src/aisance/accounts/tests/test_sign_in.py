import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from aisance.accounts.models import Person
from aisance.accounts.services import deactivate_person
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from tests.cast import BY, PASSWORD, Cast

ADA = "ada@orvane.example"


@pytest.fixture(autouse=True)
def _no_counters(db: None) -> None:
    cache.clear()


def _try(client: Client, email: str = ADA, password: str = PASSWORD) -> int:
    return client.post("/account/login/", {"login": email, "password": password}).status_code


def _audited(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_the_right_password_opens_the_door_and_is_audited(cast: Cast) -> None:
    client = Client()

    answer = client.post("/account/login/?next=/settings", {"login": "ADA@orvane.example", "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings")
    assert client.get("/settings").status_code == 200
    line = AuditEntry.objects.get(action="sign_in.done")
    assert (line.person_id, line.actor_name, line.address) == (
        cast.people[Role.ADMINISTRATOR].pk,
        "Ada Verlinden",
        "127.0.0.1",
    )


def test_a_wrong_password_is_refused_and_leaves_a_line_without_the_typed_address(cast: Cast) -> None:
    client = Client()

    assert _try(client, password="something else") == 422
    assert _try(client, email="stranger@example.org") == 422

    assert client.get("/settings").status_code == 302
    lines = AuditEntry.objects.filter(action="sign_in.failed").order_by("pk")
    assert [line.object_id for line in lines] == [str(cast.people[Role.ADMINISTRATOR].pk), ""]
    assert "stranger" not in str(list(lines.values()))


def test_after_five_failures_even_the_right_password_waits_ten_minutes(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        assert _try(client, password="wrong") == 422

    answer = client.post("/account/login/", {"login": ADA, "password": PASSWORD})

    assert answer.status_code == 422
    assert "Too many failed attempts. Sign-in is locked for 10 minutes." in answer.content.decode()
    assert client.get("/settings").status_code == 302
    assert _audited("sign_in.failed") == 5
    assert _audited("sign_in.locked_out") == 1
    assert _audited("sign_in.done") == 0


def test_a_lock_on_one_account_does_not_touch_another(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        _try(client, password="wrong")

    assert _try(client, email="claire@orvane.example") == 302


def test_a_closed_account_does_not_open_and_its_session_ends(cast: Cast) -> None:
    hugo = cast.people[Role.ADVISOR]
    inside = cast.client(Role.ADVISOR)
    assert inside.get("/settings").status_code == 200
    deactivate_person(person_id=hugo.pk, by=BY)

    answer = Client().post("/account/login/", {"login": hugo.email, "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/inactive/")
    assert inside.get("/settings").status_code == 302
    assert "closed" in Client().get("/account/inactive/").content.decode()


def test_signing_out_is_audited(cast: Cast) -> None:
    client = cast.client(Role.ANALYST)

    assert client.post("/account/logout/").status_code == 302

    assert client.get("/settings").status_code == 302
    assert AuditEntry.objects.get(action="sign_out.done").actor_name == "Noah Peeters"


def _code(secret: str, steps_ahead: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, yield_hotp_counters_from_time

    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter + steps_ahead)))


def test_the_second_factor_is_switched_on_asked_for_and_audited(transactional_db: None, cast: Cast) -> None:
    client = Client()
    assert _try(client) == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/second-factor/app/activate/")
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()

    assert client.post("/account/second-factor/app/activate/", {"code": "000000"}).status_code == 422
    assert client.post("/account/second-factor/app/activate/", {"code": _code(secret)}).status_code == 302

    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert _audited("second_factor.added") == 2
    assert [message.subject for message in mail.outbox] == ["Second factor switched on"]

    fresh = Client()
    answer = fresh.post("/account/login/", {"login": ADA, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/second-factor/check/"
    assert fresh.get("/settings").status_code == 302
    assert fresh.post("/account/second-factor/check/", {"code": "000000"}).status_code == 422
    assert _audited("second_factor.failed") == 1


def test_a_recovery_code_opens_the_door_once(cast: Cast) -> None:
    ada = cast.people[Role.ADMINISTRATOR]
    TOTP.activate(ada, generate_totp_secret())
    inside = Client()
    inside.force_login(ada)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(ada).get_unused_codes()[0]

    first, second = Client(), Client()
    for client, status in ((first, 302), (second, 422)):
        assert _try(client) == 302
        assert client.post("/account/second-factor/check/", {"code": code}).status_code == status
    assert first.get("/settings").status_code == 200
    assert second.get("/settings").status_code == 302


def test_a_second_factor_is_changed_only_after_a_fresh_password(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    answer = client.get("/account/second-factor/app/activate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    refused = client.post("/account/reauthenticate/", {"password": "wrong"})
    assert refused.status_code == 422
    passed = client.post("/account/reauthenticate/?next=/account/second-factor/app/activate/", {"password": PASSWORD})

    assert passed.headers["Location"] == "/account/second-factor/app/activate/"
    assert client.get("/account/second-factor/app/activate/").status_code == 200


def _link(message: mail.EmailMessage) -> str:
    found = re.search(re.escape(settings.BASE_URL) + r"(/account/password/reset/key/\S+)", str(message.body))
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_by_mail_in_the_persons_language(cast: Cast) -> None:
    claire = cast.people[Role.MANAGER]
    Person.objects.filter(pk=claire.pk).update(language="fr")
    client = Client(headers={"accept-language": "en"})
    for _ in range(5):
        _try(client, email=claire.email, password="wrong")

    assert client.post("/account/password/reset/", {"email": claire.email}).status_code == 302
    (message,) = mail.outbox
    assert message.to == [claire.email]
    assert message.subject == "Choisir un nouveau mot de passe"
    assert "Bonjour Claire Morvan," in message.body

    form = client.get(_link(message), follow=True)
    url = form.redirect_chain[-1][0]
    weak = client.post(url, {"password1": "short", "password2": "short"})
    assert weak.status_code == 422
    kept = client.post(url, {"password1": "a calmer day 7", "password2": "a calmer day 7"})
    assert kept.status_code == 302

    assert _try(client, email=claire.email, password=PASSWORD) == 422
    assert _try(client, email=claire.email, password="a calmer day 7") == 302
    assert _audited("password.changed") == 1


def test_a_link_to_choose_a_password_works_once(cast: Cast) -> None:
    claire = cast.people[Role.MANAGER]
    client = Client()
    client.post("/account/password/reset/", {"email": claire.email})
    link = _link(mail.outbox[0])
    url = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(url, {"password1": "a calmer day 7", "password2": "a calmer day 7"})

    again = Client().get(link, follow=True)

    assert "This link no longer works" in again.content.decode()


def test_nobody_learns_whether_an_address_signs_in_here(cast: Cast) -> None:
    answer = Client().post("/account/password/reset/", {"email": "stranger@example.org"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/reset/done/")
    assert mail.outbox == []


def test_nobody_learns_it_from_a_mail_server_that_refuses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: mail.EmailMessage, **how: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)

    answer = Client().post("/account/password/reset/", {"email": ADA})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/reset/done/")


@pytest.mark.parametrize("page", ["signup/", "email/", "confirm-email/", "confirm-email/x:y/", "password/set/"])
def test_pages_we_do_not_use_are_closed(cast: Cast, page: str) -> None:
    assert Client().get(f"/account/{page}").status_code == 404
    assert Client().post(f"/account/{page}", {"email": "x@example.org"}).status_code == 404


def test_what_was_posted_without_a_fresh_password_goes_on_after_it(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    client.post("/account/second-factor/app/activate/", {"code": "000000"})
    resumed = client.post("/account/reauthenticate/?next=/account/second-factor/app/activate/", {"password": PASSWORD})

    assert resumed.status_code in {302, 422}
    assert not Authenticator.objects.exists()
