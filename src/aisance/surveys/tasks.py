"""What the worker does for surveys."""

from aisance.core.worker import chore
from aisance.surveys.services.asking import ask_due
from aisance.surveys.services.reminding import remind_due
from aisance.surveys.services.waves import draw_due

chore("ask", rest_seconds=0.5)(ask_due)
chore("draw", rest_seconds=20)(draw_due)
chore("remind", rest_seconds=5)(remind_due)
