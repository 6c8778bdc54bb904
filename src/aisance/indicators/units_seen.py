"""The units of whoever looks at figures, read once for all the figures of a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.scope import Scope
from aisance.indicators.permissions import VIEW

_looked: ContextVar[dict[Scope, list[UnitCard]] | None] = ContextVar("units", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """While it lasts, the units of a scope are read once: all figures of a page are of one organisation."""
    token = _looked.set({})
    try:
        yield
    finally:
        _looked.reset(token)


def units_of(viewer: Viewer) -> list[UnitCard]:
    """The units in which the viewer may see figures."""
    scope, looked = viewer.scope(VIEW), _looked.get()
    if looked is None:
        return units_in(scope)
    if scope not in looked:
        looked[scope] = units_in(scope)
    return looked[scope]
