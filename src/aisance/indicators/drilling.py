"""From a figure to the rows that it stands on: an address of the same rows, as many as its n, or why there is none.

Only this module knows which rows a figure counts as pages name them. The pages that it leads to have rights and scopes
of their own; a link is offered only where they will show every row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.accounts.public import units_by_code
from aisance.core import clock
from aisance.core.days import FIRST_DAY
from aisance.core.permissions import RIGHTS, Viewer
from aisance.indicators.contracts import Asked, Definition, Estimate, Part
from aisance.indicators.permissions import VIEW
from aisance.journeys.contracts import Counted
from aisance.surveys.contracts import SCALES
from aisance.ui.numbers import number

ANSWERS, CONTACTS = "surveys.view_answers", "journeys.view_contacts"
EXACT = ("unit", "reason")
"""A cell of these is the unit or the reason itself; a filter keeps what lies below it as well."""

COUNTED: Mapping[str, Counted] = {
    "offered": Counted.CALLS,
    "answered": Counted.CALLS,
    "abandoned": Counted.CALLS,
    "answered_within": Counted.CALLS_TIMED,
    "waiting_time": Counted.CALLS_WAITED,
    "waiting_median": Counted.CALLS_WAITED,
    "waiting_p90": Counted.CALLS_WAITED,
    "handling_time": Counted.CALLS_HANDLED,
    "handling_median": Counted.CALLS_HANDLED,
    "resolved_observed": Counted.REASONS_SERVED,
    "repeat_contacts": Counted.REASONS_KNOWN,
    "promise_kept": Counted.PROMISED,
    "processing_time": Counted.DONE,
}
"""Which contacts each indicator of contacts counts."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page shows figures of, and to whom: days, both included, and filters as those of `public.estimates`."""

    viewer: Viewer
    start: date | None = None
    end: date | None = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within_days: int = 7

    def between(self, start: date | None, end: date | None) -> "Chosen":
        """The same in other days."""
        return replace(self, start=start, end=end)


def chosen_of(asked: Asked, viewer: Viewer) -> Chosen:
    """What a question asks about."""
    return Chosen(viewer, asked.start, asked.end, asked.where, asked.within_days)


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a figure leads: `address` of its rows, `words` that say what is there; or `why` it leads nowhere.

    All three are empty where there is nothing behind the figure.
    """

    address: str = ""
    words: str = ""
    why: str = ""


LEADS_NOWHERE = Behind()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a figure: a page, the words of an address that keep them, and the days in which they lie."""

    page: Literal["answer-list", "contact-list"]
    words: Mapping[str, str]
    first: date | None = None
    last: date | None = None

    @property
    def right(self) -> str:
        return ANSWERS if self.page == "answer-list" else CONTACTS


def behind(
    definition: Definition, estimate: Estimate, chosen: Chosen, *, name: str = "", scores: Sequence[int] = ()
) -> Behind:
    """What a figure in one cell leads to; `name` is that of the cell, `scores` narrows to those who gave them."""
    if not estimate.n or (scores and definition.fact != "answers"):
        return LEADS_NOWHERE
    if why := why_nowhere(definition, chosen):
        return Behind(why=why)
    if estimate.masked:
        return Behind(why=_("A withheld figure leads to no single answer."))
    title = f"{definition.title}, {name}" if name else str(definition.title)
    return rows_behind(rows_of(definition, chosen, scores), estimate.n, chosen, title=title, cell=estimate.dimensions)


def rows_behind(
    rows: Rows,
    n: int,
    chosen: Chosen,
    *,
    title: str,
    cell: Mapping[str, str] | None = None,
    exactly: Sequence[str] = (),
) -> Behind:
    """The same for rows that are no indicator's: those of a step on a map, say. `exactly` is as in the addresses."""
    if not n:
        return LEADS_NOWHERE
    inside = _narrowed(chosen, cell or {})
    if not _shows_all(rows.right, inside):
        return Behind(why=_words_without(rows.right, chosen.viewer))
    words = {**_days(rows, inside), **rows.words, **_kept(inside, cell or {}, exactly)}
    return Behind(f"{reverse(rows.page)}?{urlencode(words, safe=':,')}", _in_words(rows, n, title))


def why_nowhere(definition: Definition, chosen: Chosen) -> str:
    """Why no figure of an indicator leads to single answers or contacts; empty where some do."""
    if definition.kind == "employee":
        return _("What employees say is read by nobody one by one.")
    if definition.fact == "invitations":
        return _("This figure counts invitations; the programmes tell of each.")
    right = ANSWERS if definition.fact == "answers" else CONTACTS
    return "" if chosen.viewer.holds(RIGHTS[right]) else _words_without(right, chosen.viewer)


