"""The chore of gestures."""

from aisance.cases.gestures.services.deciding import pass_overdue_up
from aisance.core.worker import chore


@chore("gesture requests that nobody answered", rest_seconds=30)
def requests_go_up() -> int:
    """Requests that nobody answered in time go one level up."""
    return pass_overdue_up()
