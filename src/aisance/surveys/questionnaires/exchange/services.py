"""Brings questionnaires in from files without a page: for the demo company."""

from aisance.core.permissions import Viewer
from aisance.surveys.models import Questionnaire
from aisance.surveys.questionnaires.exchange.own import read_own
from aisance.surveys.questionnaires.services import create_questionnaire, publish_questionnaire


def import_questionnaire(*, file: bytes, unit_id: int, by: Viewer, publish: bool = False) -> str:
    """Make a questionnaire of our own file, and publish it where asked to; its code.

    Raises FileRefused, a ValueError that names what is wrong; where the check stands in the way of publishing, the
    draft stays a draft.
    """
    code = create_questionnaire(content=read_own(file).content, unit_id=unit_id, by=by)
    if publish:
        publish_questionnaire(questionnaire_id=Questionnaire.objects.get(code=code).pk, by=by)
    return code
