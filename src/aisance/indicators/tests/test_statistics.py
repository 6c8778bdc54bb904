"""The examples in the docstrings of the statistics are run."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from aisance.indicators import statistics

pytestmark = pytest.mark.sqlite_only

MODULES = [module.name for module in iter_modules(statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_it_says(name: str) -> None:
    result = doctest.testmod(import_module(f"aisance.indicators.statistics.{name}"))

    assert result.failed == 0
