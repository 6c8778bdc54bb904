"""The pages of improvement in a real browser."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.improvement.contracts import About, CostDraft, CriterionDraft, JudgementDraft, MeasureDraft, PlanDraft
from aisance.improvement.public import (
    add_partner,
    begin_plan,
    judge_reason,
    record_measures,
    report,
    set_criterion,
    set_minute_cost,
    write_plan,
)
from aisance.indicators.tests.company import answer, call, together
from aisance.journeys.contracts import Channel
from aisance.journeys.public import ensure_reasons
from tests.cast import BY, Cast
from tests.test_accessibility import _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_pages_meet_wcag_and_fit_a_phone_in_the_dark(cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)
    with clock.stopped_at(NOW):
        ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}}, by=BY)
        with together():
            call(times=12, reason="bill", unit="lille-a", handling_seconds=60)
            for week in range(-14, 3):
                answer("net_easy", [1] * 12 + [7] * 3, days=7 * week, channel=Channel.PHONE, reason="bill")
        judge_reason(draft=JudgementDraft(reason="bill", to_customer=-2, to_company=1, owner_name="Jean"), by=by)
        cost = CostDraft(amount=Decimal("0.8"), currency="EUR", since=NOW.date(), source="Controlling")
        set_minute_cost(draft=cost, by=by)
        begun = NOW.date() - timedelta(days=60)
        draft = PlanDraft(title="Bills", unit="orvane", indicator="net_easy", wanted="up", starts_on=begun)
        plan = write_plan(draft=draft, by=by)
        begin_plan(plan_id=plan.pk, by=by)
        topic = report(title="Slow tool", about=About.TOOL, words="At nine", key="a", by=by)
        partner = add_partner(code="fix-it", name="Fix It", by=by)
        criterion = set_criterion(draft=CriterionDraft(code="c", title="Visits", watch=0.9, act=0.8), by=by)
        record_measures([MeasureDraft(partner.pk, criterion.pk, "1", NOW.date(), 1.0)], by=by)
        pages = rendered(
            cast.client(Role.MANAGER),
            (
                *("/causes/", "/causes/bill/judge/", "/causes/cost/", "/plans/", "/plans/new/", f"/plans/{plan.pk}/"),
                *("/inner/", f"/inner/{topic.pk}/", "/partners/", "/partners/set/"),
            ),
            "en",
        )

    assert {page.status for page in pages.values()} == {200}
    assert _complaints_about(pages, 390, "dark") == ""
