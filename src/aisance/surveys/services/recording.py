"""Records answers collected elsewhere, in bulk, each once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from operator import attrgetter
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from aisance.accounts.public import ensure_advisors, root_unit, units_by_code
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.public import find_or_add_customers
from aisance.intake.contracts import Problem
from aisance.journeys.public import reasons, steps
from aisance.surveys.collection.contracts import OWN_SOURCE
from aisance.surveys.contracts import (
    REVIEW_SOURCE,
    ProgrammeKind,
    QuestionKind,
    RecordedAnswer,
    ResponseDraft,
    Scale,
)
from aisance.surveys.models import Answer, Response
from aisance.surveys.permissions import RECORD_RESPONSES
from aisance.surveys.queries.questions import own_scales
from aisance.surveys.rules import IMPORTED_TEXT_LIMIT, fitting_scale, fitting_scales
from aisance.surveys.services.rows import AnswerRow, ResponseRow, insert_answers, insert_responses

LIST_LIMIT = 8
IDS_A_QUERY = 5_000

type Key = tuple[str, str]
type Place = tuple[int, str]


class _Held(NamedTuple):
    """A response: its id, when it was answered, and its kind."""

    pk: int
    answered_at: datetime
    kind: str


type Responses = dict[Key, _Held]
"""Responses by source and external id."""


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes that drafts may name, with their ids, and the scales of the own questions among them."""

    steps: Mapping[str, int]
    reasons: Mapping[str, int]
    units: Mapping[str, int]
    scope: frozenset[int]
    own: Mapping[str, Scale]


def record_responses(drafts: Sequence[ResponseDraft], *, by: Viewer) -> list[RecordedAnswer]:
    """Record answers, one a draft, and say for each what became of it, in order; one transaction, about ten queries.

    A response is known by (source, external id), an answer by its question within the response; an answer that is known
    stays as it was. The first draft of a response says whom it comes from and about which contact it is. A draft
    with an unknown code, a score out of its scale, or a unit outside the viewer's is refused with its problems, and so
    is an employee's that says who they are.
    """
    with transaction.atomic():
        codes = _codes(drafts, by)
        problems = [_problems(draft, codes) for draft in drafts]
        good = [draft for draft, wrong in zip(drafts, problems, strict=True) if not wrong]
        known = _responses({_key(draft): draft for draft in good})
        problems = _with_mixed_kinds(drafts, problems, known)
        good = [draft for draft, wrong in zip(drafts, problems, strict=True) if not wrong]
        responses, added = _ensure_responses(good, known, codes, by)
        accepted = _add_answers(good, responses, added, codes)
        if any(accepted):
            audit.record(by, "responses.recorded", what="response", which="", changes={"answers": sum(accepted)})
    fates = iter(zip(good, accepted, strict=True))
    return [RecordedAnswer("refused", None, wrong) if wrong else _fate(*next(fates), responses) for wrong in problems]


def _fate(draft: ResponseDraft, accepted: bool, responses: Responses) -> RecordedAnswer:
    return RecordedAnswer("accepted" if accepted else "known", responses[_key(draft)].pk)


def _key(draft: ResponseDraft) -> Key:
    return draft.source, draft.external_id


def _codes(drafts: Sequence[ResponseDraft], by: Viewer) -> _Codes:
    scope = by.scope(RECORD_RESPONSES)
    root = root_unit()
    units = units_by_code({draft.unit for draft in drafts if draft.unit})
    cards = [root, *units.values()]
    return _Codes(
        steps={card.code: card.id for card in steps()} if any(d.step for d in drafts) else {},
        reasons={card.code: card.id for card in reasons()} if any(d.reason for d in drafts) else {},
        units={"": root.id, **{code: card.id for code, card in units.items()}},
        scope=frozenset(card.id for card in cards if scope.covers(card.path)),
        own=own_scales({draft.question for draft in drafts}),
    )


def _problems(draft: ResponseDraft, codes: _Codes) -> tuple[Problem, ...]:
    """Everything that is wrong with a draft; empty where it may be recorded."""
    found = [*_code_problems(draft, codes), *_answer_problems(draft, codes), *_kind_problems(draft)]
    if draft.source == OWN_SOURCE:
        found.append(Problem("source", draft.source, _("another name: this one is for our own questionnaires")))
    return tuple(found)