def _words_without(right: str, viewer: Viewer) -> str:
    if viewer.holds(RIGHTS[right]):
        return _("Some of these rows lie in units where you see figures only.")
    if right == ANSWERS:
        return _("Your role sees the figures, not single answers.")
    return _("Your role sees the figures, not single contacts.")


def rows_of(definition: Definition, chosen: Chosen, scores: Iterable[int] = ()) -> Rows:
    """The rows that an indicator counts."""
    if definition.fact == "interactions":
        last = None
        if definition.name == "resolved_observed":  # the days in which a customer may come back must be over
            last = clock.today() - timedelta(days=chosen.within_days + 1)
        return Rows("contact-list", {"counted": COUNTED[definition.name].value}, last=last)
    given = sorted(scores) or (_scores_counted(definition.parts[0]) if len(definition.parts) == 1 else [])
    return answers_to([(part.question, part.scale) for part in definition.parts], given, definition)


def answers_to(
    questions: Sequence[tuple[str, str]], scores: Sequence[int] = (), definition: Definition | None = None
) -> Rows:
    """The responses with a score to all of these questions, each on its scale; by customers right after a contact."""
    words = {"question": ",".join(f"{question}:{scale}" for question, scale in questions)}
    words |= {"score": ",".join(map(str, scores))} if scores else {}
    words["kind"] = definition.kind if definition else "hot"
    return Rows("answer-list", words, first=definition.starts_on if definition else None)


def contacts_counted(counted: Counted | None = None) -> Rows:
    """The contacts that count as something; all of them without it."""
    return Rows("contact-list", {"counted": counted.value} if counted else {})


def _scores_counted(part: Part) -> list[int]:
    """The scores that are worth something, where those may not be all of the scale."""
    scale = SCALES.get(part.scale)
    if scale and set(part.values) >= set(range(scale.minimum, scale.maximum + 1)):
        return []
    return sorted(part.values)


def _narrowed(chosen: Chosen, cell: Mapping[str, str]) -> Chosen:
    """Days and filters together with those of a cell."""
    where = {**chosen.where, **{dimension: [code] for dimension, code in cell.items() if code and dimension in _KEPT}}
    first, last = chosen.start, chosen.end
    if month := cell.get("month"):
        begins = date.fromisoformat(f"{month}-01")
        ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        first, last = _later(first, begins), _earlier(last, ends)
    if day := cell.get("day"):
        first = last = date.fromisoformat(day)
    return replace(chosen, start=first, end=last, where=where)


_KEPT = ("unit", "channel", "step", "reason", "advisor", "language")


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _days(rows: Rows, chosen: Chosen) -> dict[str, str]:
    start = _later(chosen.start, rows.first) or FIRST_DAY
    end = _earlier(chosen.end, rows.last) or clock.today()
    return {"start": start.isoformat(), "end": end.isoformat()}


def _kept(chosen: Chosen, cell: Mapping[str, str], exactly: Sequence[str]) -> dict[str, str]:
    words = {dimension: ",".join(codes) for dimension, codes in chosen.where.items() if codes}
    exact = [dimension for dimension in EXACT if cell.get(dimension) or dimension in exactly]
    nothing = [dimension for dimension, code in cell.items() if not code and dimension in _KEPT]
    words |= {"exactly": ",".join(exact)} if exact else {}
    return words | ({"without": ",".join(nothing)} if nothing else {})


def _shows_all(right: str, chosen: Chosen) -> bool:
    """Whether the page behind shows every row: the right to it holds wherever the figures were taken."""
    scope = chosen.viewer.scope(RIGHTS[right])
    if not scope.paths:
        return False
    if chosen.viewer.kind == "system" or all(scope.covers(path) for path in chosen.viewer.scope(VIEW).paths):
        return True
    units = units_by_code(chosen.where.get("unit", ()))
    return bool(units) and all(scope.covers(unit.path) for unit in units.values())


def _in_words(rows: Rows, n: int, title: str) -> str:
    if rows.page == "contact-list":
        words = ngettext("See the %(n)s contact behind %(title)s", "See the %(n)s contacts behind %(title)s", n)
    else:
        words = ngettext("See the %(n)s answer behind %(title)s", "See the %(n)s answers behind %(title)s", n)
    return words % {"n": number(n), "title": title}
