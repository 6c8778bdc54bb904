"""`aisance doctor` says what it saw and what to do."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from aisance.cli.doctor import doctor
from aisance.core import clock
from aisance.core.models import Event
from tests.cast import Cast
from tests.installation import free_port
from tests.smtp import DJANGO_SMTP, SmtpServer


def examined() -> tuple[int, dict[str, Any]]:
    """The exit code, and the findings by check."""
    result = CliRunner().invoke(doctor, ["--json"])
    return result.exit_code, {row.pop("check"): row for row in json.loads(result.output)}


def with_settings(settings: LazySettings, **changed: Any) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=changed)


def test_a_healthy_installation_ends_with_0(cast: Cast) -> None:
    code, found = examined()

    assert code == 0
    assert list(found) == [
        *("configuration", "storage", "database", "company", "worker"),
        *("ledger of consent", "erasures", "fact store", "mail", "text messages", "words"),
    ]
    assert all(row["healthy"] and row["mend"] == "" for row in found.values())
    assert found["company"]["seen"] == "8 units, 1 administrators"
    assert "answers: 0 rows" in found["fact store"]["seen"]
    told = CliRunner().invoke(doctor, [])
    assert (told.exit_code, "ok    worker: 0 events wait" in told.output) == (0, True)


def test_an_empty_company_wants_an_administrator(db: None) -> None:
    code, found = examined()

    assert code == 1
    assert found["company"] == {
        "healthy": False,
        "seen": "0 units, 0 administrators",
        "mend": "Run: aisance createadmin",
    }


def test_an_event_that_waits_for_minutes_wants_a_worker(cast: Cast) -> None:
    Event.objects.create(name="Nothing", payload={}, emitted_at=clock.now() - timedelta(minutes=4))
    assert examined()[1]["worker"]["healthy"]
    Event.objects.update(emitted_at=clock.now() - timedelta(minutes=6))

    code, found = examined()

    assert (code, found["worker"]["seen"]) == (1, "1 events wait")
    assert found["worker"]["mend"].startswith("Start a worker: aisance worker")


@pytest.mark.parametrize(
    ("changed", "mend"),
    [
        ({"base_url": "http://ease.example.org"}, "AISANCE_BASE_URL"),
        ({"base_url": "https://ease.example.org"}, "AISANCE_TRUSTED_PROXIES"),
        ({"base_url": "https://ease.example.org", "trusted_proxies": 1}, "AISANCE_MAIL_FROM"),
    ],
)
def test_production_is_held_to_more(cast: Cast, settings: LazySettings, changed: dict[str, Any], mend: str) -> None:
    with_settings(settings, mode="production", **changed)

    code, found = examined()

    assert code == 1
    assert mend in found["configuration"]["mend"]
    assert "AISANCE_SMTP_URL" in found["mail"]["mend"]


def test_a_mail_server_is_spoken_to(cast: Cast, settings: LazySettings, smtp_server: SmtpServer) -> None:
    with_settings(settings, smtp_url=smtp_server.url)
    assert examined()[1]["mail"] == {"healthy": True, "seen": "the server answers", "mend": ""}
    settings.MAILERS = {
        "default": {"BACKEND": DJANGO_SMTP, "OPTIONS": {"host": "127.0.0.1", "port": free_port(), "timeout": 5}}
    }

    code, found = examined()

    assert (code, found["mail"]["mend"]) == (1, "Check AISANCE_SMTP_URL.")
    assert "Connection refused" in found["mail"]["seen"]


def test_a_home_that_cannot_be_written_is_said(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with_settings(settings, home=tmp_path / "file" / "home")

    code, found = examined()

    assert code == 1
    assert found["storage"]["mend"] == "Give this user the right to write there, or set AISANCE_HOME."
