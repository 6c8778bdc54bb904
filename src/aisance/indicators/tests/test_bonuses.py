"""Where somebody is paid by a figure, it says so wherever it stands."""

import pytest

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.indicators.bonuses.queries import caution_beside
from aisance.indicators.bonuses.services import mark_bonus
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.models import Bonus
from aisance.indicators.tests.company import BY
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
