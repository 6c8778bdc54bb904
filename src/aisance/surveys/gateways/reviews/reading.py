"""Reads one review out of the columns of a row, or says in words what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import normalised
from aisance.intake.contracts import Problem, Refusal
from aisance.journeys.public import parse_moment
from aisance.surveys.contracts import SCALES, QuestionKind, Scale
from aisance.surveys.gateways.reviews.contracts import ReviewDraft
from aisance.surveys.rules import IMPORTED_TEXT_LIMIT, fitting_scales

LIMITS = {"external_id": 300, "author": 160, "handle": 120, "unit": 60, "place": 160}
SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?", re.ASCII)
RATING = re.compile(r"([0-9]{1,2})(?:[.,]0+)?(?:\s*/\s*([0-9]{1,2}))?", re.ASCII)
RANGE = re.compile(r"([0-9]{1,2})\s*(?:-|–|\.\.)\s*([0-9]{1,2})", re.ASCII)
REACH = re.compile(r"[0-9]{1,12}", re.ASCII)
IN_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
YES_OR_NO = {"yes": 1, "oui": 1, "true": 1, "positive": 1, "no": 0, "non": 0, "false": 0, "negative": 0}
CUSTOMER = {
    "customer_external": IdentifierKind.EXTERNAL,
    "customer_email": IdentifierKind.EMAIL,
    "customer_phone": IdentifierKind.PHONE,
    "handle": IdentifierKind.SOCIAL,
}
USUAL = SCALES["public_rating_5"]
_is_address: Callable[[str], None] = URLValidator(schemes=["http", "https"])


def read_review(values: Mapping[str, str], source: str) -> ReviewDraft | Refusal:
    """The review of one row under the code of its source, or every problem found. Never raises."""
    return _Reader(values).draft(source)


class _Reader:
    """Takes a draft out of one row, keeping the problems met on the way."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._problems: list[Problem] = []

    def draft(self, source: str) -> ReviewDraft | Refusal:
        scale = self._scale()
        given: dict[str, Any] = {
            **{name: self._line(name, limit) for name, limit in LIMITS.items()},
            "source": self._source(source),
            "at": self._moment(),
            "rating": self._rating(scale),
            "scale": scale.code,
            "text": self._text(),
            "reach": self._reach(),
            "link": self._link(),
            "language": self._language(),
            "identifiers": self._identifiers(),
        }
        if not given["external_id"]:
            self._refuse("external_id", _("the review's number at its source"))
        return tuple(self._problems) or ReviewDraft(**given)

    def _said(self, field: str) -> str:
        return self._values.get(field, "").strip()

    def _refuse(self, field: str, expected: Any) -> None:
        self._problems.append(Problem(field, self._said(field)[:200], expected))

    def _line(self, field: str, limit: int) -> str:
        text = self._said(field)
        if len(text) > limit or not text.isprintable():
            self._refuse(field, _("at most %(limit)d printable characters") % {"limit": limit})
        return text

    def _source(self, code: str) -> str:
        if not SOURCE.fullmatch(code):
            self._problems.append(Problem("source", code[:200], _("a code of small letters, digits and hyphens")))
        return code

    def _moment(self) -> datetime | None:
        try:
            return parse_moment(self._said("answered_at"), timezone.get_default_timezone())
        except (ValueError, OverflowError) as problem:
            self._refuse("answered_at", problem.args[0])
            return None

    def _scale(self) -> Scale:
        """As its code or its ends say, or the part after the slash of the rating; five stars where nothing does."""
        text, fitting = self._said("scale").lower(), fitting_scales(QuestionKind.PUBLIC_RATING)
        over = RATING.fullmatch(self._said("rating"))
        if not text and over and over[2]:
            found = [scale for scale in fitting if scale.minimum == 1 and scale.maximum == int(over[2])]
        else:
            ends = RANGE.fullmatch(text)
            wanted = (int(ends[1]), int(ends[2])) if ends else None
            found = [scale for scale in fitting if text in {"", scale.code} or (scale.minimum, scale.maximum) == wanted]
        if not found:
            self._refuse("scale", _("1-5, 1-10, 0-10 or 0-1"))
        return found[0] if found else USUAL

    def _rating(self, scale: Scale) -> int | None:
        text = self._said("rating").lower()
        whole = RATING.fullmatch(text)
        words = YES_OR_NO if scale.maximum == 1 else IN_WORDS
        score = int(whole[1]) if whole else words.get(text)
        if score is None or not scale.holds(score):
            limits = {"minimum": scale.minimum, "maximum": scale.maximum}
            self._refuse("rating", _("a whole number from %(minimum)d to %(maximum)d") % limits)
        return score

    def _text(self) -> str:
        text = self._values.get("text", "").strip()
        if len(text) > IMPORTED_TEXT_LIMIT:
            self._refuse("text", _("at most %(limit)d characters") % {"limit": IMPORTED_TEXT_LIMIT})
        return text.replace("\x00", "")

    def _reach(self) -> int | None:
        text = self._said("reach")
        if text and not REACH.fullmatch(text):
            self._refuse("reach", _("how many follow or saw it, as a whole number"))
            return None
        return int(text) if text else None

    def _link(self) -> str:
        link = self._said("link")
        try:
            if link:
                _is_address(link)
        except ValidationError:
            self._refuse("link", _("an address that begins with https:// or http://"))
        if len(link) > 500:
            self._refuse("link", _("at most %(limit)d characters") % {"limit": 500})
        return link

    def _language(self) -> str:
        language = self._said("language").lower().replace("_", "-")
        if language and (len(language) > 8 or not LANGUAGE.fullmatch(language)):
            self._refuse("language", _("a language such as fr, en or nl-be"))
        return language

    def _identifiers(self) -> dict[IdentifierKind, str]:
        """Who the author may be. A handle that is none of a social network names nobody, and is kept as it is."""
        found = {}
        for column, kind in CUSTOMER.items():
            text = self._said(column)
            if not text:
                continue
            try:
                found[kind] = normalised(kind, text)
            except ValueError as problem:
                if kind != IdentifierKind.SOCIAL:
                    self._refuse(column, problem.args[0])
        return found
