"""The API of who was asked and who was not."""

from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core import clock
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Wrong
from aisance.indicators.asked.account import PLACES, Account, AskedAbout, Place, Share, account_of
from aisance.indicators.asked.reading import Drawn
from aisance.indicators.asked.silence import Reply, replies_of
from aisance.indicators.asked.wording import CAUTION
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.dashboard.selection import Span, days_of
from aisance.indicators.narrowing import as_problem, narrowed
from aisance.indicators.permissions import VIEW_ASKED
from aisance.surveys.public import programmes_within

router = Router(tags=["who was asked"], auth=api_key_auth)

WORDS = ("from", "to", "unit")


class AskedWords(Schema):
    """What may stand in the address."""

    from_: str = Field("", alias="from", description="The first day, as 2026-11-01. Without days, the last 12 months.")
    to: str = Field("", description="The last day, included.")
    unit: str = Field("", description="Keep this unit and the ones below it, by code.")
    programme: str = Field("", description="Keep the decisions of this programme, by code.")
    by: str = Field("", description="`unit` (usual) or `advisor`.")


class CountedShareOut(Schema):
    """A share with Wilson's 95 % interval; null throughout where there is nothing to share."""

    count: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class FatesOut(Schema):
    """What became of eligible contacts. Refused, planned and invited add up to eligible."""

    eligible: int
    refused: dict[str, int] = Field(description="By reason.")
    planned: int
    invited: int = Field(description="On their way, failed, silent and answered add up to it.")
    on_its_way: int
    failed: int
    silent: int
    answered: int
    response_rate: CountedShareOut = Field(description="Answered out of invited.")
    left_out: CountedShareOut = Field(description="Not identified, or without an address, out of eligible.")


class TestOut(Schema):
    """One exact test: are hard contacts left out more than the others, beyond what other places show?"""

    sign: Literal["any_kind", "kind", "handling", "waiting", "outcome"]
    hard: int
    hard_left_out: int
    other: int
    other_left_out: int
    odds_ratio_elsewhere: float = Field(description="What other places may show at most; at least 1.")
    p_value: float | None = Field(description="One-sided; null where nothing can be told.")
    p_adjusted: float | None = Field(description="Holm over all places and signs; the verdict goes by it.")
    found_from: float | None = Field(description="The difference of shares found with 80 % power.")


class PlaceOut(Schema):
    """A unit or an advisor; an empty code stands for contacts of nobody known."""

    code: str
    name: str
    fates: FatesOut
    verdict: Literal["to_verify", "nothing", "untold"]
    tests: list[TestOut]


class ReplyOut(Schema):
    """One value of a dimension against all others; of messages that arrived and may no longer be answered."""

    dimension: str
    value: str
    share: CountedShareOut
    others: CountedShareOut
    difference: float | None
    low: float | None
    high: float | None
    p_adjusted: float | None
    established: bool


class AskedOut(Schema):
    """Who was asked, who was not and why, and who does not answer."""

    by: Literal["unit", "advisor"]
    caution: str
    tests: int = Field(description="Over how many tests p-values are corrected.")
    total: FatesOut
    rows: list[PlaceOut]
    replies: list[ReplyOut]


@router.get("", response={200: AskedOut, 422: Wrong, **REFUSALS}, summary="Read who was asked and who was not")
@requires_api(VIEW_ASKED)
def read_asked(request: ViewerRequest, words: Query[AskedWords]) -> Any:
    """Eligible, invited and answered by unit or advisor, exact tests of who was left out, and response rates."""
    try:
        asked = _asked(request)
        return Status(200, _document(account_of(request.viewer, asked), replies_of(request.viewer, asked)))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))


def _asked(request: ViewerRequest) -> AskedAbout:
    # The address itself and not the schema: a word that is misspelt must be refused, not passed over.
    given = dict(request.GET.lists())
    programme, by = (",".join(given.pop(word, [])) for word in ("programme", "by"))
    found = narrowed(given, WORDS)
    units = found.where.get("unit", ())
    if len(units) > 1:
        raise unknown("unit", ",".join(units), ())
    if by and by not in PLACES:
        raise unknown("by", by, tuple(PLACES))
    known = programmes_within(request.viewer.scope(VIEW_ASKED))
    if programme and programme not in known:
        raise unknown("programme", programme, tuple(known))
    start, end = days_of(Span.YEAR, clock.today())
    drawn = Drawn((), found.start or start, found.end or end, known[programme][0] if programme else None)
    return AskedAbout(drawn, units[0] if units else "", PLACES[by or "unit"])


def _document(account: Account, replies: list[Reply]) -> dict[str, Any]:
    return {
        "by": account.by,
        "caution": str(CAUTION),
        "tests": account.tests,
        "total": _fates(account.total),
        "rows": [_place(row) for row in account.rows],
        "replies": [_reply(one) for one in replies],
    }


def _place(row: Place) -> dict[str, Any]:
    tests = [
        {
            "sign": one.sign,
            "hard": one.table.hard,
            "hard_left_out": one.table.hard_out,
            "other": one.table.other,
            "other_left_out": one.table.other_out,
            "odds_ratio_elsewhere": one.elsewhere,
            "p_value": one.p_value,
            "p_adjusted": one.p_adjusted,
            "found_from": one.found_from,
        }
        for one in row.found
    ]
    return {"code": row.code, "name": row.name, "fates": _fates(row.fates), "verdict": row.verdict, "tests": tests}


def _fates(fates: Any) -> dict[str, Any]:
    counts = ("eligible", "planned", "invited", "on_its_way", "failed", "silent", "answered")
    return {
        **{name: getattr(fates, name) for name in counts},
        "refused": dict(fates.refused),
        "response_rate": _share(fates.rate),
        "left_out": _share(fates.left_out),
    }


def _share(share: Share) -> dict[str, Any]:
    return {"count": share.count, "n": share.n, "value": share.value, "low": share.low, "high": share.high}


def _reply(one: Reply) -> dict[str, Any]:
    return {
        "dimension": one.dimension,
        "value": one.value,
        "share": _share(one.share),
        "others": _share(one.others),
        "difference": one.difference,
        "low": one.low,
        "high": one.high,
        "p_adjusted": one.p_adjusted,
        "established": one.is_established,
    }