def _code_problems(draft: ResponseDraft, codes: _Codes) -> list[Problem]:
    found = []
    if draft.step and draft.step not in codes.steps:
        found.append(Problem("step", draft.step, _one_of(codes.steps)))
    if draft.reason and draft.reason not in codes.reasons:
        found.append(Problem("reason", draft.reason, _one_of(codes.reasons)))
    if draft.unit not in codes.units:
        found.append(Problem("unit", draft.unit, _("the code of a unit")))
    elif codes.units[draft.unit] not in codes.scope:
        found.append(Problem("unit", draft.unit, _("a unit for which you may record answers")))
    return found


def _kind_problems(draft: ResponseDraft) -> list[Problem]:
    """Employees answer under no name: neither who they are nor their own words are kept."""
    if wrong := _review_problems(draft):
        return wrong
    if draft.kind != ProgrammeKind.EMPLOYEE:
        only = draft.question == QuestionKind.CUSTOMER_ORIENTATION
        return [Problem("kind", draft.kind, _("employee: this question is asked of employees"))] if only else []
    nothing = _("nothing: no identity of employees is kept")
    named = bool(draft.customer.identifiers or draft.customer.name)
    found = [Problem("customer", "", nothing)] if named else []
    if draft.advisor:
        found.append(Problem("advisor", "", nothing))
    if draft.text:
        found.append(Problem("text", "", _("nothing: words of employees are not kept")))
    return found


def _review_problems(draft: ResponseDraft) -> list[Problem]:
    """A public review is rated by stars that nobody asked for, and comes under a source of its own."""
    is_review = draft.kind == ProgrammeKind.REVIEW
    found = []
    if draft.source.startswith(REVIEW_SOURCE) != is_review:
        found.append(Problem("kind", draft.kind, _("hot, cold or employee: reviews have an import of their own")))
    if (draft.question == QuestionKind.PUBLIC_RATING) > is_review:
        found.append(Problem("question", draft.question, _("a question that was asked, not the stars of a review")))
    if is_review and draft.question not in {QuestionKind.PUBLIC_RATING, QuestionKind.WHY}:
        found.append(Problem("question", draft.question[:60], _("public_rating or why")))
    return found


def _with_mixed_kinds(
    drafts: Sequence[ResponseDraft], problems: Sequence[tuple[Problem, ...]], known: Responses
) -> list[tuple[Problem, ...]]:
    """Refuse also what would put an employee's answer and a customer's into one response."""
    of_employees = {key: held.kind == ProgrammeKind.EMPLOYEE for key, held in known.items()}
    found = []
    for draft, wrong in zip(drafts, problems, strict=True):
        employee = draft.kind == ProgrammeKind.EMPLOYEE
        if not wrong and of_employees.setdefault(_key(draft), employee) != employee:
            wrong = (Problem("kind", draft.kind, _("the kind of the response that has this number")),)
        found.append(wrong)
    return found


def _answer_problems(draft: ResponseDraft, codes: _Codes) -> list[Problem]:
    if len(draft.text) > IMPORTED_TEXT_LIMIT:
        limit = ngettext_lazy("at most %(count)d character", "at most %(count)d characters", "count")
        return [Problem("text", f"{draft.text[:40]}…", limit % {"count": IMPORTED_TEXT_LIMIT})]
    if draft.question == QuestionKind.WHY:
        return _words_problems(draft)
    fitting = fitting_scales(draft.question, codes.own)
    if not fitting:
        possible = dict.fromkeys([*QuestionKind, *codes.own], 0)
        return [Problem("question", draft.question[:60], _one_of(possible))]
    scale = fitting_scale(draft.question, draft.scale, codes.own)
    if scale is None:
        return [Problem("scale", draft.scale, _one_of({scale.code: 0 for scale in fitting}))]
    if draft.score is None or not scale.holds(draft.score):
        limits = {"minimum": scale.minimum, "maximum": scale.maximum}
        value = "" if draft.score is None else str(draft.score)
        return [Problem("score", value, _("a whole number from %(minimum)d to %(maximum)d") % limits)]
    return []


def _words_problems(draft: ResponseDraft) -> list[Problem]:
    """A question in free words bears words and nothing else."""
    if draft.score is not None:
        return [Problem("score", str(draft.score), _("nothing: this question is answered in words"))]
    if not draft.text.strip():
        return [Problem("text", "", _("words"))]
    return []


