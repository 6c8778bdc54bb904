"""Log lines know nobody."""

import io
import logging
from collections.abc import Iterator
from typing import NoReturn

import pytest
from django.conf import LazySettings
from django.core import mail
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from aisance.core.permissions import open_to_all
from aisance.project.logs import DiscreetFormatter, discreet

pytestmark = pytest.mark.sqlite_only


@open_to_all("It only fails.")
def failing(request: HttpRequest, name: str) -> NoReturn:
    """As a database does: it repeats what was there twice, and the code around it repeats it once more."""
    try:
        raise KeyError(f"Key (email)=({request.POST['email']}) already exists")
    except KeyError as problem:
        raise ValueError(f"{request.POST['phone']} of {request.POST['email']}") from problem


urlpatterns = [path("failing/<str:name>/", failing)]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the product writes, formatted as the settings say."""
    root = logging.getLogger()
    formatter = next(h.formatter for h in root.handlers if isinstance(h.formatter, DiscreetFormatter))
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)


def test_a_failing_page_leaves_the_place_in_the_log_and_not_the_person(
    lines: io.StringIO, settings: LazySettings, db: None
) -> None:
    settings.ROOT_URLCONF = __name__
    settings.ADMINS = ["admin@orvane.example"]
    posted = {"email": "zoe@mail.example", "phone": "+33612345678"}

    answer = Client(raise_request_exception=False).post("/failing/zoe@mail.example/?q=zoe@mail.example", posted)

    written = lines.getvalue()
    assert answer.status_code == 500
    assert "ERROR django.request Internal Server Error: /failing/[address]/" in written
    assert "test_logs.py" in written
    assert "builtins.KeyError" in written
    assert written.rstrip().endswith("builtins.ValueError")
    assert "zoe" not in written
    assert "612345678" not in written
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /customers/ada%40orvane.example", "Not Found: /customers/[address]"),
        ("Not Found: /c/+33 6 12 34 56 78", "Not Found: /c/[number]"),
        ("Gone: /a/9jK1bW2mX3cV4nZ5qL6sD7.8fGh_Ty-u/2/", "Gone: /a/[token]/2/"),
        ("Gone: /a/9jK1bW2mX3cV~4nZ5qL6sD7.8fGh_Ty-u/2/", "Gone: /a/[token]/2/"),
        ("Gone: /l/poster/9jK1bW2mX3cV~12~17634~poster.8fGh_Ty-u/all/", "Gone: /l/poster/[token]/all/"),
        ("Not Found: /programmes/after-a-contact/", "Not Found: /programmes/after-a-contact/"),
        (
            "The fact store differed from the database on 12 days",
            "The fact store differed from the database on 12 days",
        ),
    ],
)
def test_what_a_path_may_carry_is_masked(said: str, kept: str) -> None:
    assert discreet(said) == kept
