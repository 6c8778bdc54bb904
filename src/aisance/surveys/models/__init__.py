"""The tables of surveys: programmes, invitations, responses, questions."""

from aisance.surveys.models.invitations import REASON_NAMES, Invitation
from aisance.surveys.models.programmes import Programme, ProgrammeVersion
from aisance.surveys.models.questions import OwnQuestion
from aisance.surveys.models.responses import Answer, Response

__all__ = [
    "REASON_NAMES",
    "Answer",
    "Invitation",
    "OwnQuestion",
    "Programme",
    "ProgrammeVersion",
    "Response",
]
