"""The only writers of verbatims."""

from aisance.verbatims.services.forgetting import forget, forget_before
from aisance.verbatims.services.reading import read_waiting
from aisance.verbatims.services.rereading import deepen_waiting, read_again, reread_waiting

__all__ = ["deepen_waiting", "forget", "forget_before", "read_again", "read_waiting", "reread_waiting"]
