"""The conditions on contacts that journeys offer to segments."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.customers.public import (
    AGO_LEAST,
    AGO_MOST,
    LEAST,
    MOST,
    WITHIN,
    Chosen,
    ConditionField,
    ConditionKind,
    People,
    ago,
    ago_first,
    bounds_make_sense,
    day_number,
    offer_condition,
    per_person,
    said_ago,
    said_days,
    said_range,
    since,
    within_range,
)
from aisance.journeys.contracts import Direction
from aisance.journeys.queries import channel_names, outcome_names, reasons

type Words = Any


def _reason_choices() -> Sequence[tuple[str, Any]]:
    return [(card.code, "· " * (card.path.count("/") - 2) + card.name) for card in reasons()]


CHANNEL = ConditionField("channel", gettext_lazy("Channel"), "choice", lambda: list(channel_names().items()))
REASON = ConditionField("reason", gettext_lazy("Contact reason, with those below it"), "choice", _reason_choices)
OUTCOME = ConditionField("outcome", gettext_lazy("Outcome"), "choice", lambda: list(outcome_names().items()))


def _where(words: Words) -> list[Callable[[Any], Any]]:
    """Contacts that customers began, as far as the words narrow them."""
    found: list[Callable[[Any], Any]] = [lambda t: t.direction == Direction.INBOUND.value]
    found += [partial(_equal, name, words[name]) for name in ("channel", "outcome") if words.get(name)]
    if code := words.get("reason"):
        ids = _reasons_below(code)
        found.append(lambda t: t.reason_id.isin(ids))
    return found


def _equal(name: str, code: str, table: Any) -> Any:
    return table[name] == code


def _reasons_below(code: str) -> list[int]:
    """The reason and those below it; one id that no reason has where it is gone."""
    cards = reasons()
    paths = [card.path for card in cards if card.code == code]
    return [card.id for card in cards if card.path.startswith(tuple(paths))] if paths else [0]


def _counted(words: Words, people: People, today: date) -> Chosen:
    return within_range(per_person("interactions", people, where=[since(words, today), *_where(words)]), "n", words)


def _last(words: Words, people: People, today: date) -> Chosen:
    found = per_person("interactions", people, where=_where(words), maxima={"last": lambda t: day_number(t.day)})
    return ago(found, "last", words, today)


def _first(words: Words, people: People, today: date) -> Chosen:
    found = per_person("interactions", people, where=_where(words), maxima={"first": lambda t: -day_number(t.day)})
    return ago_first(found, "first", words, today)


def _said_about(words: Words) -> str:
    """What narrows the contacts, in words."""
    names = {"channel": channel_names(), "outcome": outcome_names(), "reason": {c.code: c.name for c in reasons()}}
    said = [str(named.get(words[name], words[name])) for name, named in names.items() if words.get(name)]
    return f" ({', '.join(said)})" if said else ""


offer_condition(
    ConditionKind(
        "contacts",
        gettext_lazy("Contacts: how many"),
        (LEAST, MOST, WITHIN, CHANNEL, REASON, OUTCOME),
        _counted,
        lambda words: (
            _("contacted us %(range)s times") % {"range": said_range(words)} + _said_about(words) + said_days(words)
        ),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "last_contact",
        gettext_lazy("Contacts: the last one"),
        (AGO_LEAST, AGO_MOST, CHANNEL, REASON, OUTCOME),
        _last,
        lambda words: _("contacted us last %(ago)s") % {"ago": said_ago(words)} + _said_about(words),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "first_contact",
        gettext_lazy("Contacts: the first one"),
        (AGO_LEAST, AGO_MOST, CHANNEL, REASON, OUTCOME),
        _first,
        lambda words: _("contacted us first %(ago)s") % {"ago": said_ago(words)} + _said_about(words),
        bounds_make_sense,
    )
)
