from aisance.boards.services.mailing import send_due_reports
from aisance.core.worker import chore

chore("send weekly reports", rest_seconds=20.0)(send_due_reports)
