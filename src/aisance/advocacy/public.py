"""The front door of advocacy."""

from aisance.advocacy.ideas.services import give_idea
from aisance.advocacy.winback.queries import mended_causes
from aisance.advocacy.winback.services import mend_cause

__all__ = ["give_idea", "mend_cause", "mended_causes"]
