"""Conditions on purchases and visits."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.money import decimals
from aisance.customers.purchases.contracts import USUAL_CURRENCY
from aisance.customers.segments.contracts import Chosen, ConditionField, ConditionKind, Words
from aisance.customers.segments.persons import People, PerPerson, day_number, per_person
from aisance.customers.segments.ranges import (
    AGO_LEAST,
    AGO_MOST,
    LEAST,
    MOST,
    WITHIN,
    ago,
    ago_first,
    bounds_make_sense,
    said_ago,
    said_days,
    said_range,
    since,
    within_range,
)
from aisance.customers.segments.registry import offer_condition

PLACE = ConditionField("place", gettext_lazy("At the place or channel (its code)"), "text")
CURRENCY = ConditionField("currency", gettext_lazy("Currency"), "text", initial=USUAL_CURRENCY)


def _at_place(words: Words) -> list[Callable[[Any], Any]]:
    place = words.get("place")
    return [lambda table: table.place == place] if place else []


def _said_place(words: Words) -> str:
    return " " + _("at %(place)s") % {"place": words["place"]} if words.get("place") else ""


def _counted(fact: str) -> Callable[[Words, People, date], Chosen]:
    def members(words: Words, people: People, today: date) -> Chosen:
        found = per_person(fact, people, where=[since(words, today), *_at_place(words)])
        return within_range(found, "n", words)

    return members


def _last(fact: str) -> Callable[[Words, People, date], Chosen]:
    def members(words: Words, people: People, today: date) -> Chosen:
        found = per_person(fact, people, where=_at_place(words), maxima={"last": lambda t: day_number(t.day)})
        return ago(found, "last", words, today)

    return members


def _first(fact: str) -> Callable[[Words, People, date], Chosen]:
    def members(words: Words, people: People, today: date) -> Chosen:
        found = per_person(fact, people, where=_at_place(words), maxima={"first": lambda t: -day_number(t.day)})
        return ago_first(found, "first", words, today)

    return members


def _spending(words: Words, people: People, today: date) -> PerPerson:
    currency = words.get("currency") or USUAL_CURRENCY
    where = [since(words, today), lambda t: t.currency == currency]
    return per_person("purchases", people, where=where, sums={"amount": lambda t: t.amount_minor})


def _spent(words: Words, people: People, today: date) -> Chosen:
    return within_range(_spending(words, people, today), "amount", words)


def _said_money(words: Words) -> str:
    unit = 10 ** decimals(words.get("currency") or USUAL_CURRENCY)
    shown = {name: f"{words[name] / unit:.0f}" for name in ("min", "max") if words.get(name) is not None}
    return f"{said_range(shown)} {words.get('currency') or USUAL_CURRENCY}"


def _best(words: Words, people: People, today: date) -> Chosen:
    """The share of those who bought anything whose amounts are the highest; equal amounts are in or out together."""
    import numpy as np

    found = _spending(words, people, today)
    bought = found["amount"] > 0
    ids, amounts = found.ids[bought], found["amount"][bought]
    if not len(ids):
        return Chosen(ids)
    place = len(ids) - max(1, len(ids) * int(words["percent"]) // 100)
    return Chosen(ids[amounts >= np.partition(amounts, place)[place]])


offer_condition(
    ConditionKind(
        "purchases",
        gettext_lazy("Purchases: how many"),
        (LEAST, MOST, WITHIN, PLACE),
        _counted("purchases"),
        lambda words: (
            _("bought %(range)s times") % {"range": said_range(words)} + _said_place(words) + said_days(words)
        ),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "spent",
        gettext_lazy("Purchases: for how much"),
        (
            ConditionField("min", gettext_lazy("For at least"), "amount"),
            ConditionField("max", gettext_lazy("For at most"), "amount"),
            CURRENCY,
            WITHIN,
        ),
        _spent,
        lambda words: _("bought for %(range)s") % {"range": _said_money(words)} + said_days(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "best",
        gettext_lazy("Purchases: the best customers"),
        (
            ConditionField("percent", gettext_lazy("The first so many per cent"), "whole", required=True, initial="10"),
            CURRENCY,
            WITHIN,
        ),
        _best,
        lambda words: (
            _("among the %(percent)s %% who bought for most") % {"percent": words["percent"]} + said_days(words)
        ),
        lambda words: "" if 1 <= words.get("percent", 0) <= 100 else _("Expected 1 to 100 per cent."),
    )
)
offer_condition(
    ConditionKind(
        "last_purchase",
        gettext_lazy("Purchases: the last one"),
        (AGO_LEAST, AGO_MOST, PLACE),
        _last("purchases"),
        lambda words: _("bought last %(ago)s") % {"ago": said_ago(words)} + _said_place(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "visits",
        gettext_lazy("Visits: how many"),
        (LEAST, MOST, WITHIN, PLACE),
        _counted("visits"),
        lambda words: _("came %(range)s times") % {"range": said_range(words)} + _said_place(words) + said_days(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "last_visit",
        gettext_lazy("Visits: the last one"),
        (AGO_LEAST, AGO_MOST, PLACE),
        _last("visits"),
        lambda words: _("came last %(ago)s") % {"ago": said_ago(words)} + _said_place(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "first_purchase",
        gettext_lazy("Purchases: the first one"),
        (AGO_LEAST, AGO_MOST, PLACE),
        _first("purchases"),
        lambda words: _("bought first %(ago)s") % {"ago": said_ago(words)} + _said_place(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "first_visit",
        gettext_lazy("Visits: the first one"),
        (AGO_LEAST, AGO_MOST, PLACE),
        _first("visits"),
        lambda words: _("came first %(ago)s") % {"ago": said_ago(words)} + _said_place(words),
        bounds_make_sense,
    )
)
