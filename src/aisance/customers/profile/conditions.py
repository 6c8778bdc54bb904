"""A segment by what customers told of themselves, and which segments name which field."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.customers.models import ProfileValue, SegmentVersion
from aisance.customers.profile.contracts import FieldCard, Use
from aisance.customers.profile.counting import names_fields
from aisance.customers.profile.queries import field_card, field_cards, values_that_hold
from aisance.customers.profile.rules import read_value
from aisance.customers.profile.wording import name_of, shown_value
from aisance.customers.segments.contracts import Chosen, ConditionField, ConditionKind, Words
from aisance.customers.segments.persons import People
from aisance.customers.segments.registry import offer_condition

KIND = "profile"


def _codes() -> list[tuple[str, Any]]:
    return [(card.code, name_of(card)) for card in field_cards()]


def _read(card: FieldCard, written: str) -> Any:
    return read_value(card.kind, {option.code for option in card.options}, written)


def _problem(words: Words) -> Any:
    """What a value that the field does not take would have to be."""
    card = field_card(words["field"])
    if card is None or not words.get("value"):
        return ""
    try:
        _read(card, words["value"])
    except ValueError as problem:
        return _("Expected: %(expected)s.") % {"expected": problem.args[0]}
    return ""


def _members(words: Words, people: People, today: date) -> Chosen:
    """Who told this; nobody where the field is not there any more. Without a value, of whom anything is known."""
    import numpy as np

    card = field_card(words["field"])
    rows: QuerySet[ProfileValue] = values_that_hold(card) if card else ProfileValue.objects.none()
    if card and words.get("value"):
        rows = rows.filter(value=_read(card, words["value"]))
    ids = rows.values_list("customer_id", flat=True).iterator(chunk_size=10_000)
    return Chosen(np.fromiter(ids, dtype=np.int64))


def _says(words: Words) -> str:
    card = field_card(words["field"])
    name = name_of(card) if card else words["field"]
    if card is None or not words.get("value") or _problem(words):
        return _("%(field)s is known") % {"field": name}
    return _("%(field)s: %(value)s") % {"field": name, "value": shown_value(card, _read(card, words["value"]))}


offer_condition(
    ConditionKind(
        KIND,
        gettext_lazy("What they told of themselves"),
        (
            ConditionField("field", gettext_lazy("Profile field"), "choice", _codes, required=True),
            ConditionField("value", gettext_lazy("Value; left blank: anything is known"), "text"),
        ),
        _members,
        _says,
        _problem,
    )
)


@names_fields(Use.SEGMENT)
def segments_that_name() -> Iterator[tuple[str, list[str]]]:
    """The segments in force, by their newest version, with the fields that they read."""
    rows = SegmentVersion.objects.filter(segment__retired_at__isnull=True).select_related("segment")
    newest = {row.segment.code: row.conditions for row in rows.order_by("number")}
    for code, conditions in newest.items():
        if fields := _fields_in(conditions):
            yield code, fields


def _fields_in(conditions: Mapping[str, Any]) -> list[str]:
    held = [condition for block in conditions.values() for condition in block]
    return sorted({condition["field"] for condition in held if condition.get("kind") == KIND})
