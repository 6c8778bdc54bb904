"""What can be told to webhooks: each domain names its events once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aisance.core.events import handles

type Told = Iterable[tuple[int | None, Mapping[str, Any]]]
"""Whose order it keeps (the id of a customer, or null), and what is told: ids and codes, never names or words."""


@dataclass(frozen=True, slots=True)
class Published:
    """One kind of thing that is told, by a code that never changes."""

    code: str
    title: Any


_PUBLISHED: dict[str, Published] = {}
_TELLERS: dict[str, list[tuple[type, Callable[[Any], Told]]]] = {}


def publishes[E](event: type[E], code: str, title: Any) -> Callable[[Callable[[E], Told]], Callable[[E], Told]]:
    """Tell webhooks of an event; the function says of whom and what. It may be called twice with the same event."""

    def register(tell: Callable[[E], Told]) -> Callable[[E], Told]:
        _PUBLISHED[code] = Published(code, title)
        _TELLERS.setdefault(event.__name__, []).append((event, tell))

        @handles(event)
        def file(happened: E) -> None:
            # Here, since domains publish while the tables are still being set up.
            from aisance.accounts.webhooks.services import file_deliveries

            file_deliveries(kind=code, told=lambda: list(tell(happened)))

        return tell

    return register


def told_events() -> list[str]:
    """The names of the events of which webhooks are told."""
    return sorted(_TELLERS)


def customers_told_of(name: str, payload: Mapping[str, Any]) -> set[int]:
    """The customers of whom an event tells, before it was handled."""
    said = [tell(event(**payload)) for event, tell in _TELLERS.get(name, [])]
    return {customer_id for told in said for customer_id, _data in told if customer_id is not None}


def published() -> dict[str, Published]:
    """Everything that can be told, by code."""
    return {code: _PUBLISHED[code] for code in sorted(_PUBLISHED)}
