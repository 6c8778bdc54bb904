"""Where somebody is paid by a figure, it says so wherever it stands."""

from datetime import timedelta

import pytest

from aisance.accounts.services import create_api_key
from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.indicators.bonuses.queries import caution_beside
from aisance.indicators.bonuses.services import mark_bonus
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.models import Bonus
from aisance.indicators.permissions import VIEW
from aisance.indicators.tests.company import BY, NOON, answer
from tests.cast import Cast


def test_a_mark_is_a_caution_on_every_page_of_the_figure(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    client.post("/asked/bonuses/", {"unit": "lille-a", "indicator": "net_easy", "words": "from 30 points on"})

    for address in ("/indicators/net_easy/", "/indicators/net_easy/?unit=lille", "/indicators/net_easy/ranking/"):
        assert "Bonuses depend on this score:" in client.get(address).content.decode(), address
    for address in ("/indicators/net_easy/?unit=belgium", "/indicators/nps/"):
        assert "Bonuses depend on this score:" not in client.get(address).content.decode(), address
    [entry] = AuditEntry.objects.filter(action="bonus.marked")
    assert entry.changes == {"unit": cast.units["lille-a"].pk, "advisor": None, "indicator": "net_easy"}


def test_a_mark_on_every_score_and_one_above_count_as_well(cast: Cast) -> None:
    mark_bonus(unit_id=cast.units["france"].pk, by=BY)

    found = caution_beside(cast.viewer(Role.MANAGER), "nps", {"unit": ["lille-a"]})

    assert found is not None
    assert (found.units, found.may_look) == (("France",), True)
    assert caution_beside(cast.viewer(Role.MANAGER), "nps", {"unit": ["namur"]}) is None


def test_nothing_is_marked_twice(cast: Cast) -> None:
    mark_bonus(unit_id=cast.units["lille"].pk, indicator="nps", by=BY)

    with pytest.raises(IndicatorError):
        mark_bonus(unit_id=cast.units["lille"].pk, indicator="nps", by=BY)
    answer = cast.client(Role.MANAGER).post("/asked/bonuses/", {"unit": "lille", "indicator": "nps"})
    assert answer.status_code == 422
    assert Bonus.objects.count() == 1


def test_a_mark_is_taken_away_on_record(cast: Cast) -> None:
    held = mark_bonus(unit_id=cast.units["lille"].pk, indicator="nps", by=BY)

    for role in (Role.SUPERVISOR, Role.ANALYST):
        assert cast.client(role).post(f"/asked/bonuses/{held.pk}/remove/").status_code == 403
    assert Bonus.objects.count() == 1
    cast.client(Role.MANAGER).post(f"/asked/bonuses/{held.pk}/remove/")
    assert Bonus.objects.count() == 0
    assert AuditEntry.objects.filter(action="bonus.removed", object_id=str(held.pk)).count() == 1


def test_only_who_may_mark_marks(cast: Cast) -> None:
    answer = cast.client(Role.SUPERVISOR).post("/asked/bonuses/", {"unit": "lille", "indicator": "nps"})

    assert answer.status_code == 403
    assert Bonus.objects.count() == 0


def test_an_advisor_of_another_unit_is_refused(cast: Cast) -> None:
    answer = cast.client(Role.MANAGER).post("/asked/bonuses/", {"unit": "lille", "advisor": "nobody"})

    assert answer.status_code == 422
    assert Bonus.objects.count() == 0


def test_a_caution_goes_along_wherever_the_figure_goes(cast: Cast) -> None:
    answer("nps", [10] * 30, days=10, unit="lille-a")
    answer("nps", [0] * 30, days=-20, unit="lille-a")
    mark_bonus(unit_id=cast.units["lille-a"].pk, indicator="nps", by=BY)
    _, key = create_api_key(name="bi", unit_id=cast.units["orvane"].pk, scopes=[VIEW], by=BY)
    client, days = cast.client(Role.MANAGER), "from=2026-11-01&to=2026-11-30"

    with stopped_at(NOON + timedelta(days=20)):
        pages = [client.get(place).content.decode() for place in ("/", f"/indicators/nps/why/?{days}&compare=previous")]
        said = [
            client.get(place, headers={"Authorization": f"Bearer {key}"}).json().get("caution")
            for place in ("/api/v1/indicators/nps", "/api/v1/indicators/nps/ranking?by=unit", "/api/v1/indicators/csat")
        ]

    assert ["Bonuses depend on this score:" in page for page in pages] == [True, True]
    words = "Bonuses depend on this score: Lille A. Whoever is paid by a figure has reason to mind who is asked."
    assert said == [words, words, None]
