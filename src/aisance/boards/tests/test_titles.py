"""What parts are called when nobody has named them."""

import pytest

from aisance.boards.contracts import PartKind
from aisance.boards.models import Part
from aisance.boards.reading.board import default_title
from aisance.indicators.public import definition


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("part", "title"),
    [
        (Part(kind=PartKind.FIGURE), "Net Promoter Score"),
        (Part(kind=PartKind.RANKING, rows="channel"), "Net Promoter Score by channel"),
        (
            Part(kind=PartKind.BREAKDOWN, rows="reason", columns="channel"),
            "Net Promoter Score by contact reason × Channel",
        ),
        (Part(kind=PartKind.JOURNEY), "Net Promoter Score along the journey"),
        (Part(kind=PartKind.DISTRIBUTION), "Net Promoter Score, score by score"),
    ],
)
def test_a_part_is_called_by_its_indicator_and_its_dimensions(part: Part, title: str) -> None:
    assert default_title(part, definition("nps")) == title
