"""What is known of an answer when the rules weigh it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Q

from aisance.cases.alerts.conditions import Facts
from aisance.cases.contracts import CaseOutcome
from aisance.cases.models import OPEN, Case
from aisance.cases.queries.reading import rows_of_persons
from aisance.customers.public import profile_of, traits
from aisance.journeys.public import contacts_about
from aisance.surveys.contracts import QuestionKind
from aisance.surveys.public import WholeResponse, scale_of
from aisance.verbatims.contracts import Feeling, ReadWords
from aisance.verbatims.public import read_of

CLOSED_LATELY = timedelta(days=30)
"""So long after a case was closed as solved a "no" to "is it resolved?" speaks of it."""


def facts_of(responses: Sequence[WholeResponse]) -> dict[int, Facts]:
    """What is known of each, by the response's id. Two queries for all; the rest when a rule asks."""
    read = read_of([answer_id for one in responses for answer_id in one.words])
    return {one.response_id: _facts(one, read) for one in responses}


def _facts(one: WholeResponse, read: Mapping[int, ReadWords]) -> Facts:
    texts = [read[answer_id] for answer_id in one.words if answer_id in read]
    return Facts(
        programme=one.programme,
        scores=dict(_scores(one)),
        words_read=len(texts) == len(one.words),
        is_bad=any(text.feeling == Feeling.BAD for text in texts),
        themes=frozenset(theme for text in texts for theme in text.themes),
        flags=frozenset(flag.value for text in texts for flag in text.flags),
        segment=cache(lambda: _segment(one.customer_id)),
        profile=cache(lambda code: _profile(one.customer_id, code)),
        contacts_before=cache(lambda days: _contacts(one, days)),
        promise_broken=cache(lambda: _promise_broken(one)),
    )


def _scores(one: WholeResponse) -> Iterable[tuple[str, tuple[int, str, bool]]]:
    for question, (score, code) in one.scores.items():
        scale = scale_of(code)
        if scale is not None:
            yield question, (score, code, scale.low_is_good)


def _segment(customer_id: int | None) -> str:
    known = traits([customer_id]) if customer_id else {}
    return known[customer_id].segment if customer_id in known else ""


def _profile(customer_id: int | None, code: str) -> Any:
    known = profile_of(customer_id) if customer_id else []
    return next((one.value for one in known if one.field.code == code), None)


def _contacts(one: WholeResponse, days: int) -> int:
    if one.customer_id is None or one.reason_id is None:
        return 0
    since = one.answered_at - timedelta(days=days)
    return contacts_about(rows_of_persons([one.customer_id]), one.reason_id, since, one.answered_at)


def _promise_broken(one: WholeResponse) -> bool:
    """Whether a promise to this person ran out in an open case, or what was closed as solved is not."""
    if one.customer_id is None:
        return False
    cases = Case.objects.filter(customer_id__in=rows_of_persons([one.customer_id]))
    if cases.filter(OPEN, promised_by__lt=one.answered_at).exists():
        return True
    return _says_unresolved(one) and cases.filter(_solved_lately(one.answered_at)).exists()


def _says_unresolved(one: WholeResponse) -> bool:
    return one.scores.get(QuestionKind.RESOLVED, (1, ""))[0] == 0


def _solved_lately(moment: datetime) -> Q:
    return Q(outcome=CaseOutcome.SOLVED, closed_at__lte=moment, closed_at__gte=moment - CLOSED_LATELY)
