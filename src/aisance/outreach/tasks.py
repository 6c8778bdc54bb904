from aisance.core.worker import chore
from aisance.outreach.services import send_due_messages
from aisance.outreach.services.hearing import hear_texts

chore("send messages", rest_seconds=1.0)(send_due_messages)
chore("hear texts", rest_seconds=0.5)(hear_texts)
