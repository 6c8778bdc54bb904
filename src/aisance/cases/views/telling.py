"""What cases tell on the page of a customer: open matters, what happened, and what became of each answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from aisance.cases.alerts.wording import DECISION_WORDS, REFUSAL_WORDS, rule_names
from aisance.cases.contracts import CaseOutcome, Weighed
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.cases.models import Case, Weighing
from aisance.cases.permissions import VIEW
from aisance.cases.queries.reading import cases_seen, open_cases_of
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.ui.blocks import shown_at
from aisance.ui.timeline import Moment, tells


@tells("case", pgettext_lazy("time line", "Cases"))
def tell_cases(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterator[Moment]:
    """Cases of a person as they were opened and closed."""
    theirs = cases_seen(viewer).filter(customer_id__in=customer_ids)
    opened = theirs.filter(opened_at__lt=before) if before else theirs
    for row in opened.order_by("-opened_at", "-pk")[:limit]:
        title = pgettext("time line", "Case %(number)s opened") % {"number": row.number}
        yield Moment(row.opened_at, "case", title, url=_url(row), tone="bad")
    closed = theirs.filter(closed_at__isnull=False, outcome__isnull=False)
    closed = closed.filter(closed_at__lt=before) if before else closed
    for row in closed.order_by("-closed_at", "-pk")[:limit]:
        if row.closed_at and row.outcome:
            yield _closed(row, row.closed_at, CaseOutcome(row.outcome))


def _closed(row: Case, at: datetime, outcome: CaseOutcome) -> Moment:
    title = pgettext("time line", "Case %(number)s closed") % {"number": row.number}
    good = outcome in {CaseOutcome.SOLVED, CaseOutcome.SAVED} and row.solved_says_customer is not False
    return Moment(at, "case", title, (OUTCOME_NAMES[outcome],), url=_url(row), tone="good" if good else "")


def _url(row: Case) -> str:
    return reverse("case-detail", args=[row.number])


@tells("alert", pgettext_lazy("time line", "Alert decisions"))
def tell_decisions(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterator[Moment]:
    """What became of each answer of a person, and why."""
    rows = Weighing.objects.filter(viewer.scope(VIEW).rows("response__unit"), response__customer_id__in=customer_ids)
    rows = rows.filter(weighed_at__lt=before) if before else rows
    names = rule_names()
    for row in rows.select_related("case").order_by("-weighed_at", "-pk")[:limit]:
        yield Moment(
            row.weighed_at,
            "alert",
            DECISION_WORDS[Weighed(row.decision)],
            tuple(names.get(code, code) for code in row.rules),
            words=str(REFUSAL_WORDS.get(row.reason, row.reason)),
            url=_url(row.case) if row.case else "",
        )


@shown_at("customer-open")
def open_matters(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """The open cases of a person, the most pressing first."""
    if not viewer.holds(VIEW):
        return None
    now = clock.now()
    found = [
        {
            "case": card,
            "late": card.due_at is not None and card.due_at < now,
            "url": reverse("case-detail", args=[card.number]),
        }
        for card in open_cases_of(viewer, [customer_id])
    ]
    return ("cases/open_matters.html", {"cases": found}) if found else None


@shown_at("answer")
def decision_about(viewer: Viewer, response_id: int) -> tuple[str, dict[str, Any]] | None:
    """What the alert rules decided about one answer."""
    if not viewer.holds(VIEW):
        return None
    rows = Weighing.objects.filter(viewer.scope(VIEW).rows("response__unit"), response_id=response_id)
    row = rows.select_related("case").first()
    if row is None:
        return None
    names = rule_names() if row.rules else {}
    said = [DECISION_WORDS[Weighed(row.decision)], *(names.get(code, code) for code in row.rules)]
    if row.reason:
        said.append(REFUSAL_WORDS.get(row.reason, _("for a reason of its own")))
    return "cases/decision.html", {"said": said, "url": _url(row.case) if row.case else "", "case": row.case}
