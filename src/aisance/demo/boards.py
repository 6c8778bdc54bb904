"""The boards that the company's people have built, and what happened meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from aisance.accounts.public import viewer_of
from aisance.boards.contracts import MarkKind, PartDraft, PartKind, Width
from aisance.boards.public import add_part, add_time_mark, create_board, share_board
from aisance.core import clock
from aisance.core.permissions import Role, Viewer

MANAGERS = (
    PartDraft(PartKind.FIGURE, "net_easy"),
    PartDraft(PartKind.FIGURE, "nps"),
    PartDraft(PartKind.TREND, "net_easy", span="quarter", width=Width.FULL),
    PartDraft(PartKind.RANKING, "net_easy", rows="channel"),
    PartDraft(PartKind.DISTRIBUTION, "nps"),
    PartDraft(PartKind.JOURNEY, "net_easy", width=Width.FULL),
    PartDraft(PartKind.BREAKDOWN, "net_easy", rows="reason", columns="channel", span="quarter", width=Width.FULL),
    PartDraft(PartKind.TABLE, "resolved", rows="unit", width=Width.FULL),
)
SUPERVISORS = (
    PartDraft(PartKind.FIGURE, "answered_within", span="7-days"),
    PartDraft(PartKind.FIGURE, "net_easy"),
    PartDraft(PartKind.TREND, "answered_within", width=Width.FULL),
    PartDraft(PartKind.RANKING, "net_easy", rows="advisor", span="quarter"),
    PartDraft(PartKind.TABLE, "resolved", rows="reason"),
)


def build_boards(*, manager_id: int, supervisor_id: int) -> None:
    """A board for the manager and one for supervisors, and two events on the time line."""
    manager, supervisor = viewer_of(manager_id), viewer_of(supervisor_id)
    assert manager is not None
    assert supervisor is not None
    company = {"fr": "Expérience client : l’essentiel", "en": "Customer experience in one page"}
    team = {"fr": "Mon équipe cette semaine", "en": "My team this week"}
    _board(company, MANAGERS, [Role.ANALYST, Role.DATA_PROTECTION], by=manager)
    _board(team, SUPERVISORS, [Role.SUPERVISOR, Role.ADVISOR], by=manager)
    today = clock.today()
    add_time_mark(
        day=today - timedelta(days=33),
        until=None,
        kind=MarkKind.LAUNCH,
        words={"fr": "Nouvelle facture en ligne", "en": "New online bill"},
        unit="orvane",
        by=manager,
    )
    add_time_mark(
        day=today - timedelta(days=18),
        until=today - timedelta(days=16),
        kind=MarkKind.STRIKE,
        words={"fr": "Grève des transports", "en": "Transport strike"},
        unit="lille",
        by=supervisor,
    )


def _board(title: Mapping[str, str], drafts: Sequence[PartDraft], roles: Sequence[Role], *, by: Viewer) -> None:
    board = create_board(title=title, by=by)
    for draft in drafts:
        add_part(board_id=board, draft=draft, by=by)
    share_board(board_id=board, roles=roles, unit="orvane", by=by)
