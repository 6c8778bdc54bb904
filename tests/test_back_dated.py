"""Answers that come in late, for days long past, are counted alike wherever figures are read."""

import csv

from django.urls import reverse

from aisance.boards.contracts import PartDraft, PartKind
from aisance.boards.services import add_part, create_board
from aisance.core.permissions import Role
from aisance.indicators.tests.company import answer, lay_vocabulary
from tests.cast import Cast


def test_two_thousand_back_dated_of_twelve_thousand_are_the_same_in_page_api_and_export(cast: Cast) -> None:
    lay_vocabulary()
    answer("nps", [10] * 10_000, unit="lille-a")
    answer("nps", [0] * 2_000, unit="lille-a", days=-40)
    claire, client = cast.viewer(Role.MANAGER), cast.client(Role.MANAGER)
    board = create_board(title={"en": "Months"}, by=claire)
    part_id = add_part(
        board_id=board, draft=PartDraft(PartKind.TABLE, "nps", span="12-months", rows="month"), by=claire
    )

    api = client.get("/api/v1/indicators/nps?by=month&from=2026-01-01&to=2026-12-31").json()["rows"]
    page = client.get("/indicators/nps/?by=month&from=2026-01-01&to=2026-12-31").content.decode()
    part = reverse("part-file", args=[board, part_id, "csv"])
    export = list(csv.DictReader(client.get(part).content.decode().splitlines()))

    expected = [("2026-09", 2_000, -1.0), ("2026-11", 10_000, 1.0)]
    assert [(row["dimensions"]["month"], row["n"], row["value"]) for row in api] == expected
    assert [(row["month"], int(row["n"]), float(row["value"])) for row in export] == expected
    for text in ("2,000", "10,000", "12,000"):
        assert text in page
