"""The pages of imports and exports."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aisance.core.permissions import Role
from aisance.surveys.models import Questionnaire
from aisance.surveys.questionnaires.exchange.own import read_own
from aisance.surveys.questionnaires.rules import content_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"


def sent(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (FILES / name).read_bytes())


@pytest.mark.parametrize("name", ["contact.lss", "contact.qsf"])
def test_a_file_is_shown_first_and_stored_when_agreed_to(cast: Cast, name: str) -> None:
    client = cast.client(Role.MANAGER)

    page = client.post("/questionnaires/import/", {"file": sent(name)})

    assert page.status_code == 200
    assert "After a contact" in page.content.decode()
    assert not Questionnaire.objects.exists()
    source = page.context["form"].initial["source"]
    answer = client.post("/questionnaires/import/", {"source": source, "unit": cast.units["orvane"].pk})
    assert answer.status_code == 302
    row = Questionnaire.objects.get()
    assert content_of(row.versions.get().content) == read_own(source.encode()).content
    assert client.get(f"/questionnaires/{row.code}/").status_code == 200


def test_what_is_exported_can_be_imported_again(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    fields = {"title": "After a call", "unit": cast.units["orvane"].pk, "start": "ready"}
    client.post("/questionnaires/new/", fields)

    file = client.get("/questionnaires/after-a-call/export/")

    assert file.headers["Content-Disposition"] == 'attachment; filename="after-a-call-v1.toml"'
    page = client.post("/questionnaires/import/", {"file": SimpleUploadedFile("a.toml", file.content)})
    assert page.context["count"] == 4
    assert client.get("/questionnaires/after-a-call/export/?v=2").status_code == 404


def test_a_refusal_names_the_place_and_stores_nothing(cast: Cast) -> None:
    file = SimpleUploadedFile("a.toml", b'format = "aisance.questionnaire/1"\nlanguage = "english"\n')

    page = cast.client(Role.MANAGER).post("/questionnaires/import/", {"file": file})

    assert page.status_code == 422
    assert "language: expected a language such as fr, en or nl-be, found “english”" in page.content.decode()
    assert not Questionnaire.objects.exists()


def test_a_unit_of_others_is_refused(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    source = client.post("/questionnaires/import/", {"file": sent("contact.qsf")}).context["form"].initial["source"]

    page = client.post("/questionnaires/import/", {"source": source, "unit": "999999"})

    assert page.status_code == 422
    assert not Questionnaire.objects.exists()
