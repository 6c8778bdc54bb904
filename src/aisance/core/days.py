"""Which days somebody may name in a form.

The year before the first and the year after the last still exist, so that a period before, a day after and a time zone
can be worked out; Python's own first and last day leave no room for that.
"""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2199, 12, 31)

WITHIN_REACH = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))
"""The validators of a field that takes a day."""
