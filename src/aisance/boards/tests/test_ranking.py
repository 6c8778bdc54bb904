"""What a long ranking shows at first."""

from collections.abc import Collection

from django.template import Context, Template
from django.test import RequestFactory

from aisance.boards.reading.cells import Cell
from aisance.boards.reading.kinds import axis_around
from aisance.boards.reading.shapes import Place, RankingShape
from aisance.indicators.contracts import Estimate


def ranking(n: int, weak: Collection[int] = (), first_rank: int = 0) -> RankingShape:
    """So many rows, named by their place; those in `weak` have few answers. The first are of one rank, the rest too."""
    cells = [Cell((f"#{i}",), Estimate({}, 50, 1 - i / n, None, None), i in weak, None) for i in range(1, n + 1)]
    ranks = [1 if i < first_rank else first_rank + 1 for i in range(n)]
    places = [Place(rank, True, False, False, cell) for rank, cell in zip(ranks, cells, strict=True)]
    return RankingShape("advisor", places, axis_around(cells))


def named(shape: RankingShape) -> list[str]:
    return [place.cell.name if place else "…" for place in shape.ends]


def test_a_long_ranking_shows_both_ends_and_of_one_rank_those_with_enough_answers() -> None:
    assert named(ranking(13)) == [f"#{i}" for i in range(1, 14)]
    assert named(ranking(45)) == ["#1", "#2", "#3", "#4", "#5", "…", "#41", "#42", "#43", "#44", "#45"]
    weak = {1, 3, 44}
    assert named(ranking(45, weak)) == ["#2", "#4", "#5", "#6", "#7", "…", "#40", "#41", "#42", "#43", "#45"]
    # The first three are better than the rest by more than chance, few answers or not.
    assert named(ranking(45, weak, first_rank=3))[:5] == ["#1", "#2", "#3", "#4", "#5"]


def test_all_of_a_ranking_are_shown_where_its_part_is_named() -> None:
    source = "{% load boards %}{% places_shown shape 7 as shown %}{{ shown|length }}"

    def shown(query: str) -> str:
        request = RequestFactory().get(f"/{query}")
        return Template(source).render(Context({"request": request, "shape": ranking(45)}))

    assert (shown(""), shown("?all=7"), shown("?all=8")) == ("11", "45", "11")
