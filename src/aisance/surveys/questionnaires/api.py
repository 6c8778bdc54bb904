"""The API of questionnaires: read them with what the checks say, and make drafts of our own file."""

from typing import Any

from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from aisance.accounts.public import requires_api, units_by_code
from aisance.core.permissions import ViewerRequest
from aisance.core.translated import translated
from aisance.surveys.models import Questionnaire
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from aisance.surveys.questionnaires.checks import problems
from aisance.surveys.questionnaires.contracts import Content, Finding
from aisance.surveys.questionnaires.craft import duration_seconds, warnings
from aisance.surveys.questionnaires.exchange.contracts import BYTES_AT_MOST, FileRefused
from aisance.surveys.questionnaires.exchange.own import read_own, write_own
from aisance.surveys.questionnaires.queries import (
    content_shown,
    draft_of,
    labels_of_own,
    published_of,
    questionnaire_seen_by,
    questionnaires_seen_by,
    surroundings,
    units_to_choose,
    version_of,
)
from aisance.surveys.questionnaires.rules import as_json, content_of
from aisance.surveys.questionnaires.services import create_questionnaire

router = Router(tags=["Questionnaires"])


class CardOut(Schema):
    """A questionnaire and where it stands; a version that does not exist is null."""

    code: str
    name: str
    unit: str
    published: int | None = Field(description="The newest version that programmes may take.")
    draft: int | None = Field(description="The version that is being written.")
    retired: bool


class FindingOut(Schema):
    """What a check says: a stable code, words, and the item's code or nothing for the whole."""

    code: str
    item: str
    words: str


class VersionOut(CardOut):
    """One version with its content, as data and as our own file, and what the checks say of it."""

    version: int
    content: dict[str, Any] = Field(description="Title, language, items and thanks.")
    file: str = Field(description="The same as a TOML file that can be posted.")
    seconds: tuple[float, float] = Field(description="The shortest and the longest way through.")
    problems: list[FindingOut] = Field(description="What must be mended before it is published.")
    remarks: list[FindingOut] = Field(description="What the craft check says; it blocks nothing.")


class FileIn(Schema):
    """A questionnaire as our own file, and for which unit it is."""

    unit: str = Field(max_length=60, description="The code of a unit.")
    file: str = Field(max_length=BYTES_AT_MOST, description="The text of the TOML file.")

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """What is wrong: the item and the field, what was found, what was expected."""

    field: str
    value: str
    expected: str


class RefusedOut(Schema):
    """Why nothing was made."""

    detail: str
    problems: list[ProblemOut] = Field(default_factory=list)


class DetailOut(Schema):
    """Why the request was not taken."""

    detail: str


REFUSALS: dict[int, type[Schema]] = {401: DetailOut, 403: DetailOut, 429: DetailOut}


@router.get("", response={200: list[CardOut], **REFUSALS}, summary="List the questionnaires")
@requires_api(VIEW_QUESTIONNAIRES)
def list_questionnaires(request: ViewerRequest) -> Any:
    """The questionnaires of the key's units and of the units above them."""
    return [_card(row) for row in questionnaires_seen_by(request.viewer)]


@router.get("/{code}", response={200: VersionOut, 404: DetailOut, **REFUSALS}, summary="Read a questionnaire")
@requires_api(VIEW_QUESTIONNAIRES)
def read_questionnaire(request: ViewerRequest, code: str, version: Query[int | None] = None) -> Any:
    """A version with its content: the one asked for, else the draft, else the newest."""
    row = questionnaire_seen_by(request.viewer, code)
    if row is None:
        return Status(404, {"detail": "There is no such questionnaire."})
    if version is None:
        found, content = content_shown(row)
        return _version(row, found.number, content)
    named = version_of(row, version)
    if named is None:
        return Status(404, {"detail": "There is no such version."})
    return _version(row, named.number, content_of(named.content))


@router.post("", response={201: CardOut, 422: RefusedOut, **REFUSALS}, summary="Make a draft of a file")
@requires_api(EDIT_QUESTIONNAIRES)
def make_questionnaire(request: ViewerRequest, body: FileIn) -> Any:
    """A new questionnaire whose first version is a draft. Nothing is made where something is wrong."""
    unit = units_by_code([body.unit]).get(body.unit)
    if unit is None or unit.id not in {pk for pk, _name in units_to_choose(request.viewer)}:
        return Status(422, {"detail": "The key may write no questionnaires of this unit."})
    try:
        content = read_own(body.file.encode(errors="replace")).content
    except FileRefused as refused:
        found = [{"field": p.field, "value": p.value, "expected": str(p.expected)} for p in refused.problems]
        return Status(422, {"detail": "The file cannot be read.", "problems": found})
    code = create_questionnaire(content=content, unit_id=unit.id, by=request.viewer)
    made = questionnaire_seen_by(request.viewer, code)
    assert made is not None, "whoever may write may see"
    return Status(201, _card(made))


def _card(row: Questionnaire) -> dict[str, Any]:
    published, draft = published_of(row), draft_of(row)
    return {
        "code": row.code,
        "name": translated(row.name),
        "unit": row.unit.code,
        "published": published.number if published else None,
        "draft": draft.number if draft else None,
        "retired": row.retired,
    }


def _version(row: Questionnaire, number: int, content: Content) -> dict[str, Any]:
    around = surroundings()
    return {
        **_card(row),
        "version": number,
        "content": as_json(content),
        "file": write_own(content),
        "seconds": duration_seconds(content),
        "problems": [_finding(one) for one in problems(content, around)],
        "remarks": [_finding(one) for one in warnings(content, around.own, labels_of_own(content.language))],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {"code": one.code, "item": one.item, "words": str(one.words)}
