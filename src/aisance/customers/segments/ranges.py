"""“At least”, “at most” and “in the last so many days”: what most conditions have in common."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from aisance.customers.segments.contracts import Chosen, ConditionField, Words
from aisance.customers.segments.persons import PerPerson

LEAST = ConditionField("min", gettext_lazy("At least"), "whole")
MOST = ConditionField("max", gettext_lazy("At most"), "whole")
WITHIN = ConditionField("days", gettext_lazy("In the last so many days"), "days", initial="365")
AGO_LEAST = ConditionField("min", gettext_lazy("At least so many days ago"), "days")
AGO_MOST = ConditionField("max", gettext_lazy("At most so many days ago"), "days")


def since(words: Words, today: date) -> Callable[[Any], Any]:
    """The condition of the rows of the last so many days, today included; of all rows where no days are given."""
    if not words.get("days"):
        return lambda table: table.day <= today
    first = today - timedelta(days=int(words["days"]) - 1)
    return lambda table: (table.day >= first) & (table.day <= today)


def within_range(found: PerPerson, name: str, words: Words) -> Chosen:
    """Those whose number lies in the range. Who has no row has the number 0, and may lie in it too."""
    least, most = words.get("min", 1 if words.get("max") is None else 0), words.get("max")
    values = found[name]
    if least <= 0 and most is not None and most >= 0:
        return Chosen(found.ids[(values > most) | (values < least)], others=True)
    inside = values >= least
    return Chosen(found.ids[inside & (values <= most) if most is not None else inside])


def ago(found: PerPerson, name: str, words: Words, today: date) -> Chosen:
    """Those whose last day lies between so many days ago and so many; without any bound, all who have one."""
    days = found[name]
    inside = days <= _number(today - timedelta(days=int(words.get("min") or 0)))
    if words.get("max") is not None:
        inside &= days >= _number(today - timedelta(days=int(words["max"])))
    return Chosen(found.ids[inside])


def ago_first(found: PerPerson, name: str, words: Words, today: date) -> Chosen:
    """The same of the first day, which was kept as the highest of the days below zero."""
    return ago(PerPerson(found.ids, {name: -found[name]}), name, words, today)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def bounds_make_sense(words: Words) -> Any:
    """Why two bounds leave nobody; empty where they leave somebody."""
    least, most = words.get("min"), words.get("max")
    if least is not None and most is not None and least > most:
        return _("The least is more than the most.")
    return ""


def said_range(words: Words) -> str:
    """The bounds in words: at least 2, at most 5, 2 to 5; at least 1 where there are none."""
    least, most = words.get("min"), words.get("max")
    if least is not None and most is not None:
        return pgettext("numbers", "%(least)s to %(most)s") % {"least": least, "most": most}
    if most is not None:
        return _("at most %(most)s") % {"most": most}
    return _("at least %(least)s") % {"least": 1 if least is None else least}


def said_days(words: Words) -> str:
    """The window in words, empty where there is none."""
    if not (days := words.get("days")):
        return ""
    return " " + ngettext("in the last day", "in the last %(days)d days", int(days)) % {"days": int(days)}


def said_ago(words: Words) -> str:
    """How long ago, in words."""
    least, most = words.get("min"), words.get("max")
    if least is not None and most is not None:
        return _("%(least)s to %(most)s days ago") % {"least": least, "most": most}
    if most is not None:
        return _("at most %(most)s days ago") % {"most": most}
    return _("at least %(least)s days ago") % {"least": least or 0}
