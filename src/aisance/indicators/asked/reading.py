"""Decisions of programmes counted in the store. Counts only: every share and every test is made of them elsewhere."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from aisance.indicators.asked.signs import Row
from aisance.lake import public as lake

HANDLING_CUTS = (1, 60, 120, 180, 240, 300, 420, 600, 900, 1800)
WAITING_CUTS = (1, 15, 30, 60, 90, 120, 180, 300, 600)
"""Seconds at which a band begins: medians are then those of bands, and need no row but their counts."""

HOUR_CUTS = (8, 10, 12, 14, 16, 18, 20)

LEFT_OUT = ("unknown_customer", "no_address")
"""The reasons that are in the hands of whoever holds the contact: they did not note who it was, or no address."""

SCORED = ("net_easy", "ces", "csat", "nps")
"""Questions that say how a contact went; the one with the most answers tells which kinds of contacts are hard."""

type Condition = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which decisions are counted: their days, both included, the units by id, and the programme, null for all."""

    units: tuple[int, ...]
    start: date
    end: date
    programme_id: int | None = None

    def on(self, table: Any) -> list[Any]:
        kept = [table.unit_id.isin(self.units), table.day.between(self.start, self.end)]
        return [*kept, table.programme_id == self.programme_id] if self.programme_id is not None else kept


def fates(drawn: Drawn, place: str) -> list[Row]:
    """Place, state, why not asked, whether answered, and how many."""
    return _counted(drawn, (place, "state", "refusal", "answered"))


def contacts_by_band(drawn: Drawn, place: str, seconds: str) -> list[Row]:
    """Place, channel, whether nobody was spoken to, band of seconds, whether left out, and how many."""
    cuts = HANDLING_CUTS if seconds == "handling_seconds" else WAITING_CUTS
    return _counted(
        drawn,
        (place, "channel", "unspoken", "band", "out"),
        made={"unspoken": _unspoken, "band": lambda t: _band(t[seconds], cuts), "out": _out},
        kept=[_hot, lambda t: t[seconds].notnull()],
    )


def contacts_by_outcome(drawn: Drawn, place: str) -> list[Row]:
    """Place, channel, whether given up or passed on, whether left out, and how many."""
    went_badly = ("abandoned", "left", "transferred")
    return _counted(
        drawn,
        (place, "channel", "bad", "out"),
        made={"bad": lambda t: t.outcome.isin(went_badly).cast("int8"), "out": _out},
        kept=[_hot, lambda t: t.outcome.notnull()],
    )


def contacts_by_kind(drawn: Drawn, place: str) -> list[Row]:
    """Place, unit, channel, whether nobody was spoken to, reason, step, whether left out, and how many."""
    columns = (*dict.fromkeys((place, "unit_id")), "channel", "unspoken", "reason_id", "step_id", "out")
    # Employees and barometers have no contact.
    found = _counted(drawn, columns, made={"unspoken": _unspoken, "out": _out}, kept=[_hot])
    return found if place != "unit_id" else [(row[0], *row) for row in found]


def scores_by_kind(drawn: Drawn) -> list[Row]:
    """Question, scale, unit, channel, reason, step, how many scores and their sum, in the year up to the last day."""
    drawn = replace(drawn, programme_id=None, start=min(drawn.start, drawn.end - timedelta(days=364)))

    def counted(table: Any) -> Any:
        kept = table.filter([*drawn.on(table), table.kind == "hot", table.question.isin(SCORED)])
        columns = ("question", "scale", "unit_id", "channel", "reason_id", "step_id")
        return kept.group_by(columns).aggregate(n=kept.count(), total=kept.score.sum())

    return lake.rows("answers", counted)


def replies(drawn: Drawn, dimensions: Sequence[str], now: datetime) -> dict[str, list[Row]]:
    """Of messages that arrived and may no longer be answered: by dimension its values, whether answered, how many.

    Those over by the last full hour, so that what was read holds for an hour; all dimensions in one reading.
    """
    over = now.replace(tzinfo=None, minute=0, second=0, microsecond=0)
    made: dict[str, Condition] = {"hour": lambda t: _band(t.hour, HOUR_CUTS)} if "hour" in dimensions else {}
    rows = _counted(
        drawn,
        (*dimensions, "answered"),
        made=made,
        kept=[lambda t: t.state == "delivered", lambda t: t.expires_at < over],
    )
    return {dimension: _by_value(rows, place) for place, dimension in enumerate(dimensions)}


def _by_value(rows: Sequence[Row], place: int) -> list[Row]:
    """Rows of several dimensions added up over all but one of them."""
    found: dict[tuple[Any, Any], int] = defaultdict(int)
    for row in rows:
        found[row[place], row[-2]] += row[-1]
    return [(value, answered, n) for (value, answered), n in found.items() if value is not None]


def _counted(
    drawn: Drawn, columns: Sequence[str], made: dict[str, Condition] | None = None, kept: Sequence[Condition] = ()
) -> list[Row]:
    def counted(table: Any) -> Any:
        rows = table.filter([*drawn.on(table), *(condition(table) for condition in kept)])
        rows = rows.mutate(**{name: make(rows) for name, make in (made or {}).items()})
        return rows.group_by(list(columns)).aggregate(n=rows.count())

    return lake.rows("invitations", counted)


def _hot(table: Any) -> Any:
    return table.kind == "hot"


def _unspoken(table: Any) -> Any:
    return table.outcome.isin(("abandoned", "left")).fill_null(False).cast("int8")


def _out(table: Any) -> Any:
    return table.refusal.isin(LEFT_OUT).cast("int8")


def _band(seconds: Any, cuts: Sequence[int]) -> Any:
    """How many of the cuts lie at or below the value."""
    first, *rest = [(seconds >= cut).cast("int8") for cut in cuts]
    return sum(rest, first)
