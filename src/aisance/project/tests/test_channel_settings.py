"""The settings of the ways out."""

import pytest

from aisance.project.environment import SettingsError, read_environment


def test_json_is_read_and_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISANCE_SMS_HTTP", '{"style": "json", "fields": {"dst": "{digits}"}}')
    monkeypatch.setenv("AISANCE_MAIL_PROVIDER_OPTIONS", '{"api_key": "k", "timeout": 5}')
    read = read_environment()

    assert (read.sms_http.style, read.sms_http.method, read.sms_http.fields) == ("json", "POST", {"dst": "{digits}"})
    assert read.mail_provider_options == {"api_key": "k", "timeout": 5}


@pytest.mark.parametrize(
    ("name", "held", "complaint"),
    [
        ("AISANCE_SMS_HTTP", "{hush", "AISANCE_SMS_HTTP: expected a JSON object."),
        ("AISANCE_SMS_HTTP", '{"style": "hush"}', "AISANCE_SMS_HTTP: Input should be 'form', 'json' or 'query'."),
        ("AISANCE_SMS_HTTP", '{"hush": 1}', "AISANCE_SMS_HTTP: Extra inputs are not permitted."),
        ("AISANCE_MAIL_PROVIDER_OPTIONS", '["hush"]', "AISANCE_MAIL_PROVIDER_OPTIONS: expected a JSON object."),
        (
            "AISANCE_MAIL_WEBHOOK_SECRET",
            "hush",
            "AISANCE_MAIL_WEBHOOK_SECRET: expected a name, a colon",
        ),
        (
            "AISANCE_SMS_URL",
            "ftp://hush",
            "AISANCE_SMS_URL: expected the address of an SMS gateway",
        ),
    ],
)
def test_what_is_wrong_is_named_and_what_may_be_secret_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, held: str, complaint: str
) -> None:
    monkeypatch.setenv(name, held)

    with pytest.raises(SettingsError) as told:
        read_environment()

    assert str(told.value).startswith(complaint)
    assert "hush" not in str(told.value)
