"""Reads of questionnaires: those that somebody may see, their versions, what a check must know around them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.journeys.contracts import Channel, Outcome
from aisance.journeys.public import reasons, steps
from aisance.surveys.models import OwnQuestion, ProgrammeVersion, Questionnaire, QuestionnaireVersion
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from aisance.surveys.queries.questions import own_scales
from aisance.surveys.questionnaires.checks import Surroundings
from aisance.surveys.questionnaires.contracts import Content
from aisance.surveys.questionnaires.languages import questions_of, text_in
from aisance.surveys.questionnaires.rules import content_of


def questionnaires_seen_by(viewer: Viewer) -> list[Questionnaire]:
    """The questionnaires of the viewer's units and of the units above them, by code, versions along."""
    paths = viewer.scope(VIEW_QUESTIONNAIRES).paths
    found = Questionnaire.objects.select_related("unit").prefetch_related("versions").order_by("retired", "code")
    return [row for row in found if _touches(row.unit.path or "", paths)]


def _touches(path: str, scope: tuple[str, ...]) -> bool:
    return bool(path) and any(path.startswith(prefix) or prefix.startswith(path) for prefix in scope)


def questionnaire_seen_by(viewer: Viewer, code: str) -> Questionnaire | None:
    """A questionnaire by its code, or null where the viewer may not know of it."""
    row = Questionnaire.objects.select_related("unit").prefetch_related("versions").filter(code=code).first()
    if row is None or not _touches(row.unit.path or "", viewer.scope(VIEW_QUESTIONNAIRES).paths):
        return None
    return row


def may_edit(viewer: Viewer, row: Questionnaire) -> bool:
    """Whether the viewer may change and publish it: only where the whole of its unit is theirs."""
    return viewer.scope(EDIT_QUESTIONNAIRES).covers(row.unit.path or "")


def units_to_choose(viewer: Viewer) -> list[tuple[int, str]]:
    """The units for which the viewer may make questionnaires."""
    return [(unit.id, unit.name) for unit in units_in(viewer.scope(EDIT_QUESTIONNAIRES))]


def draft_of(row: Questionnaire) -> QuestionnaireVersion | None:
    """The version that is being written."""
    return next((version for version in row.versions.all() if version.published_at is None), None)


def published_of(row: Questionnaire) -> QuestionnaireVersion | None:
    """The newest version that programmes may take."""
    published = [version for version in row.versions.all() if version.published_at is not None]
    return max(published, key=lambda version: version.number, default=None)


def version_of(row: Questionnaire, number: int) -> QuestionnaireVersion | None:
    """One version by its number."""
    return next((version for version in row.versions.all() if version.number == number), None)


def surroundings() -> Surroundings:
    """What a check must know beside the content: the company's own questions and the codes that exist."""
    retired = OwnQuestion.objects.filter(retired=True).values_list("code", flat=True)
    codes: dict[str, Iterable[str]] = {
        "interaction:channel": (channel.value for channel in Channel),
        "interaction:outcome": (outcome.value for outcome in Outcome),
        "interaction:step": (step.code for step in steps()),
        "interaction:reason": (reason.code for reason in reasons()),
    }
    return Surroundings(own_scales(), frozenset(retired), {name: frozenset(found) for name, found in codes.items()})


def labels_of_own(language: str) -> dict[str, dict[int, str]]:
    """The names of points of the company's own questions in a language, by question and score."""
    return {
        row.code: {int(score): translated(words, language) for score, words in row.labels.items()}
        for row in OwnQuestion.objects.all()
    }


@dataclass(frozen=True, slots=True)
class Taken:
    """Which version of a questionnaire a programme took."""

    programme: str
    name: str
    number: int


def taken_by(rows: Iterable[Questionnaire]) -> dict[int, list[Taken]]:
    """By questionnaire, the programmes whose newest version took it."""
    ids = [row.pk for row in rows]
    found = ProgrammeVersion.objects.filter(questionnaire_version__questionnaire__in=ids)
    newest: dict[int, tuple[int, Taken, int]] = {}
    for version in found.select_related("programme", "questionnaire_version"):
        asked = version.questionnaire_version
        if asked is None:
            continue
        taken = Taken(version.programme.code, translated(version.programme.name), asked.number)
        held = newest.get(version.programme_id)
        if held is None or held[0] < version.number:
            newest[version.programme_id] = version.number, taken, asked.questionnaire_id
    grouped: dict[int, list[Taken]] = defaultdict(list)
    for _number, taken, questionnaire_id in newest.values():
        grouped[questionnaire_id].append(taken)
    return grouped


def versions_to_take(viewer: Viewer, also: int | None = None) -> list[tuple[int, str]]:
    """What a programme may ask: the newest published version of each questionnaire that is not retired, by id and name.

    `also` is the id of a version to keep in the list: the one that the programme has taken already.
    """
    offered = []
    for row in questionnaires_seen_by(viewer):
        newest = None if row.retired else published_of(row)
        published = [version for version in row.versions.all() if version.published_at is not None]
        taken = [version for version in published if version.pk == also or version == newest]
        offered += [(version.pk, f"{translated(row.name)} · v{version.number}") for version in taken]
    return offered


def questions_for(version: QuestionnaireVersion) -> list[dict[str, Any]]:
    """What a programme's version keeps of a published version: its items, with words in each of its languages.

    Where an item has no words in a language, those of the usual one stand in. A draft is refused with ValueError.
    """
    if version.published_at is None:
        raise ValueError("A programme takes published versions only.")
    return questions_of(content_of(version.content))


def thanks_of(version_id: int, language: str) -> str:
    """The thanks at the end of what a programme's version asks, in a language; empty where there are none."""
    found = ProgrammeVersion.objects.filter(pk=version_id, questionnaire_version__isnull=False)
    stored = found.values_list("questionnaire_version__content", flat=True).first()
    if not stored:
        return ""
    content = content_of(stored)
    return text_in(content.thanks, language, content.language)


def content_shown(row: Questionnaire) -> tuple[QuestionnaireVersion, Content]:
    """The draft where there is one, else the newest version, with its content."""
    version = draft_of(row) or published_of(row)
    assert version is not None, "a questionnaire has at least one version"
    return version, content_of(version.content)
