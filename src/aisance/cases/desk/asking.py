"""Questions to colleagues: asked in a case, answered from the list of whoever was asked."""

from django.db import transaction

from aisance.cases.contracts import CaseRefusedError
from aisance.cases.models import ColleagueQuestion
from aisance.cases.services import log
from aisance.core import clock
from aisance.core.permissions import Viewer


@transaction.atomic
def ask_colleague(case_id: int, *, person_id: int, words: str, by: Viewer) -> int:
    """Ask a colleague, in whose list it then stands; the id of the entry."""
    entry_id = log.ask_colleague(case_id, person_id=person_id, words=words, by=by)
    ColleagueQuestion.objects.create(entry_id=entry_id, person_id=person_id, asked_at=clock.now())
    return entry_id


@transaction.atomic
def answer_colleague(entry_id: int, words: str, *, by: Viewer) -> int:
    """Answer what was asked in an entry; the id of the new entry. The second time CaseRefusedError("answered")."""
    waiting = ColleagueQuestion.objects.filter(entry_id=entry_id, answered_at__isnull=True)
    if not waiting.update(answered_at=clock.now()):
        raise CaseRefusedError("answered")
    return log.answer_colleague(entry_id, words, by=by)
