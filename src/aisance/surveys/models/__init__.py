"""The tables of surveys: questionnaires, programmes, waves, links, invitations, responses, reviews, questions."""

from aisance.surveys.models.invitations import REASON_NAMES, Invitation, Reminder
from aisance.surveys.models.links import OpenLink
from aisance.surveys.models.programmes import Programme, ProgrammeVersion
from aisance.surveys.models.questionnaires import Questionnaire, QuestionnaireVersion
from aisance.surveys.models.questions import OwnQuestion
from aisance.surveys.models.responses import Answer, Response
from aisance.surveys.models.reviews import Review, ReviewSource
from aisance.surveys.models.waves import Wave

__all__ = [
    "REASON_NAMES",
    "Answer",
    "Invitation",
    "OpenLink",
    "OwnQuestion",
    "Programme",
    "ProgrammeVersion",
    "Questionnaire",
    "QuestionnaireVersion",
    "Reminder",
    "Response",
    "Review",
    "ReviewSource",
    "Wave",
]
