"""The board of causes: one row for each branch of the tree of reasons. Readings of the store do not grow with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from aisance.core.permissions import Viewer
from aisance.improvement.causes.rules import branches_below, change_of, cost_of, square_of, worst_themes
from aisance.improvement.contracts import Square
from aisance.improvement.models import Judgement, MinuteCost
from aisance.improvement.permissions import VIEW_CAUSES
from aisance.indicators.contracts import Estimate
from aisance.indicators.public import conditions_for, estimates_by_branch
from aisance.journeys.contracts import Direction
from aisance.journeys.public import reasons
from aisance.lake import public as lake

REPEATS, EASE = "repeat_contacts", "net_easy"
READ = "read"

type Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a page asks for: days, the days before them, where, and the branch that is looked into."""

    period: Period
    before: Period
    unit: str = ""
    reason: str = ""
    order: str = "repeats"

    @property
    def where(self) -> dict[str, Sequence[str]]:
        return {"unit": [self.unit]} if self.unit else {}


@dataclass(frozen=True, slots=True)
class Irritant:
    """A theme that displeased `bad` of the `n` texts about contacts with a reason."""

    theme: str
    bad: int
    n: int


@dataclass(frozen=True, slots=True)
class Cause:
    """One branch. `timed` contacts have a recorded handling; `cost` is null without any, or without a cost a minute."""

    code: str
    name: str
    is_branch: bool
    contacts: int
    before: int
    timed: int
    handling_seconds: float
    cost: Decimal | None
    repeats: Estimate
    ease: Estimate
    irritants: tuple[Irritant, ...] = ()
    judgement: Judgement | None = None

    @property
    def square(self) -> Square | None:
        judged = self.judgement
        return square_of(judged.to_customer, judged.to_company) if judged else None

    @property
    def change(self) -> float | None:
        return change_of(self.contacts, self.before)

    @property
    def repeated(self) -> float:
        """How many of its contacts repeat another, as far as customers are known."""
        return (self.repeats.value or 0.0) * self.repeats.n


@dataclass(frozen=True, slots=True)
class Board:
    """All causes of one look, in the order asked, and the cost a minute that holds on its last day."""

    causes: tuple[Cause, ...]
    minute: MinuteCost | None
    above: tuple[tuple[str, str], ...] = ()
    unfiled: int = 0
    judgements: Mapping[str, Judgement] = field(default_factory=dict)

    @property
    def contacts(self) -> int:
        return sum(cause.contacts for cause in self.causes) + self.unfiled


def causes_seen(viewer: Viewer, sought: Sought) -> Board:
    """The causes of a period in the units that the viewer may see."""
    reader = as_reader(viewer)
    cards = {card.code: card for card in reasons()}
    branches = branches_below({code: card.path for code, card in cards.items()}, sought.reason)
    by_id = {cards[code].id: branch for code, branch in branches.items()}
    now, before = (_volumes(reader, sought, by_id, period) for period in (sought.period, sought.before))
    timed = _handling(reader, sought, by_id)
    figures = {
        name: estimates_by_branch(
            name, branches, viewer=reader, start=sought.period[0], end=sought.period[1], where=sought.where
        )
        for name in (REPEATS, EASE)
    }
    themes = _irritants(reader, sought, by_id)
    minute = minute_cost_on(sought.period[1])
    judged = {row.reason.code: row for row in Judgement.objects.select_related("reason", "judged_by")}
    parents = {branch for code, branch in branches.items() if code != branch}
    rows = [
        Cause(
            code=code,
            name=cards[code].name,
            is_branch=code in parents,
            contacts=now.get(code, 0),
            before=before.get(code, 0),
            timed=timed.get(code, (0, 0.0))[0],
            handling_seconds=timed.get(code, (0, 0.0))[1],
            cost=cost_of(timed[code][1], timed[code][0], minute.amount if minute else None) if code in timed else None,
            repeats=figures[REPEATS][code],
            ease=figures[EASE][code],
            irritants=themes.get(code, ()),
            judgement=judged.get(code),
        )
        for code in dict.fromkeys(branches.values())
    ]
    kept = [row for row in rows if row.contacts or row.before or code_is_kept(row, sought)]
    return Board(
        causes=tuple(sorted(kept, key=ORDERS[sought.order])),
        minute=minute,
        above=_above(cards, sought.reason),
        unfiled=now.get("", 0) if not sought.reason else 0,
    )


def code_is_kept(cause: Cause, sought: Sought) -> bool:
    """A reason nobody called about is shown too; the top of a branch only where contacts are filed under it."""
    return cause.code != sought.reason


