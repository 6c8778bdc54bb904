"""How days are written in words: as Django does it, and with the first of a month as French has it, "1er janvier"."""

import re
from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language

_DAY_BEFORE_ITS_MONTH = re.compile(r"(?<!\\)j(?=\s+[FNMEb])")


def date_format(value: date | datetime, form: str | None = None) -> str:
    """A day in the active language and a format of Django's, by its letters or its name; DATE_FORMAT without one.

    >>> from django.utils.translation import override
    >>> with override("fr"):
    ...     date_format(date(2026, 1, 1), "j F Y"), date_format(date(2026, 1, 1), "j/n"), date_format(date(2026, 1, 2))
    ('1er janvier 2026', '1/1', '2 janvier 2026')
    """
    letters = formats.get_format(form or "DATE_FORMAT")
    if getattr(value, "day", None) == 1 and (get_language() or "en").startswith("fr"):
        letters = _DAY_BEFORE_ITS_MONTH.sub(r"j\\e\\r", letters)
    return formats.date_format(value, letters)
