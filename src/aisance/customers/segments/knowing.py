"""Conditions on what is known of a customer: language, the company's own segment code, identifiers, since when."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core import clock
from aisance.core.bulk import stored_moment
from aisance.customers.contracts import IdentifierKind
from aisance.customers.models import Customer, Identifier
from aisance.customers.queries import segments
from aisance.customers.segments.contracts import Chosen, ConditionField, ConditionKind, Words
from aisance.customers.segments.persons import People, ids_where
from aisance.customers.segments.ranges import bounds_make_sense, said_range
from aisance.customers.segments.registry import offer_condition

_TABLE, _IDENTIFIERS = Customer._meta.db_table, Identifier._meta.db_table

IDENTIFIER_NAMES = {
    IdentifierKind.EMAIL: gettext_lazy("an e-mail address"),
    IdentifierKind.PHONE: gettext_lazy("a telephone number"),
    IdentifierKind.EXTERNAL: gettext_lazy("a customer number"),
    IdentifierKind.SOCIAL: gettext_lazy("a handle on a social network"),
}


def _equal(column: str) -> Callable[[Words, People, date], Chosen]:
    query = f"SELECT id FROM {_TABLE} WHERE {column} = %s"  # noqa: S608  names of ours
    return lambda words, people, today: Chosen(ids_where(query, words[column]))


def _identified(words: Words, people: People, today: date) -> Chosen:
    return Chosen(ids_where(f"SELECT customer_id FROM {_IDENTIFIERS} WHERE kind = %s", words["identifier"]))  # noqa: S608


def _known_for(words: Words, people: People, today: date) -> Chosen:
    """A person is known since the oldest of their rows, which is the head."""
    start = clock.start_of_day(today)
    query, bounds = f"SELECT id FROM {_TABLE} WHERE merged_into_id IS NULL", []  # noqa: S608  names of ours
    if words.get("min") is not None:
        query, bounds = query + " AND created_at < %s", [start - timedelta(days=words["min"] - 1)]
    if words.get("max") is not None:
        query, bounds = query + " AND created_at >= %s", [*bounds, start - timedelta(days=words["max"])]
    return Chosen(ids_where(query, *map(stored_moment, bounds)))


def _codes() -> list[tuple[str, Any]]:
    return [(code, code) for code in segments()]


offer_condition(
    ConditionKind(
        "language",
        gettext_lazy("Language"),
        (ConditionField("language", gettext_lazy("Language, as fr or en"), "text", required=True),),
        _equal("language"),
        lambda words: _("speaks %(language)s") % {"language": words["language"]},
    )
)
offer_condition(
    ConditionKind(
        "segment",
        gettext_lazy("The company's own segment code"),
        (ConditionField("segment", gettext_lazy("Code"), "choice", _codes, required=True),),
        _equal("segment"),
        lambda words: _("bears the code %(code)s") % {"code": words["segment"]},
    )
)
offer_condition(
    ConditionKind(
        "identifier",
        gettext_lazy("An identifier is known"),
        (
            ConditionField(
                "identifier",
                gettext_lazy("Identifier"),
                "choice",
                lambda: [(kind.value, name) for kind, name in IDENTIFIER_NAMES.items()],
                required=True,
            ),
        ),
        _identified,
        lambda words: (
            _("is known by %(identifier)s") % {"identifier": IDENTIFIER_NAMES[IdentifierKind(words["identifier"])]}
        ),
    )
)
offer_condition(
    ConditionKind(
        "known_for",
        gettext_lazy("Known for so many days"),
        (
            ConditionField("min", gettext_lazy("At least so many days"), "days"),
            ConditionField("max", gettext_lazy("At most so many days"), "days"),
        ),
        _known_for,
        lambda words: _("known for %(range)s days") % {"range": said_range(words)},
        bounds_make_sense,
    )
)
