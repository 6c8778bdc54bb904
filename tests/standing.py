"""What stands between tests: laid once, in a transaction around those of the tests, and as long as tests ask for it.

`cast` stands this way, and so does what a module lays upon it with `standing`. Each test begins with what was laid,
in the database and in the store of facts, whatever the tests before it did. A test that asks for less, or that needs
a database without a transaction around it, ends what stands above.
"""

import copy
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from aisance.core import clock
from aisance.lake import engine
from aisance.lake.manifest import folder
from tests.cast import Cast, lay_cast

type Lay = Callable[[Cast], None]


@dataclass
class Layer:
    """What one function laid: the store as it was then, and how to take it away again."""

    lay: Callable[..., Any]
    laid: Any
    store: Path
    ending: ExitStack


@dataclass
class Standing:
    """The layers that stand, the lowest first."""

    layers: list[Layer] = field(default_factory=list)

    def become(self, wanted: list[tuple[Callable[..., Any], datetime | None]]) -> None:
        """Let exactly these layers stand."""
        kept = 0
        while kept < min(len(self.layers), len(wanted)) and self.layers[kept].lay is wanted[kept][0]:
            kept += 1
        while len(self.layers) > kept:
            self.layers.pop().ending.close()
        for lay, moment in wanted[kept:]:
            self._add(lay, moment)

    def _add(self, lay: Callable[..., Any], moment: datetime | None) -> None:
        with ExitStack() as ending:
            ending.enter_context(_rolled_back())
            store = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="aisance-store-")))
            self.bring_store()
            with at(moment):
                laid = lay(*(copy.deepcopy(layer.laid) for layer in self.layers[:1]))
            if folder().exists():
                shutil.copytree(folder(), store, dirs_exist_ok=True)
            self.layers.append(Layer(lay, laid, store, ending.pop_all()))

    def bring_store(self) -> None:
        """Give the store the facts of the highest layer, and no others."""
        shutil.rmtree(folder(), ignore_errors=True)
        if self.layers:
            shutil.copytree(self.layers[-1].store, folder())
        engine.forget()


STANDING = Standing()


@contextmanager
def _rolled_back() -> Iterator[None]:
    block: Any = transaction.atomic()
    block._from_testcase = True  # as that of a test, so that a durable transaction may begin inside
    with block:
        yield
        transaction.set_rollback(True)


def at(moment: datetime | None) -> AbstractContextManager[Any]:
    """Stop the clock at a moment, if one is given."""
    return clock.stopped_at(moment) if moment else nullcontext()


def standing(lay: Lay, *, moment: datetime | None = None, autouse: bool = False) -> Any:
    """A fixture that gives the cast in the company that `lay` made of it; the clock stands still at the moment."""

    @pytest.fixture(autouse=autouse)
    def stood(cast: Cast) -> Iterator[Cast]:
        with at(moment):
            if STANDING.layers:
                STANDING.bring_store()
            else:
                lay(cast)
            yield cast

    LAID_BY[stood._get_wrapped_function()] = lay, moment
    return stood


LAID_BY: dict[Any, tuple[Lay, datetime | None]] = {}


def _wanted(request: pytest.FixtureRequest) -> list[tuple[Callable[..., Any], datetime | None]]:
    """The layers that the test of this request asks for, by the names of its fixtures."""
    names = request.fixturenames
    transactional = {"transactional_db", "live_server"} & set(names)
    marker = request.node.get_closest_marker("django_db")
    if "cast" not in names or transactional or (marker and marker.kwargs.get("transaction")):
        return []
    fixtures = request.node._fixtureinfo.name2fixturedefs
    functions = [fixtures[name][-1].func for name in names if name in fixtures]
    return [(lay_cast, None), *(LAID_BY[function] for function in functions if function in LAID_BY)]


@pytest.fixture(scope="session")
def _nothing_stands_at_the_end(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        STANDING.become([])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Generator[None, Any, Any]:
    """Before the transaction of a test begins, let stand what it asks for."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("_nothing_stands_at_the_end")
        with request.getfixturevalue("django_db_blocker").unblock():
            STANDING.become(_wanted(request))
    return (yield)


@pytest.fixture
def cast(db: None) -> Cast:
    """The company, its units and its people."""
    return copy.deepcopy(STANDING.layers[0].laid) if STANDING.layers else lay_cast()
