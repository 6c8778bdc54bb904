"""The pages of results: the same figures on the page and in the files, scoped by unit, narrowed by the form."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role, system_viewer
from aisance.lake.public import pull
from aisance.surveys.collection.tests.asked import EVERY_KIND, WHOLE, invited_to, post
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Programme, Questionnaire, QuestionnaireVersion
from aisance.surveys.results.contracts import ItemResult, Results, Selection
from aisance.surveys.results.counting import INDICATORS
from aisance.surveys.results.queries import read_results, versions_of_programme
from aisance.surveys.tests.company import NOON, address
from tests.cast import Cast

BY = system_viewer("test")
DAYS = "start=2026-11-19&end=2026-11-19"
SECOND: dict[str, Any] = {"nps.score": "3", "topics.ticked": ["bill"], "order.rank_price": "1", "calls.value": "7"}


def answered() -> Programme:
    """Two responses: one to everything, at lille-a by phone, one to some questions."""
    for number, fields in enumerate((WHOLE, SECOND)):
        post(address(invited_to(EVERY_KIND, external_id=str(number), **_whose(number)), "all/"), fields)
    pull()
    return Programme.objects.get(state=Programme.State.RUNNING)


def _whose(number: int) -> dict[str, Any]:
    from aisance.customers.contracts import CustomerClaim, IdentifierKind

    claim = CustomerClaim({IdentifierKind.EMAIL: f"customer{number}@example.org"}, "", "fr")
    return {"customer": claim, "unit": ("lille-a", "lille-b")[number]}


def results_of(programme: Programme, **more: Any) -> Results:
    asked = versions_of_programme(programme)
    day = NOON.date()
    return read_results(Selection(tuple(one.version_id for one in asked), day, day, **more), asked)


def by_code(results: Results) -> dict[str, ItemResult]:
    return {item.code: item for item in results.items}


def counted(item: ItemResult) -> dict[str, int]:
    return {line.code: line.count for group in item.groups for line in group.lines if line.count}


def test_every_item_has_its_distribution(cast: Cast) -> None:
    results = results_of(answered())

    found = by_code(results)
    assert (results.responses, results.complete, results.partial) == (2, 2, 0)
    assert {code: (item.asked, item.answered, item.passed) for code, item in found.items()} == {
        **dict.fromkeys(("nps", "topics", "order", "calls"), (2, 2, 0)),
        **dict.fromkeys(("ces", "place", "grid", "since", "more", "idea", "quote", "back"), (2, 1, 1)),
    }
    assert counted(found["nps"]) == {"3": 1, "9": 1}
    assert counted(found["ces"]) == {"2": 1}
    assert counted(found["place"]) == {"shop": 1}
    assert counted(found["topics"]) == {"bill": 2, "move": 1}
    assert counted(found["quote"]) == {"no": 1}
    assert counted(found["since"]) == {"2026-10": 1}
    assert [(group.name, [line.count for line in group.lines]) for group in found["grid"].groups] == [
        ("Wait", [0, 1, 0, 0, 0]),
        ("Clear", [0, 0, 0, 0, 1]),
    ]
    assert [(rank.code, rank.n, rank.mean, rank.first.count) for rank in found["order"].ranks] == [
        ("care", 1, 1.0, 1),
        ("price", 2, 1.5, 1),
        ("speed", 0, None, 0),
    ]
    spread = found["calls"].spread
    assert spread
    assert (spread.n, spread.least, spread.lower, spread.median, spread.most) == (2, 2.5, 3.625, 4.75, 7.0)
    topics = found["topics"].groups[0].lines[0]
    assert topics.low is not None
    assert (topics.value, round(topics.low, 4), topics.high) == (1.0, 0.3424, 1.0)


def test_a_selection_narrows_every_figure(cast: Cast) -> None:
    programme = answered()
    only = results_of(programme, unit_ids=(cast.units["lille-b"].pk,))

    assert (only.responses, counted(by_code(only)["nps"])) == (1, {"3": 1})
    assert results_of(programme, language="en").responses == 0
    assert results_of(programme, channel="phone", collected_by="email").responses == 2
    assert counted(by_code(results_of(programme, channel="chat"))["topics"]) == {}


def test_employees_are_not_counted_here(cast: Cast) -> None:
    programme = answered()
    Programme.objects.filter(pk=programme.pk).update(kind=ProgrammeKind.EMPLOYEE)
    programme.refresh_from_db()

    assert results_of(programme).responses == 0


def page_of(client: Client, path: str) -> Any:
    with stopped_at(NOON):
        return client.get(path)


def test_the_page_and_the_file_say_the_same(cast: Cast) -> None:
    programme = answered()
    client = cast.client(Role.MANAGER)

    page = page_of(client, f"/programmes/{programme.code}/results/?{DAYS}")
    text = page.content.decode()
    file = page_of(client, f"/programmes/{programme.code}/results/?{DAYS}&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(file).decode())))

    assert page.status_code == 200
    assert "Anything else?" in text or "(fr)" in text
    assert "A lift" in text
    assert {(r["code"], r["count"], r["of"]) for r in rows if r["item"] == "topics"} == {
        ("bill", "2", "2"),
        ("line", "0", "2"),
        ("move", "1", "2"),
    }
    assert [r["value"] for r in rows if (r["item"], r["what"]) == ("calls", "median")] == ["4.75"]
    assert [r["day"] for r in rows if (r["item"], r["what"]) == ("since", "median")] == ["2026-10-03"]
    assert [r["value"] for r in rows if (r["code"], r["what"]) == ("price", "mean_place")] == ["1.5"]
    assert [r["count"] for r in rows if r["item"] == "idea"] == ["1"]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_every_format_is_written(cast: Cast, form: str) -> None:
    programme = answered()

    file = page_of(cast.client(Role.ANALYST), f"/programmes/{programme.code}/results/?{DAYS}&format={form}")

    assert file.status_code == 200
    assert f"results-{programme.code}-2026-11-19-2026-11-19.{form}" in file["Content-Disposition"]


def test_words_are_for_those_who_may_read_them(cast: Cast) -> None:
    programme = answered()

    page = page_of(cast.client(Role.DATA_PROTECTION), f"/programmes/{programme.code}/results/?{DAYS}")

    assert page.status_code == 200
    assert "A lift" not in page.content.decode()


def test_a_questionnaire_adds_up_the_programmes_that_took_it(cast: Cast) -> None:
    programme = answered()
    row = Questionnaire.objects.create(code="whole", name={"en": "Whole"}, unit=programme.unit, created_at=NOON)
    taken = QuestionnaireVersion.objects.create(
        questionnaire=row, number=4, content={"items": EVERY_KIND}, published_at=NOON, edited_at=NOON
    )
    programme.versions.update(questionnaire_version=taken)
    client = cast.client(Role.MANAGER)

    text = page_of(client, f"/questionnaires/whole/results/?{DAYS}&version=4&format=csv").content.decode()

    assert ",topics,multiple," in text
    assert page_of(client, f"/questionnaires/whole/results/?{DAYS}&version=3").status_code == 422
    assert page_of(client, "/questionnaires/none/results/").status_code == 404
    assert page_of(client, "/programmes/none/results/").status_code == 404


def test_the_indicators_named_are_there(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert {client.get(f"/indicators/{name}/").status_code for name in INDICATORS.values()} == {200}


def test_a_page_without_answers_says_so(cast: Cast) -> None:
    programme = answered()
    client = cast.client(Role.MANAGER)

    empty = page_of(client, f"/programmes/{programme.code}/results/?start=2026-01-01&end=2026-01-02")
    wrong = page_of(client, f"/programmes/{programme.code}/results/?start=2026-01-03&end=2026-01-02")

    assert (empty.status_code, wrong.status_code) == (200, 422)
    assert "<svg" not in empty.content.decode().split('class="block apart result"', 1)[-1]
