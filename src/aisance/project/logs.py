"""Log lines that say where something went wrong and never about whom.

The text of an exception quotes what it stumbled over: a database repeats the address that was there twice, a parser
the telephone number it could not read. So a line carries the kind of the exception and the places in the code only.
"""

import logging
import re
import traceback
from types import TracebackType
from typing import override

type Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# What stands in a path that somebody typed, or that an answer page has: addresses, telephone numbers, signed tokens.
ADDRESS = re.compile(r"[^\s/'\"<>=&?]+(?:@|%40)[^\s/'\"<>=&?]+", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w:.-])(?:\+|%2B)?\d(?:[ .-]?\d){8,}(?![\w:-])", re.IGNORECASE)
TOKEN = re.compile(r"(?<=/)(?=[\w:.=~-]*[0-9A-Z])[\w:.=~-]{20,}(?=[/\s]|$)")


def discreet(text: str) -> str:
    """The text without what looks like an address, a telephone number or a token in a path.

    >>> discreet("Not Found: /customers/ada@orvane.example")
    'Not Found: /customers/[address]'
    """
    for pattern, word in ((ADDRESS, "[address]"), (PHONE, "[number]"), (TOKEN, "[token]")):
        text = pattern.sub(word, text)
    return text


class DiscreetFormatter(logging.Formatter):
    """Formats a line without personal data, and an exception as its kinds and places."""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = discreet(record.message)
        return super().formatMessage(record)

    @override
    def formatException(self, ei: Raised) -> str:
        return "" if ei[1] is None else "\n".join(_told(ei[1], set()))


def _told(problem: BaseException, seen: set[int]) -> list[str]:
    """The chain of exceptions, the first cause first, as Python prints it; its texts left out."""
    seen.add(id(problem))
    cause = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    lines = _told(cause, seen) if cause is not None and id(cause) not in seen else []
    for frame in traceback.extract_tb(problem.__traceback__):
        lines.append(f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}')
    kind = type(problem)
    return [*lines, f"{kind.__module__}.{kind.__qualname__}"]
