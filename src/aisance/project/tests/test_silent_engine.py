"""What is said while the engine does not answer."""

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.permissions import VIEW
from aisance.project.environment import Environment
from tests.cast import Cast

NOBODY_LISTENS = "sc://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _dead_cluster(settings: object) -> None:
    held: Environment = settings.ENVIRONMENT  # type: ignore[attr-defined]
    settings.ENVIRONMENT = held.model_copy(update={"engine": NOBODY_LISTENS})  # type: ignore[attr-defined]


def test_a_page_of_figures_says_that_there_are_none_for_now(cast: Cast) -> None:
    response = cast.client(Role.MANAGER).get("/indicators/nps/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "The figures cannot be computed at the moment." in response.content.decode()


def test_the_api_says_when_to_come_back(cast: Cast) -> None:
    unit = cast.units["orvane"].pk
    _, key = create_api_key(name="test", unit_id=unit, scopes=[VIEW], by=system_viewer("test"))

    response = Client().get("/api/v1/indicators/nps", headers={"Authorization": f"Bearer {key}"})

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response.json() == {"detail": "The figures cannot be computed at the moment: the engine does not answer."}
