from aisance.core.worker import chore
from aisance.outreach.services import send_due_messages

chore("send messages", rest_seconds=1.0)(send_due_messages)