ORDERS: dict[str, Any] = {
    "repeats": lambda cause: (-cause.repeated, -cause.contacts),
    "share": lambda cause: (cause.repeats.value is None, -(cause.repeats.value or 0.0), -cause.contacts),
    "contacts": lambda cause: -cause.contacts,
    "cost": lambda cause: (cause.cost is None, -(cause.cost or Decimal(0)), -cause.contacts),
    "ease": lambda cause: (cause.ease.value is None, cause.ease.value or 0.0),
}


def as_reader(viewer: Viewer) -> Viewer:
    """The viewer with the figures of those units of which they may see the causes: the one right carries the other."""
    return Viewer(viewer.kind, viewer.name, grants={"indicators.view": viewer.scope(VIEW_CAUSES)})


def minute_cost_on(day: date) -> MinuteCost | None:
    """What a minute costs on a day; null before the first that was set."""
    return MinuteCost.objects.filter(since__lte=day).order_by("-since").first()


def minute_costs() -> list[MinuteCost]:
    """Every cost that was set, the newest first."""
    return list(MinuteCost.objects.select_related("set_by").order_by("-since"))


def _over(viewer: Viewer, sought: Sought, period: Period) -> list[Any]:
    """Contacts that customers began and that are over."""
    return [
        lambda t: t.direction == Direction.INBOUND.value,
        lambda t: t.outcome.notnull(),
        *conditions_for(viewer, sought.where, period),
    ]


def _volumes(viewer: Viewer, sought: Sought, branches: Mapping[int, str], period: Period) -> dict[str, int]:
    """Contacts by branch; the empty code holds those of an unknown reason."""
    found: dict[str, int] = {}
    where = _over(viewer, sought, period)
    for cell in lake.sums("interactions", value=lambda t: 1.0, where=where, by=["reason_id"]):
        code = branches.get(cell.dimensions[0], "")
        found[code] = found.get(code, 0) + cell.n
    return found


def _handling(viewer: Viewer, sought: Sought, branches: Mapping[int, str]) -> dict[str, tuple[int, float]]:
    """How many contacts of each branch have a recorded handling, and how long all of it took."""
    found: dict[str, tuple[int, float]] = {}
    where = _over(viewer, sought, sought.period)
    handled = lake.sums(
        "interactions", value=lambda t: t.handling_seconds.cast("float64"), where=where, by=["reason_id"]
    )
    for cell in handled:
        code = branches.get(cell.dimensions[0], "")
        n, seconds = found.get(code, (0, 0.0))
        found[code] = n + cell.n, seconds + cell.wv
    return found


def _irritants(viewer: Viewer, sought: Sought, branches: Mapping[int, str]) -> dict[str, tuple[Irritant, ...]]:
    """What displeased most in the texts about contacts of each branch, by its count of texts."""
    conditions = conditions_for(viewer, sought.where, sought.period)
    texts: dict[str, int] = {}
    for reason, n in lake.rows("verbatims", lambda t: _texts(_all(t, conditions))):
        if reason in branches:
            texts[branches[reason]] = texts.get(branches[reason], 0) + int(n)
    bad: dict[str, dict[str, int]] = {}
    for reason, theme, n in lake.rows("mentions", lambda t: _displeased(_all(t, conditions))):
        if reason in branches:
            counts = bad.setdefault(branches[reason], {})
            counts[theme] = counts.get(theme, 0) + int(n)
    return {
        code: tuple(Irritant(theme, n, texts.get(code, 0)) for theme, n in worst_themes(counts.items()))
        for code, counts in bad.items()
    }


def _all(t: Any, conditions: Sequence[Any]) -> Any:
    return t.filter(t.reason_id.notnull(), *(condition(t) for condition in conditions))


def _texts(t: Any) -> Any:
    return t.filter(t.state == READ).group_by("reason_id").agg(n=lambda kept: kept.count())


def _displeased(t: Any) -> Any:
    """A line a reason and theme: how many texts speak of it with displeasure."""
    one = t.group_by(["reason_id", "theme", "verbatim_id"]).agg(worst=t.feeling.min())
    return one.filter(one.worst < 0).group_by(["reason_id", "theme"]).agg(n=lambda kept: kept.count())


def _above(cards: Mapping[str, Any], reason: str) -> tuple[tuple[str, str], ...]:
    """The reasons from the root down to the one looked into, by code and name."""
    if not reason:
        return ()
    path = cards[reason].path
    return tuple((card.code, card.name) for card in cards.values() if path.startswith(card.path))
