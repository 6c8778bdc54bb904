"""What the doctor says of the ways out of text messages and of mail by a provider."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from aisance.project.health import Finding, _provider, _texts
from tests.smpp import sms_centre


def texts(settings: Settings, **given: object) -> Finding:
    settings.SMS = {"url": "", "sender": "38000", "folder": Path("/tmp/texts"), "timeout": 1.0, **given}
    [finding] = _texts()
    return finding


def test_without_a_gateway_texts_go_to_a_folder(settings: Settings) -> None:
    assert texts(settings) == Finding("text messages", "to the folder /tmp/texts")


def test_a_centre_that_lets_us_in_is_healthy_and_one_that_does_not_is_named(settings: Settings) -> None:
    with sms_centre() as centre:
        assert texts(settings, url=centre.url) == Finding("text messages", "an SMS centre answers")
        refused = texts(settings, url=centre.url.replace("secret", "wrong"))
        assert texts(settings, url=centre.url, sender="").mend == "Set AISANCE_SMS_SENDER."

    assert refused.mend == "Check AISANCE_SMS_URL."
    assert "wrong" not in refused.seen
    assert texts(settings, url="smpp://x:y@127.0.0.1:1").mend == "Check AISANCE_SMS_URL."


def test_a_gateway_without_a_secret_cannot_bring_answers(settings: Settings) -> None:
    with sms_centre() as centre:  # anything that listens
        url = f"http://127.0.0.1:{centre.port}/"
        assert texts(settings, url=url).mend == "Set AISANCE_SMS_SECRET: answers and receipts are refused."
        assert texts(settings, url=url, secret="hush").healthy


@pytest.mark.parametrize(
    ("options", "secret", "mend"),
    [
        ({}, "", "Mend AISANCE_MAIL_PROVIDER_OPTIONS."),
        ({"server_token": "t"}, "", "Set AISANCE_MAIL_WEBHOOK_SECRET: bounces and complaints are refused."),
        ({"server_token": "t"}, "a:b", ""),
    ],
)
def test_a_provider_is_asked_for_what_it_lacks(
    settings: Settings, options: dict[str, str], secret: str, mend: str
) -> None:
    told = {"mail_provider": "postmark", "mail_webhook_secret": secret}
    environment = settings.ENVIRONMENT.model_copy(update=told)
    settings.ENVIRONMENT = environment
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend", "OPTIONS": options}}

    assert _provider().mend == mend
