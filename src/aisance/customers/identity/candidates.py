"""Which records are worth comparing: those that share a key which few bear."""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.customers.identity.comparing import Ints
from aisance.customers.identity.keys import CROWD

np: Any = Later("numpy")


def pairs(keys: Ints, records: Ints, *, crowd: int = CROWD) -> tuple[Ints, Ints]:
    """The pairs of records that share a key, each once, the lower first; `keys` and `records` are parallel."""
    order = np.lexsort((records, keys))
    keys, records = keys[order], records[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.array([], dtype=np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    found: list[Any] = [np.array([], dtype=np.int64)]
    width = int(records.max(initial=0)) + 1
    for size in np.unique(sizes[(sizes > 1) & (sizes <= crowd)]):
        blocks = records[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found.append(np.unique(blocks[:, one].ravel() * width + blocks[:, other].ravel()))
    both = np.unique(np.concatenate(found))
    return both // width, both % width


def keys_in_columns(keys_of_records: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Keys and the places of their records as parallel columns."""
    sizes = [len(keys) for keys in keys_of_records]
    keys = np.fromiter((key for keys in keys_of_records for key in keys), dtype=np.int64, count=sum(sizes))
    return keys, np.repeat(np.arange(len(sizes)), sizes)
