"""Who receives which board by mail, and on which day of the week."""

from django.db import transaction

from aisance.boards.models import Board, Subscription
from aisance.boards.queries import board_seen
from aisance.core import audit, clock
from aisance.core.permissions import Viewer


@transaction.atomic
def subscribe(*, board_id: int, weekday: int, by: Viewer) -> None:
    """The person who asks receives a board that they may read, each week on this day; asking again moves the day."""
    board = board_seen(by, board_id)
    row, is_new = Subscription.objects.get_or_create(
        person_id=by.person_id or 0, board=board, defaults={"weekday": weekday, "since": clock.now()}
    )
    if not is_new and row.weekday == weekday:
        return
    was, row.weekday = row.weekday, weekday
    row.save(update_fields=["weekday"])
    days = weekday if is_new else [was, weekday]
    audit.record(by, "subscription.added", what="subscription", which=row.pk, changes={"board": board.pk, "day": days})


@transaction.atomic
def unsubscribe(*, board_id: int, by: Viewer) -> None:
    """The person receives the board no more; also where they may not read it any longer. Saying so twice is fine."""
    # By way of the board: a number too large for the database is then one that no board has.
    board = Board.objects.filter(pk=board_id)
    row = Subscription.objects.filter(person_id=by.person_id or 0, board__in=board).first()
    if row is not None:
        audit.record(by, "subscription.removed", what="subscription", which=row.pk, changes={"board": board_id})
        row.delete()
