"""Building, sharing, reading boards: what people may do, and what they see."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from aisance.boards.contracts import PartDraft, PartKind, Width
from aisance.boards.models import Board, Part
from aisance.boards.queries import board_lines, board_seen
from aisance.boards.reading.board import read_board
from aisance.boards.reading.shapes import BreakdownShape, DistributionShape, FigureShape, RankingShape, TrendShape
from aisance.boards.services import add_part, copy_board, create_board, move_part, share_board
from aisance.boards.services.composing import RefusedError
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.indicators.tests.company import answer, lay_vocabulary, together
from aisance.journeys.contracts import Channel
from tests.cast import Cast
from tests.standing import standing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIGURE = PartDraft(PartKind.FIGURE, "nps")


def _lay(cast: Cast) -> None:
    """120 answers in Lille A, of which 90 promoters; 120 in Namur A, of which 30; and a handful on chat."""
    lay_vocabulary()
    with together():
        answer("nps", [10] * 90 + [0] * 30, days=10, channel=Channel.PHONE, unit="lille-a", reason="bill")
        answer("nps", [10] * 30 + [7] * 90, days=10, channel=Channel.PHONE, unit="namur-a", reason="move")
        answer("nps", [3] * 3, days=11, channel=Channel.CHAT, unit="lille-a")


company = standing(_lay, moment=NOW)


def board_of(cast: Cast, *drafts: PartDraft, role: Role = Role.MANAGER) -> int:
    """A board with these parts."""
    by = cast.viewer(role)
    board = create_board(title={"en": "Mine"}, by=by)
    for draft in drafts:
        add_part(board_id=board, draft=draft, by=by)
    return board


def test_a_reader_sees_the_figures_of_their_own_units(company: Cast) -> None:
    board = board_of(company, FIGURE)
    share_board(board_id=board, roles=[Role.SUPERVISOR], unit="france", by=company.viewer(Role.MANAGER))

    seen = {}
    for role in (Role.MANAGER, Role.SUPERVISOR):
        reading = read_board(board_seen(company.viewer(role), board), company.viewer(role))
        shape = reading.parts[0].shape
        assert isinstance(shape, FigureShape)
        seen[reading.units] = (shape.now.estimate.n, shape.now.estimate.value)

    assert seen == {"Orvane": (243, (120 - 33) / 243), "Lille": (123, (90 - 33) / 123)}


def test_a_board_is_shared_with_a_role_at_above_or_below_a_unit_and_with_nobody_else(cast: Cast) -> None:
    board, manager = board_of(cast), cast.viewer(Role.MANAGER)

    share_board(board_id=board, roles=[Role.ADVISOR, Role.ANALYST], unit="lille", by=manager)
    for role in (Role.ADVISOR, Role.ANALYST):
        assert [line.id for line in board_lines(cast.viewer(role))] == [board]
    for role in (Role.SUPERVISOR, Role.DATA_PROTECTION):
        with pytest.raises(Http404):
            board_seen(cast.viewer(role), board)

    share_board(board_id=board, roles=[Role.ADVISOR], unit="belgium", by=manager)
    assert board_lines(cast.viewer(Role.ADVISOR)) == []


def test_only_the_owner_changes_a_board(cast: Cast) -> None:
    board = board_of(cast, FIGURE)
    share_board(board_id=board, roles=[Role.ANALYST], unit="orvane", by=cast.viewer(Role.MANAGER))

    with pytest.raises(PermissionDenied):
        add_part(board_id=board, draft=FIGURE, by=cast.viewer(Role.ANALYST))
    with pytest.raises(Http404):
        add_part(board_id=board, draft=FIGURE, by=cast.viewer(Role.SUPERVISOR))

    assert Part.objects.count() == 1


def test_a_supervisor_shares_in_their_own_units_only(cast: Cast) -> None:
    board, samira = board_of(cast, role=Role.SUPERVISOR), cast.viewer(Role.SUPERVISOR)

    with pytest.raises(RefusedError, match="unknown_unit"):
        share_board(board_id=board, roles=[Role.ADVISOR], unit="namur", by=samira)
    share_board(board_id=board, roles=[Role.ADVISOR], unit="lille-a", by=samira)

    assert [(share.role, share.unit.code) for share in Board.objects.get().shares.all()] == [("advisor", "lille-a")]


def test_a_copy_holds_the_parts_and_belongs_to_who_made_it(cast: Cast) -> None:
    board = board_of(cast, FIGURE, PartDraft(PartKind.TREND, "nps", width=Width.FULL))
    share_board(board_id=board, roles=[Role.SUPERVISOR], unit="lille", by=cast.viewer(Role.MANAGER))

    copied = copy_board(board_id=board, title={"en": "Ours"}, by=cast.viewer(Role.SUPERVISOR))

    made = Board.objects.get(pk=copied)
    assert [(part.kind, part.width) for part in made.parts.all()] == [("figure", "half"), ("trend", "full")]
    assert made.owner == cast.people[Role.SUPERVISOR]
    assert not made.shares.exists()
    assert Board.objects.get(pk=board).parts.count() == 2


def test_the_thirteenth_part_is_refused(cast: Cast) -> None:
    board = board_of(cast, *[FIGURE] * 12)

    with pytest.raises(RefusedError, match="too_many_parts"):
        add_part(board_id=board, draft=FIGURE, by=cast.viewer(Role.MANAGER))
    assert Part.objects.count() == 12


def test_parts_move_up_and_down(cast: Cast) -> None:
    board = board_of(cast, FIGURE, PartDraft(PartKind.TREND, "nps"), PartDraft(PartKind.JOURNEY, "nps"))
    last = Part.objects.order_by("position").last()
    assert last

    move_part(board_id=board, part_id=last.pk, up=True, by=cast.viewer(Role.MANAGER))

    assert list(Part.objects.values_list("kind", flat=True)) == ["figure", "journey", "trend"]


def test_every_change_is_in_the_audit_trail(cast: Cast) -> None:
    board = board_of(cast, FIGURE)
    share_board(board_id=board, roles=[Role.ADVISOR], unit="lille", by=cast.viewer(Role.MANAGER))

    actions = list(AuditEntry.objects.filter(action__startswith="board").values_list("action", flat=True))
    assert actions == ["board.added", "board_part.added", "board.shared"]


def read_one(cast: Cast, draft: PartDraft, role: Role = Role.MANAGER) -> object:
    """The shape of a board's only part."""
    viewer = cast.viewer(role)
    entry = read_board(Board.objects.get(pk=board_of(cast, draft)), viewer).parts[0]
    assert entry.problem == ""
    return entry.shape


