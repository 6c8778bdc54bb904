"""Answers collected elsewhere, from files: one row an answer."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import normalised
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer
from aisance.journeys.contracts import Channel
from aisance.journeys.public import one_of, parse_moment
from aisance.surveys.contracts import (
    EFFORT_COMPONENTS,
    PROGRAMME_KINDS,
    ProgrammeKind,
    QuestionKind,
    ResponseDraft,
    Scale,
)
from aisance.surveys.gateways.reviews.importing import REVIEWS
from aisance.surveys.public import questions_known, record_responses
from aisance.surveys.rules import NO_OWN, fitting_scales

COLUMNS = (
    Column("source", _("The system that collected the answer, at most 60 characters; “import” where it is missing.")),
    Column(
        "external_id",
        _("The response's number there; rows that share it are one response. Made from the row where it is missing."),
    ),
    Column("answered_at", _("When it was answered: a date and time."), required=True, kind=ColumnKind.MOMENT),
    Column(
        "question",
        _(
            "One of: net_easy, nps, csat, ces, effort, effort_waiting, effort_money, effort_physical, "
            "effort_cognitive, effort_process, effort_relational, cxi_needs, cxi_easy, cxi_enjoyable, stay, resolved, "
            "customer_orientation (of employees), why (words only), or the code of an own question."
        ),
        required=True,
    ),
    Column("score", _("The answer as a whole number on the scale; empty only for the question why."), required=True),
    Column(
        "scale",
        _(
            "The scale, as net_easy_7, net_easy_5, nps_11, csat_5, csat_10, ces_7, ces_5, ces_10 or 0-10; "
            "the usual one of the question where it is missing."
        ),
    ),
    Column("text", _("The customer's own words.")),
    Column("customer", _("The customer: an e-mail address, a telephone number, or the number in your systems.")),
    Column("customer_external", _("The customer's number in the company's systems.")),
    Column("customer_email", _("The customer's e-mail address.")),
    Column("customer_phone", _("The customer's telephone number.")),
    Column("customer_social", _("The customer's handle on a social network.")),
    Column("customer_name", _("The customer's name, at most 160 characters.")),
    Column("channel", _("The channel of the contact that was asked about.")),
    Column("step", _("The code of a step of a journey.")),
    Column("reason", _("The code of a contact reason.")),
    Column("unit", _("The code of the unit that dealt with it; the company where it is missing.")),
    Column("advisor", _("The code of the advisor; an unknown one is added.")),
    Column("language", _("The language of the answer, as fr, en or nl-be.")),
    Column(
        "kind",
        _(
            "hot (right after a contact; where it is missing), cold (a barometer) or employee; never in one figure. "
            "Of an employee neither customer nor advisor nor words are taken."
        ),
    ),
)

LIMITS = {"source": 60, "external_id": 120, "step": 60, "reason": 60, "unit": 60, "advisor": 60, "customer_name": 160}
CUSTOMER = {
    "customer_external": IdentifierKind.EXTERNAL,
    "customer_email": IdentifierKind.EMAIL,
    "customer_phone": IdentifierKind.PHONE,
    "customer_social": IdentifierKind.SOCIAL,
}
WHOLE = re.compile(r"([+-]?[0-9]{1,4})([.,]0*)?", re.ASCII)
RANGE = re.compile(r"([0-9]{1,3})\s*(?:-|–|\.\.)\s*([0-9]{1,3})", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?", re.ASCII)
NATIONAL_PHONE = re.compile(r"0[0-9 .()/\-]{8,}", re.ASCII)
YES_AND_NO = {"yes": 1, "oui": 1, "true": 1, "no": 0, "non": 0, "false": 0}
YES_OR_NO_QUESTIONS = frozenset({QuestionKind.RESOLVED, *EFFORT_COMPONENTS})
DEFAULT_SOURCE = "import"


class ResponseImporter:
    """Reads rows one after the other; it remembers the rows that bear no number, to tell identical ones apart."""

    def __init__(self) -> None:
        self._twins: Counter[bytes] = Counter()
        self._own = {card.code: card.scale for card in questions_known() if card.is_own}

    def parse(self, values: Values) -> ResponseDraft | Refusal:
        return _Reader({"external_id": self._made_id(values), **values}, self._own).draft()

    def record(self, drafts: Sequence[ResponseDraft], *, by: Viewer) -> list[Fate | Refusal]:
        recorded = record_responses(drafts, by=by)
        return [item.problems if item.status == "refused" else Fate(item.status) for item in recorded]

    def _made_id(self, values: Values) -> str:
        """For a row without a number: a digest of what it says, and how many rows before it said the same.

        The same file brought again gives the same numbers, whatever the order of its columns.
        """
        if "external_id" in values:
            return ""
        digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).digest()[:16]
        self._twins[digest] += 1
        return f"row-{digest.hex()}-{self._twins[digest]}"


class _Reader:
    """Takes a draft out of one row, keeping the problems met on the way."""

    def __init__(self, values: Values, own: Mapping[str, Scale]) -> None:
        self._values = values
        self._own = own
        self._problems: list[Problem] = []

    def draft(self) -> ResponseDraft | Refusal:
        question = self._question()
        given: dict[str, Any] = {
            **{name: self._text(name, limit) for name, limit in LIMITS.items() if name != "customer_name"},
            "answered_at": self._moment("answered_at"),
            "question": question,
            "score": self._score(question),
            "scale": scale_code(question, self._values.get("scale", ""), self._own),
            "text": self._values.get("text", ""),
            "customer": self._customer(),
            "channel": self._choice("channel", Channel) if "channel" in self._values else None,
            "language": self._language(),
            "kind": self._kind() if "kind" in self._values else ProgrammeKind.HOT,
        }
        given["source"] = given["source"] or DEFAULT_SOURCE
        return tuple(self._problems) or ResponseDraft(**given)

    def _refuse(self, field: str, expected: Any) -> None:
        self._problems.append(Problem(field, self._values.get(field, "")[:200], expected))

    def _text(self, field: str, limit: int) -> str:
        text = self._values.get(field, "")
        if len(text) > limit or not text.isprintable():
            self._refuse(field, _("at most %(limit)d printable characters") % {"limit": limit})
        return text

    def _question(self) -> str:
        """A code of the product or of the company; empty where it is neither."""
        code = self._values.get("question", "").lower()
        known = (*(kind for kind in QuestionKind if kind != QuestionKind.PUBLIC_RATING), *self._own)
        if code not in known:
            self._refuse("question", one_of(known, limit=40))
            return ""
        return code

    def _choice[E: StrEnum](self, field: str, kinds: type[E]) -> E | None:
        try:
            return kinds(self._values.get(field, "").lower())
        except ValueError:
            self._refuse(field, one_of(kinds))
            return None

    def _kind(self) -> ProgrammeKind | None:
        """Reviews have an import of their own."""
        kind = self._choice("kind", ProgrammeKind)
        if kind == ProgrammeKind.REVIEW:
            self._refuse("kind", one_of(PROGRAMME_KINDS))
        return kind

    def _moment(self, field: str) -> datetime | None:
        try:
            return parse_moment(self._values.get(field, ""), timezone.get_default_timezone())
        except (ValueError, OverflowError) as problem:
            self._refuse(field, problem.args[0])
            return None

    def _score(self, question: str) -> int | None:
        text = self._values.get("score", "")
        if not text:
            return None
        if question in YES_OR_NO_QUESTIONS and text.lower() in YES_AND_NO:
            return YES_AND_NO[text.lower()]
        whole = WHOLE.fullmatch(text)
        if whole is None:
            self._refuse("score", _("a whole number"))
            return None
        return int(whole[1])

    def _customer(self) -> CustomerClaim:
        given = {kind: self._values[column] for column, kind in CUSTOMER.items() if column in self._values}
        columns = {kind: column for column, kind in CUSTOMER.items()}
        if someone := self._values.get("customer"):
            kind = kind_of(someone)
            given.setdefault(kind, someone)
            columns[kind] = "customer"
        identifiers = {}
        for kind, text in given.items():
            try:
                identifiers[kind] = normalised(kind, text)
            except ValueError as problem:
                self._refuse(columns[kind], problem.args[0])
        return CustomerClaim(identifiers, self._text("customer_name", LIMITS["customer_name"]))

    def _language(self) -> str:
        language = self._values.get("language", "").lower().replace("_", "-")
        if language and (len(language) > 8 or not LANGUAGE.fullmatch(language)):
            self._refuse("language", _("a language such as fr, en or nl-be"))
        return language


def scale_code(question: str, text: str, own: Mapping[str, Scale] = NO_OWN) -> str:
    """The scale's code: as written, or found by its ends among those of the question.

    >>> scale_code("nps", "0-10"), scale_code("ces", "ces_5"), scale_code("csat", "")
    ('nps_11', 'ces_5', '')
    """
    ends = RANGE.fullmatch(text)
    if not question or ends is None:
        return text.lower()
    wanted = (int(ends[1]), int(ends[2]))
    fitting = (scale.code for scale in fitting_scales(question, own) if (scale.minimum, scale.maximum) == wanted)
    return next(fitting, text)


def kind_of(someone: str) -> IdentifierKind:
    """What kind of identifier a text is. Digits without a prefix are a customer number, unless written as a phone is.

    >>> [kind_of(text).value for text in ("a@b.example", "@helene", "+32 2 555 12 12", "23317894", "06 12 34 56 78")]
    ['email', 'social', 'phone', 'external', 'phone']
    """
    if someone.startswith("@"):
        return IdentifierKind.SOCIAL
    if "@" in someone:
        return IdentifierKind.EMAIL
    if someone.startswith("+") or (NATIONAL_PHONE.fullmatch(someone) and _is_phone(someone)):
        return IdentifierKind.PHONE
    return IdentifierKind.EXTERNAL


def _is_phone(text: str) -> bool:
    try:
        normalised(IdentifierKind.PHONE, text)
    except ValueError:
        return False
    return True


__all__ = ["RESPONSES", "REVIEWS", "ResponseImporter", "kind_of", "scale_code"]

RESPONSES = offer(ImportKind("responses", COLUMNS, ResponseImporter))
