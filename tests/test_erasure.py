"""Whoever is erased is nowhere: not in a table, not in a file, not in the store, and not back after a restore."""

import json
import runpy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from aisance.consent.models import Erasure
from aisance.consent.rights import erased_list
from aisance.consent.rights.services.erasing import begin_erasure, carry_on
from aisance.core import clock, personal
from aisance.core.personal import holdings, why_impersonal
from aisance.customers.models import Customer, Identifier
from aisance.lake.public import bearing, pull
from aisance.outreach.models import Message
from tests.cast import BY, Cast
from tests.planting import WORD, Garden, left_in_files, left_in_tables


def _erase(customer_id: int) -> Erasure:
    erasure = begin_erasure([customer_id], why=Erasure.Why.REQUEST, by=BY)
    carry_on(erasure.pk)
    with clock.stopped_at(clock.now() + timedelta(minutes=7)):
        assert carry_on(erasure.pk)
    erasure.refresh_from_db()
    return erasure


def _mail_of(garden: Garden) -> Path:
    """The file to which the customer's message was written."""
    folder = settings.ENVIRONMENT.mail_folder
    folder.mkdir(parents=True, exist_ok=True)
    message = Message.objects.get(customer=garden.customer)
    file: Path = folder / f"{message.reference}.eml"
    file.write_text(f"Dear {WORD}")
    return file


def _refused_rows(garden: Garden) -> Path:
    """A file of refused rows, one of the customer's and one of somebody else's."""
    file: Path = settings.ENVIRONMENT.home / "uploads" / "1.refused.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"row,email,name\n1,{garden.address.upper()},?\n2,ben@example.org,Ben\n", encoding="utf-8-sig")
    return file


def test_words_planted_in_every_column_are_nowhere_after_an_erasure(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    garden = Garden()
    pull()
    file, refused = _mail_of(garden), _refused_rows(garden)
    planted = "\n".join(left_in_tables())
    assert [column for column, word in garden.words.items() if word not in planted] == []
    assert sum(bearing("customer_id", [garden.customer.pk]).values()) > 0

    erasure = _erase(garden.customer.pk)

    assert erasure.stage == Erasure.Stage.DONE
    assert list(left_in_tables()) == []
    assert list(left_in_files()) == []
    assert not file.exists()
    assert refused.read_text().splitlines()[1:] == ["2,ben@example.org,Ben"]
    refused.unlink()  # the first import of another test would find it in its place
    assert WORD not in caplog.text
    assert set(bearing("customer_id", [garden.customer.pk]).values()) == {0}
    assert not Customer.objects.filter(pk=garden.customer.pk).exists()


def test_a_holding_that_is_forgotten_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden()
    kept = {name: one for name, one in personal._HOLDINGS.items() if name != "surveys.responses"}
    monkeypatch.setattr(personal, "_HOLDINGS", kept)

    _erase(garden.customer.pk)

    assert any(line.startswith("surveys_answer.text") for line in left_in_tables())


def test_every_column_of_text_is_in_a_holding_or_said_to_hold_nothing_of_customers() -> None:
    held = {column for holding in holdings() for column in holding.columns}
    texts = (models.CharField, models.TextField, models.JSONField)
    undeclared = [
        f"{table._meta.label}.{field.name}"
        for table in apps.get_models()
        if table.__module__.startswith("aisance.")
        for field in table._meta.concrete_fields
        if isinstance(field, texts)
    ]

    assert [column for column in undeclared if column not in held and not why_impersonal(column)] == []
    assert [column for column in held if why_impersonal(column)] == []


def test_a_backup_does_not_bring_the_erased_back_unnoticed(cast: Cast) -> None:
    garden = Garden()
    known: dict[str, Any] = {"pk": garden.customer.pk, "name": "Anna", "created_at": garden.customer.created_at}
    address = Identifier.objects.get(customer=garden.customer)
    other = Customer.objects.create(name="Somebody else", created_at=garden.customer.created_at)
    _erase(garden.customer.pk)
    assert list(erased_list.back_again()) == []

    Customer.objects.create(**known)
    Identifier.objects.create(customer_id=known["pk"], kind="email", value=address.value, added_at=address.added_at)
    back = list(erased_list.back_again())

    assert back == [garden.customer.pk]
    assert WORD not in erased_list.place().read_text()
    _erase(back[0])
    assert list(erased_list.back_again()) == []
    assert Customer.objects.filter(pk=other.pk).exists()
    assert json.loads(erased_list.place().read_text().splitlines()[0]).keys() == {"salt"}


def test_the_page_of_personal_data_is_that_of_the_code() -> None:
    script = runpy.run_path(str(Path(__file__).parent.parent / "scripts" / "personal_data_page.py"))

    assert script["PAGE"].read_text() == script["page"]()
