"""Writes the company's own questions. One is made once and for all: its answers would change meaning with it."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.intake.contracts import Problem
from aisance.surveys.contracts import QuestionRefused
from aisance.surveys.models import OwnQuestion
from aisance.surveys.rules import own_question_problems

type Words = Mapping[str, str]
"""A text by language."""


def create_question(
    *,
    code: str,
    wording: Words,
    minimum: int,
    maximum: int,
    by: Viewer,
    low_is_good: bool = False,
    labels: Mapping[int, Words] | None = None,
) -> int:
    """Make a question of the company's own, scored from `minimum` to `maximum`; its id.

    `labels` names points by score. Raises QuestionRefused with everything that is wrong: a code that is taken or is
    the product's, a wording that misses a language, a range outside 0 to 100, a label outside the range.
    """
    labels = labels or {}
    languages = [language for language, _name in settings.LANGUAGES]
    problems = own_question_problems(code, wording, minimum, maximum, labels, languages)
    with transaction.atomic():
        if OwnQuestion.objects.filter(code=code).exists():
            problems.append(Problem("code", code, _("another code: there is a question of this one already")))
        if problems:
            raise QuestionRefused(tuple(problems))
        row = OwnQuestion.objects.create(
            code=code,
            wording={language: wording[language].strip() for language in languages},
            minimum=minimum,
            maximum=maximum,
            low_is_good=low_is_good,
            labels={str(score): dict(words) for score, words in sorted(labels.items())},
            created_by_id=by.person_id,
            created_at=clock.now(),
        )
        changes = {"code": code, "range": [minimum, maximum], "low_is_good": low_is_good}
        audit.record(by, "question.created", what="question", which=code, changes=changes)
    return row.pk


def retire_question(*, code: str, by: Viewer) -> bool:
    """Offer a question no more; its answers and its figures stay. False where it was retired or is unknown."""
    with transaction.atomic():
        retired = OwnQuestion.objects.filter(code=code, retired=False).update(retired=True)
        if retired:
            audit.record(by, "question.retired", what="question", which=code)
    return bool(retired)
