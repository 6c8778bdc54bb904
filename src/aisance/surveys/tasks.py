"""What the worker does for surveys."""

from aisance.core.worker import chore
from aisance.surveys.services.asking import ask_due
from aisance.surveys.services.reminding import remind_due

chore("ask", rest_seconds=0.5)(ask_due)
chore("remind", rest_seconds=5)(remind_due)
