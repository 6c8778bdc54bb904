"""What the worker does for cases. None of it closes one."""

from aisance.cases.alerts.weighing import weigh_waiting
from aisance.cases.bridges import tasks as bridges
from aisance.cases.gestures import tasks as gestures
from aisance.cases.notices.letters import mail_desk_notices
from aisance.cases.services.deadlines import mail_notices, tell_deadlines
from aisance.core.worker import chore

__all__ = ["bridges", "gestures"]

chore("weigh answers", rest_seconds=2.0)(weigh_waiting)
chore("tell deadlines", rest_seconds=20.0)(tell_deadlines)
chore("mail deadlines", rest_seconds=10.0)(mail_notices)
chore("mail notices of cases", rest_seconds=10.0)(mail_desk_notices)
