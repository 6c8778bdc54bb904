"""Whom one may give a name: contacts bring advisors along as codes."""

from django.db.models import F, Q

from aisance.accounts.contracts import AdvisorCard
from aisance.accounts.models import Advisor
from aisance.accounts.queries import covers_company
from aisance.core.scope import Scope


def advisors_in(scope: Scope, *, nameless: bool = False) -> list[AdvisorCard]:
    """The advisors of the units of a scope by code, or of them those still called by their code.

    Those of no unit yet are seen by whom the whole company is open to.
    """
    within = scope.rows("unit")
    if covers_company(scope):
        within |= Q(unit=None)
    rows = Advisor.objects.filter(within).order_by("code")
    if nameless:
        rows = rows.filter(name=F("code"))
    return [AdvisorCard(row.pk, row.code, row.name, row.unit_id) for row in rows]
