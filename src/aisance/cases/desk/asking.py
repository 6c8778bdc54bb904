"""Questions to colleagues: asked in a case, answered from the list of whoever was asked."""

from django.db import transaction

from aisance.cases import public as cases
from aisance.cases.models import ColleagueQuestion
from aisance.core import clock
from aisance.core.permissions import Viewer


@transaction.atomic
def ask(case_id: int, *, person_id: int, words: str, by: Viewer) -> None:
    """Ask a colleague, in whose list it then stands."""
    entry_id = cases.ask_colleague(case_id, person_id=person_id, words=words, by=by)
    ColleagueQuestion.objects.create(entry_id=entry_id, person_id=person_id, asked_at=clock.now())


@transaction.atomic
def answer(question: ColleagueQuestion, words: str, *, by: Viewer) -> bool:
    """Answer a question, once; false where it was answered meanwhile, and then nothing is written."""
    open_still = ColleagueQuestion.objects.filter(pk=question.pk, answered_at__isnull=True)
    if not open_still.update(answered_at=clock.now()):
        return False
    cases.answer_colleague(question.entry_id, words, by=by)
    return True
