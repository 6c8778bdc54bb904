"""Blocks that a domain shows on a page of another one below it, which must not know it.

A page names a place, such as `customer`, and hands on who is looking and at what; each block decides what they may see.
"""

from collections.abc import Callable
from typing import Any

from aisance.core.permissions import Viewer

type Block = Callable[[Viewer, int], tuple[str, dict[str, Any]] | None]
"""A template and its context for a viewer and an object's id; null where there is nothing to show, or no leave to."""

_BLOCKS: dict[str, dict[str, Block]] = {}


def shown_at(place: str) -> Callable[[Block], Block]:
    """Show a block at a place, in the order of registration; registered by a domain's views."""

    def register(block: Block) -> Block:
        _BLOCKS.setdefault(place, {})[f"{block.__module__}.{block.__qualname__}"] = block
        return block

    return register


def blocks_at(place: str, viewer: Viewer, which: int) -> list[tuple[str, dict[str, Any]]]:
    """What the blocks at a place show to a viewer."""
    found = [block(viewer, which) for block in _BLOCKS.get(place, {}).values()]
    return [drawn for drawn in found if drawn is not None]