def test_a_ranking_leaves_out_what_has_no_value_and_says_ties(company: Cast) -> None:
    shape = read_one(company, PartDraft(PartKind.RANKING, "nps", rows="unit"))

    assert isinstance(shape, RankingShape)
    rows = [(place.rank, place.cell.name, place.cell.estimate.n) for place in shape.places]
    assert rows == [(1, "Lille A", 123), (2, "Namur A", 120)]


def test_a_breakdown_withholds_small_cells(company: Cast) -> None:
    shape = read_one(company, PartDraft(PartKind.BREAKDOWN, "nps", rows="unit", columns="channel"))

    assert isinstance(shape, BreakdownShape)
    assert shape.columns == ["Phone", "Chat"]
    (other, [_, empty]), (name, [phone, chat]) = shape.lines
    assert (other, name) == ("Namur A", "Lille A")
    assert phone
    assert phone.estimate.value == 0.5
    assert chat
    assert (chat.estimate.n, chat.estimate.value, chat.withheld) == (3, None, True)
    assert empty is None


def test_a_distribution_shows_every_score_of_the_scale(company: Cast) -> None:
    shape = read_one(company, PartDraft(PartKind.DISTRIBUTION, "nps", unit="lille-a"))

    assert isinstance(shape, DistributionShape)
    assert [(bar.score, bar.n) for bar in shape.bars if bar.n] == [(0, 30), (3, 3), (10, 90)]
    assert [bar.score for bar in shape.bars] == list(range(11))
    assert shape.bars[10].share == 90 / 123


def test_a_trend_ends_with_the_chosen_days(company: Cast) -> None:
    shape = read_one(company, PartDraft(PartKind.TREND, "nps"))

    assert isinstance(shape, TrendShape)
    assert (shape.points[0].start, shape.points[-1].end) == (date(2026, 8, 31), date(2026, 11, 22))
    assert [point.cell.estimate.n for point in shape.points] == [0] * 10 + [243, 0]
    assert [point.is_now for point in shape.points] == [False] * 8 + [True] * 4


def test_a_part_about_a_unit_outside_ones_own_says_so_without_naming_it(company: Cast) -> None:
    board = board_of(company, PartDraft(PartKind.FIGURE, "nps", unit="namur"), FIGURE)

    reading = read_board(Board.objects.get(pk=board), company.viewer(Role.SUPERVISOR))

    assert [entry.problem for entry in reading.parts] == ["This part is about a unit that you do not see.", ""]


def test_an_indicator_that_is_gone_leaves_the_rest_of_the_board(company: Cast) -> None:
    board = board_of(company, FIGURE, FIGURE)
    Part.objects.filter(position=1).update(indicator="gone")

    reading = read_board(Board.objects.get(pk=board), company.viewer(Role.MANAGER))

    assert reading.parts[0].problem == "The indicator of this part does not exist any more: “gone”."
    assert reading.parts[1].shape is not None
