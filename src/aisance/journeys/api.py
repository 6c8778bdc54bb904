"""The API of journeys: other systems tell of interactions."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from aisance.accounts.public import requires_api
from aisance.core.permissions import Viewer
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import INTERACTION_COLUMNS, MAX_BATCH, Channel, Direction, Outcome, Recorded
from aisance.journeys.permissions import RECORD
from aisance.journeys.public import parse_interaction, record_interactions

router = Router(tags=["Interactions"])


class CustomerIn(Schema):
    """Who the customer is; the first identifier known decides, in the order external_id, email, phone, social."""

    external_id: str | None = Field(None, description=INTERACTION_COLUMNS["customer_external"])
    email: str | None = Field(None, description=INTERACTION_COLUMNS["customer_email"])
    phone: str | None = Field(None, description=INTERACTION_COLUMNS["customer_phone"])
    social: str | None = Field(None, description=INTERACTION_COLUMNS["customer_social"])
    name: str | None = Field(None, description=INTERACTION_COLUMNS["customer_name"], max_length=160)

    model_config = ConfigDict(extra="forbid")


class InteractionIn(Schema):
    """One interaction, over or still going on."""

    source: str = Field(min_length=1, max_length=60, description=INTERACTION_COLUMNS["source"])
    external_id: str = Field(min_length=1, max_length=120, description=INTERACTION_COLUMNS["external_id"])
    channel: Channel = Field(description=INTERACTION_COLUMNS["channel"])
    started_at: datetime = Field(description=INTERACTION_COLUMNS["started_at"])
    customer: CustomerIn | None = None
    direction: Direction = Field(Direction.INBOUND, description=INTERACTION_COLUMNS["direction"])
    step: str | None = Field(None, max_length=60, description=INTERACTION_COLUMNS["step"])
    reason: str | None = Field(None, max_length=60, description=INTERACTION_COLUMNS["reason"])
    unit: str | None = Field(None, max_length=60, description=INTERACTION_COLUMNS["unit"])
    advisor: str | None = Field(None, max_length=60, description=INTERACTION_COLUMNS["advisor"])
    language: str | None = Field(None, max_length=8, description=INTERACTION_COLUMNS["language"])
    wait_seconds: int | None = Field(None, ge=0, le=2_592_000, description=INTERACTION_COLUMNS["wait_seconds"])
    handling_seconds: int | None = Field(None, ge=0, le=2_592_000, description=INTERACTION_COLUMNS["handling_seconds"])
    outcome: Outcome | None = Field(None, description=INTERACTION_COLUMNS["outcome"])
    promised_by: datetime | None = Field(None, description=INTERACTION_COLUMNS["promised_by"])
    done_at: datetime | None = Field(None, description=INTERACTION_COLUMNS["done_at"])
    attributes: dict[str, str] | None = Field(None, description="At most 30 names and values of your own.")

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """Why an item was refused."""

    field: str = Field(description="The field, as in `customer_email`; empty for the item as a whole.")
    value: str = Field(description="What it held, at most 100 characters of it.")
    expected: str = Field(description="What was expected, in the language of the request.")


class ItemOut(Schema):
    """What became of one item."""

    index: int = Field(description="The place of the item in the list, from 0.")
    external_id: str
    status: str = Field(description="`accepted` (written or ended now), `known` (was so before) or `refused`.")
    problems: list[ProblemOut]


class RecordedOut(Schema):
    """What became of a batch; the three counts add up to its size."""

    accepted: int
    known: int
    refused: int
    items: list[ItemOut]


class DetailOut(Schema):
    """Why the request as a whole was not taken."""

    detail: str


_EXAMPLE = {
    "source": "telephony",
    "external_id": "call-84213",
    "channel": "phone",
    "started_at": "2026-03-02T09:30:00+01:00",
    "customer": {"email": "helene@example.org", "name": "Hélène Garnier"},
    "language": "fr",
    "wait_seconds": 45,
    "handling_seconds": 310,
    "outcome": "resolved",
}
_ANSWER_EXAMPLE = {
    "accepted": 1,
    "known": 0,
    "refused": 0,
    "items": [{"index": 0, "external_id": "call-84213", "status": "accepted", "problems": []}],
}


def _request_body() -> dict[str, Any]:
    """The body as OpenAPI describes it. It is read by our own rules, so that each item is answered by itself."""
    described = InteractionIn.model_json_schema(ref_template="{model}")
    one = _inlined(described, described.pop("$defs"))
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": MAX_BATCH}
    examples = {
        "one": {"summary": "One interaction", "value": _EXAMPLE},
        "batch": {"summary": "Several at once", "value": [_EXAMPLE, _EXAMPLE | {"external_id": "call-84214"}]},
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": {"oneOf": [one, many]}, "examples": examples}},
    }


def _inlined(part: Any, named: dict[str, Any]) -> Any:
    """A JSON schema with the parts it refers to by name put in their place."""
    if isinstance(part, list):
        return [_inlined(each, named) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(named[part["$ref"]], named) | {k: v for k, v in part.items() if k != "$ref"}
    return {key: _inlined(value, named) for key, value in part.items()}


class BodyError(Exception):
    """The body as a whole cannot be taken: a status and why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


