"""What a long ranking shows at first."""

from collections.abc import Collection

from django.template import Context, Template
from django.test import RequestFactory

from aisance.boards.reading.cells import Cell
from aisance.boards.reading.kinds import axis_around
from aisance.boards.reading.shapes import Place, RankingShape
from aisance.indicators.contracts import Estimate


def ranking(n: int, weak: Collection[int] = ()) -> RankingShape:
    """So many rows, named by their place; those in `weak` have few answers."""
    cells = [Cell((f"#{i}",), Estimate({}, 50, 1 - i / n, None, None), i in weak, None) for i in range(1, n + 1)]
    places = [Place(i, False, True, False, cell) for i, cell in enumerate(cells, start=1)]
    return RankingShape("advisor", places, axis_around(cells))


def named(shape: RankingShape) -> list[str]:
    return [place.cell.name if place else "…" for place in shape.ends]


def test_a_long_ranking_shows_both_ends_and_few_answers_at_neither() -> None:
    assert named(ranking(12)) == [f"#{i}" for i in range(1, 13)]
    assert named(ranking(45)) == ["#1", "#2", "#3", "#4", "#5", "…", "#41", "#42", "#43", "#44", "#45"]
    weak = ranking(45, {1, 44})
    assert named(weak) == ["#2", "#3", "#4", "#5", "#6", "…", "#40", "#41", "#42", "#43", "#45"]
    assert named(ranking(45, set(range(46))))[0] == "#1"


def test_all_of_a_ranking_are_shown_where_its_part_is_named() -> None:
    source = "{% load boards %}{% places_shown shape 7 as shown %}{{ shown|length }}"

    def shown(query: str) -> str:
        request = RequestFactory().get(f"/{query}")
        return Template(source).render(Context({"request": request, "shape": ranking(45)}))

    assert (shown(""), shown("?all=7"), shown("?all=8")) == ("11", "45", "11")
