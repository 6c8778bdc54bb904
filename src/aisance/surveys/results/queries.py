"""Reads behind a page of results: whose versions, which units, what was said last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aisance.accounts.public import root_unit, units_in
from aisance.core import clock
from aisance.core.permissions import Right, Viewer
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Answer, Programme, ProgrammeVersion, Questionnaire, Response
from aisance.surveys.permissions import VIEW_ANSWERS
from aisance.surveys.questionnaires.contracts import Item
from aisance.surveys.questionnaires.rules import items_of
from aisance.surveys.results.contracts import Results, Selection, Shape
from aisance.surveys.results.counting import results_of, shape_of
from aisance.surveys.results.readings import counts_of, last_day_with

LOOKED_THROUGH = 200
VOICES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One version that asked: of its programme, or of its questionnaire, under a number; the newest come first."""

    version_id: int
    number: int
    programme_id: int
    kind: str
    items: tuple[Item, ...]


def versions_of_programme(programme: Programme) -> list[Asked]:
    """The versions of a programme that were ever published."""
    found = ProgrammeVersion.objects.filter(programme=programme, published_at__isnull=False).order_by("-number")
    return [Asked(row.pk, row.number, programme.pk, programme.kind, items_of(row)) for row in found]


def versions_of_questionnaire(row: Questionnaire, programmes: Collection[Programme]) -> list[Asked]:
    """The versions of these programmes that took a version of the questionnaire, under the latter's number."""
    found = ProgrammeVersion.objects.filter(
        questionnaire_version__questionnaire=row, programme__in=programmes, published_at__isnull=False
    ).select_related("questionnaire_version", "programme")
    asked = [
        Asked(one.pk, one.questionnaire_version.number, one.programme_id, one.programme.kind, items_of(one))
        for one in found
        if one.questionnaire_version is not None
    ]
    return sorted(asked, key=lambda one: (-one.number, -one.version_id))


def units_kept(viewer: Viewer, right: Right, code: str = "") -> tuple[int, ...] | None:
    """The ids of the units that count: those where the right is held, or one of them with those below.

    Null where that is the whole company, so that nothing has to be narrowed. LookupError for a unit that is not theirs.
    """
    scope = viewer.scope(right)
    if not code and scope.covers(root_unit().path):
        return None
    cards = units_in(scope)
    if not code:
        return tuple(card.id for card in cards)
    top = next((card for card in cards if card.code == code), None)
    if top is None:
        raise LookupError(code)
    return tuple(card.id for card in cards if card.path.startswith(top.path))


def read_results(selection: Selection, asked: Sequence[Asked]) -> Results:
    """What the selected responses brought. Nothing is read where nobody asked; employees are never counted here."""
    versions = {one.version_id: one.items for one in asked if one.kind != ProgrammeKind.EMPLOYEE}
    if not versions:
        return Results(0, 0)
    every = [item for items in versions.values() for item in items]
    numeric = {item.code for item in every if shape_of(item) in (Shape.NUMBER, Shape.DATE)}
    chosen = replace(selection, version_ids=tuple(sorted(versions)))
    return results_of(versions, counts_of(chosen, numeric))


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of a customer, with when they were said and in which language."""

    text: str
    day: date
    language: str


def latest_words(viewer: Viewer, selection: Selection, questions: Collection[str]) -> Mapping[str, Sequence[Voice]]:
    """The newest words to each of these questions, of the latest responses; for those who may read them.

    Where the latest hold none, since these questions are asked no more, of the latest when they still were.
    """
    if not questions or not viewer.holds(VIEW_ANSWERS):
        return {}
    if found := _words(_newest(viewer, selection, selection.end), questions):
        return found
    last = last_day_with(selection, questions)
    return _words(_newest(viewer, selection, last), questions) if last else {}


def _newest(viewer: Viewer, selection: Selection, last: date) -> list[int]:
    """The latest of the selected responses up to a day."""
    responses = Response.objects.filter(
        viewer.scope(VIEW_ANSWERS).rows("unit"),
        version_id__in=selection.version_ids,
        set_apart="",
        answered_at__gte=clock.start_of_day(selection.start),
        answered_at__lt=clock.start_of_day(last + timedelta(days=1)),
    )
    if selection.unit_ids is not None:
        responses = responses.filter(unit_id__in=selection.unit_ids)
    for name in ("channel", "language", "collected_by"):
        if value := getattr(selection, name):
            responses = responses.filter(**{name: value})
    return list(responses.order_by("-answered_at").values_list("pk", flat=True)[:LOOKED_THROUGH])


def _words(newest: Sequence[int], questions: Collection[str]) -> dict[str, list[Voice]]:
    rows = Answer.objects.filter(response__in=newest, question__in=questions).exclude(text="")
    by_response = {place: pk for pk, place in enumerate(newest)}
    found: dict[str, list[Voice]] = {}
    kept = rows.values_list("response_id", "question", "text", "day", "response__language")
    for _pk, question, text, day, language in sorted(kept, key=lambda row: by_response[row[0]]):
        voices = found.setdefault(question, [])
        if len(voices) < VOICES:
            voices.append(Voice(text, day, language))
    return found