@router.post(
    "",
    summary="Record interactions",
    operation_id="record_interactions",
    response={
        200: RecordedOut,
        201: RecordedOut,
        400: DetailOut,
        401: DetailOut,
        403: DetailOut,
        413: DetailOut,
        422: RecordedOut,
        429: DetailOut,
        503: DetailOut,
    },
    openapi_extra={"requestBody": _request_body()},
)
@requires_api(RECORD)
def record(request: HttpRequest) -> JsonResponse:
    """Record one interaction, or a list of 1 to 10,000.

    An interaction is known by its `source` and `external_id`: sending it again changes nothing, so repeat a request
    whose answer you did not receive. One that was sent without an `outcome` lasts until it is sent again with one: that
    ends it, once, with the values then given over those held; where and when it began stays. Each item is answered by
    itself. 201: the one interaction sent is written or ended; 200: it was known before, or a list was taken; 422:
    every item was refused. What is answered as accepted is on disk.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by requires_api
    try:
        items, single = _items(request)
        answers = _record(items, viewer)
    except BodyError as problem:
        return JsonResponse({"detail": problem.detail}, status=problem.status)
    except OperationalError:
        response = JsonResponse({"detail": "The database is busy. Send the same request again."}, status=503)
        response["Retry-After"] = "5"
        return response
    return _response(items, answers, single=single)


def _items(request: HttpRequest) -> tuple[list[Any], bool]:
    """The items of the body, and whether it was one object by itself. Raises BodyError."""
    try:
        body = json.loads(request.body, parse_constant=_no_constant)
    except RequestDataTooBig:
        raise BodyError(413, "The body is too large. Send fewer interactions at once.") from None
    except (ValueError, RecursionError):
        raise BodyError(400, "The body is not JSON.") from None
    if isinstance(body, dict):
        return [body], True
    if not isinstance(body, list) or not body:
        raise BodyError(400, f"Expected an interaction, or a list of 1 to {MAX_BATCH} interactions.")
    if len(body) > MAX_BATCH:
        raise BodyError(413, f"At most {MAX_BATCH} interactions at once; these are {len(body)}.")
    return body, False


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _record(items: Sequence[Any], viewer: Viewer) -> list[Recorded]:
    zone = settings.ENVIRONMENT.zone
    not_an_object = (Problem("", "", "an object"),)
    parsed = [parse_interaction(item, zone=zone) if isinstance(item, dict) else not_an_object for item in items]
    recorded = iter(record_interactions([draft for draft in parsed if not isinstance(draft, tuple)], by=viewer))
    return [Recorded("refused", None, draft) if isinstance(draft, tuple) else next(recorded) for draft in parsed]


def _response(items: Sequence[Any], answers: Sequence[Recorded], *, single: bool) -> JsonResponse:
    counts = {status: sum(answer.status == status for answer in answers) for status in ("accepted", "known", "refused")}
    words = [_item(index, item, answer) for index, (item, answer) in enumerate(zip(items, answers, strict=True))]
    status = 422 if counts["refused"] == len(answers) else 201 if single and counts["accepted"] else 200
    return JsonResponse({**counts, "items": words}, status=status)


def _item(index: int, item: Any, answer: Recorded) -> dict[str, Any]:
    external_id = item.get("external_id") if isinstance(item, dict) else None
    problems = [{"field": p.field, "value": p.value, "expected": str(p.expected)} for p in answer.problems]
    return {
        "index": index,
        "external_id": "" if external_id is None else str(external_id)[:120],
        "status": answer.status,
        "problems": problems,
    }
