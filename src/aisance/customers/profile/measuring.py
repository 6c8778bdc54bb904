"""The three ways of collecting beside each other: how often asked, given, refused, and what is kept up to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from aisance.core import clock
from aisance.core.statistics import wilson
from aisance.customers.models import Asking, BookNote, ProfileValue
from aisance.customers.profile.contracts import Fate, Way
from aisance.customers.profile.queries import newest_versions


@dataclass(frozen=True, slots=True)
class Share:
    """Some of n, with the 95 % interval by Wilson; no value where n is 0."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        return self.count / self.n if self.n else None

    @property
    def low(self) -> float | None:
        bounds = wilson(self.count, self.n)
        return bounds[0] if bounds else None

    @property
    def high(self) -> float | None:
        bounds = wilson(self.count, self.n)
        return bounds[1] if bounds else None


@dataclass(frozen=True, slots=True)
class WayTally:
    """One way in a period. For listening `asked` is all that was heard, notes and values, `given` the values among it.

    `fresh` is the share of the values held that still stand: within their time, and given for today's purpose.
    """

    way: Way
    asked: int
    given: Share
    refused: Share
    passed: int
    fresh: Share
    fields: int


def ways_beside_each_other(start: date, end: date) -> list[WayTally]:
    """Each way in the days from start to end, both included; what is held is counted as of now."""
    asked = _asked(start, end)
    held = _held()
    return [_tally(way, asked.get(way, {}), held.get(way, {})) for way in Way]


def _asked(start: date, end: date) -> dict[Way, dict[str, int]]:
    """How many askings of each way ended in which fate."""
    since, until = clock.start_of_day(start), clock.start_of_day(end + timedelta(days=1))
    rows = Asking.objects.filter(at__gte=since, at__lt=until).order_by()
    found: dict[Way, dict[str, int]] = {}
    for way, fate, count in rows.values_list("way", "fate").annotate(n=Count("pk")):
        found.setdefault(Way(way), {})[fate] = count
    return found


def _held() -> dict[Way, Mapping[str, int]]:
    """The standing values of each way, how many of them hold, and of how many fields."""
    holds = Q(pk__in=[])
    for version in newest_versions():
        holds |= Q(field=version.field, version__number__gte=version.holds_since)
    fresh = holds & Q(expires_at__gt=clock.now())
    rows = ProfileValue.objects.filter(replaced_at__isnull=True).order_by().values_list("way")
    counted = rows.annotate(
        n=Count("pk"), fresh=Count("pk", filter=fresh), fields=Count("field", distinct=True, filter=fresh)
    )
    return {Way(way): {"n": n, "fresh": held, "fields": fields} for way, n, held, fields in counted}


def _tally(way: Way, fates: Mapping[str, int], held: Mapping[str, int]) -> WayTally:
    given = fates.get(Fate.ANSWERED, 0)
    refused = fates.get(Fate.REFUSED, 0)
    passed = fates.get(Fate.SKIPPED, 0)
    asked = sum(fates.values())
    return WayTally(
        way,
        asked,
        Share(given, asked),
        Share(refused, asked),
        passed,
        Share(held.get("fresh", 0), held.get("n", 0)),
        held.get("fields", 0),
    )


def notes_in_force() -> int:
    """How many notes the client book holds."""
    rows = BookNote.objects.filter(replaced_at__isnull=True, expires_at__gt=clock.now())
    return rows.filter(expires_at__gt=F("written_at")).count()