def _one_of(codes: Mapping[str, int]) -> object:
    """The possible codes in words, cut where there are many."""
    if not codes:
        return _("nothing: no such code is defined yet")
    shown = ", ".join(list(codes)[:LIST_LIMIT])
    return _("one of: %(codes)s") % {"codes": f"{shown} …" if len(codes) > LIST_LIMIT else shown}


def _ensure_responses(
    drafts: Sequence[ResponseDraft], known: Responses, codes: _Codes, by: Viewer
) -> tuple[Responses, set[int]]:
    """The response of each draft, adding those not known yet from the first draft that names them; which were added."""
    first: dict[Key, ResponseDraft] = {}
    for draft in drafts:
        first.setdefault(_key(draft), draft)
    # In the order of the keys, so that two batches with the same rows wait for each other and never in a circle.
    missing = [first[key] for key in sorted(first.keys() - known.keys())]
    if not missing:
        return known, set()
    customers = find_or_add_customers([draft.customer for draft in missing], by=by)
    advisors = ensure_advisors(dict(sorted((d.advisor, codes.units[d.unit]) for d in missing if d.advisor)), by=by)
    rows = [_response(d, customer, codes, advisors) for d, customer in zip(missing, customers, strict=True)]
    added = {
        (source, external_id): _Held(pk, first[source, external_id].answered_at, first[source, external_id].kind)
        for source, external_id, pk in insert_responses(rows)
    }
    found = known | added
    if len(added) < len(missing):
        # Another import of the same file at the same time was first: its rows are as good as ours.
        found |= _responses(first.keys() - found.keys())
    return found, {held.pk for held in added.values()}


def _responses(keys: Iterable[Key]) -> Responses:
    by_source: dict[str, list[str]] = {}
    for source, external_id in keys:
        by_source.setdefault(source, []).append(external_id)
    found: Responses = {}
    for source, ids in by_source.items():
        for start in range(0, len(ids), IDS_A_QUERY):
            rows = Response.objects.filter(source=source, external_id__in=ids[start : start + IDS_A_QUERY])
            for external_id, pk, moment, kind in rows.values_list("external_id", "pk", "answered_at", "kind"):
                found[source, external_id] = _Held(pk, moment, kind)
    return found


def _response(draft: ResponseDraft, customer_id: int | None, codes: _Codes, advisors: Mapping[str, int]) -> ResponseRow:
    return ResponseRow(
        source=draft.source,
        external_id=draft.external_id,
        kind=draft.kind.value,
        customer_id=customer_id,
        channel=draft.channel.value if draft.channel else "",
        step_id=codes.steps.get(draft.step),
        reason_id=codes.reasons.get(draft.reason),
        unit_id=codes.units[draft.unit],
        advisor_id=advisors.get(draft.advisor),
        language=draft.language,
        answered_at=draft.answered_at,
        completed_at=draft.answered_at,
    )


def _add_answers(drafts: Sequence[ResponseDraft], responses: Responses, added: set[int], codes: _Codes) -> list[bool]:
    """Add the answers not known yet; whether each draft's was added."""
    known = _answers_known({held.pk for held in responses.values()} - added)
    fresh: dict[Place, AnswerRow] = {}
    first: list[bool] = []
    for draft in drafts:
        pk, answered_at, _kind = responses[_key(draft)]
        place = (pk, str(draft.question))
        first.append(place not in known)
        if place not in known:
            known.add(place)
            fresh[place] = _answer(draft, pk, clock.local_day(answered_at), codes)
    # By response, as every batch does; within one in the order in which they came.
    written = insert_answers(sorted(fresh.values(), key=attrgetter("response_id")))
    places = ((responses[_key(draft)].pk, str(draft.question)) for draft in drafts)
    return [new and place in written for new, place in zip(first, places, strict=True)]


def _answers_known(ids: Iterable[int]) -> set[Place]:
    known: set[Place] = set()
    for some in batched(sorted(ids), IDS_A_QUERY):
        known.update(Answer.objects.filter(response_id__in=some).values_list("response_id", "question"))
    return known


def _answer(draft: ResponseDraft, response_id: int, day: date, codes: _Codes) -> AnswerRow:
    scale = fitting_scale(draft.question, draft.scale, codes.own)
    return AnswerRow(
        response_id=response_id,
        question=str(draft.question),
        scale=scale.code if scale else "",
        score=draft.score,
        text=draft.text.strip(),
        day=day,
    )
