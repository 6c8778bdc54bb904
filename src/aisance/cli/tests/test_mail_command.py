"""`aisance mail receive`, as a pipe of Postfix calls it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from aisance.cases.models import InboundMail
from aisance.cli.mailing import receive_command
from tests.cast import Cast

MAIL = b"From: ana@customers.example\r\nTo: care@orvane.example\r\nMessage-ID: <m1@x.example>\r\n"
FILE = b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\n'


def _ended(content: bytes) -> int:
    return CliRunner().invoke(receive_command, input=content).exit_code


def test_a_mail_from_a_pipe_is_stored_and_the_mail_server_is_told_to_try_again_where_it_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update={"home": tmp_path}))
    whole = MAIL + FILE + b"\r\n%PDF"

    assert _ended(b"") == 2
    (tmp_path / "mail-files").write_text("in the way")
    assert _ended(whole) == 75
    assert InboundMail.objects.count() == 0

    (tmp_path / "mail-files").unlink()
    assert _ended(whole) == 0
    assert _ended(whole) == 0
    assert InboundMail.objects.count() == 1
