"""What codes of other domains are called in the audit trail: each domain names its kind of thing once.

A kind is that of an object of the trail; the same codes may stand in its details.
"""

from collections.abc import Callable, Collection, Mapping

type Namer = Callable[[Collection[str]], Mapping[str, str]]
"""From codes to their names in the language of the moment; a code that it does not know is absent."""

_NAMERS: dict[str, Namer] = {}


def names_in_trail(kind: str) -> Callable[[Namer], Namer]:
    """Say what the codes of a kind of thing are called; called again, the last one counts."""

    def register(namer: Namer) -> Namer:
        _NAMERS[kind] = namer
        return namer

    return register


def named_by_others(said: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """The names of codes by kind and code; nothing for a kind that no domain names."""
    named = {kind: _NAMERS[kind](codes) for kind, codes in said.items() if codes and kind in _NAMERS}
    return {(kind, code): name for kind, names in named.items() for code, name in names.items()}
