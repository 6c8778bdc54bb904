"""Plans as a file, and the weeks of one plan."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aisance.improvement.models import Plan
from aisance.improvement.plans.measuring import Effect
from aisance.ui.sheets import Column, Sheet

PLANS = (
    Column("id", "whole"),
    Column("title"),
    Column("status"),
    Column("unit"),
    Column("reason"),
    Column("theme"),
    Column("indicator"),
    Column("wanted"),
    Column("expected", "number"),
    Column("due", "day"),
    Column("starts_on", "day"),
    Column("pilots"),
    Column("owner"),
    Column("measured_on"),
    Column("strength"),
    Column("effect", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("n_before", "whole"),
    Column("n_after", "whole"),
)
WEEKS = (
    Column("week_from", "day"),
    Column("in_plan_n", "whole"),
    Column("in_plan", "number"),
    Column("not_in_n", "whole"),
    Column("not_in", "number"),
)


def sheet_of_plans(plans: Iterable[Plan]) -> Sheet:
    """One row a plan, with what was measured when it was concluded."""
    title = _("Improvement plans")
    return Sheet(title, PLANS, [_row(plan) for plan in plans], [(_("Table"), title)])


def _row(plan: Plan) -> tuple[object, ...]:
    result = plan.result
    figure = result.get("figure") or {}
    pilots = "; ".join(f"{pilot.unit.code} {pilot.joins_on.isoformat()}" for pilot in plan.pilots.all())
    return (
        *(plan.pk, plan.title, plan.status, plan.unit.code, plan.reason.code if plan.reason else "", plan.theme),
        *(plan.indicator, plan.wanted, plan.size, plan.due, plan.starts_on, pilots, plan.owner_name),
        *(result.get("on", ""), result.get("strength", "")),
        *(figure.get("value"), figure.get("low"), figure.get("high"), result.get("n_before"), result.get("n_after")),
    )


def sheet_of_weeks(plan: Plan, effect: Effect) -> Sheet:
    """One row a week: the units in the plan, and the others."""
    others = effect.others
    rows: list[tuple[object, ...]] = [
        (
            *(start, effect.pilots.n[i], effect.pilots.mean[i]),
            *((others.n[i], others.mean[i]) if others else (None, None)),
        )
        for i, start in enumerate(effect.starts)
    ]
    return Sheet(plan.title, WEEKS, rows, [(_("Table"), plan.title), (_("Figure"), plan.indicator)])
