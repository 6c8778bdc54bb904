"""Libraries that are loaded when something of theirs is first asked for, and not when a command starts.

To load numpy and scipy costs half a second of processor, which every command would wait for and few need.
"""

from importlib import import_module
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """Stands for a module until something of it is asked for.

    >>> fractions = Later("fractions")
    >>> "Fraction" in vars(fractions)
    False
    >>> fractions.Fraction(1, 2)
    Fraction(1, 2)
    """

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__name__), name)
        setattr(self, name, found)
        return found
