"""Gestures that were promised to a customer in writing, and are given once the customer accepts."""

from django.db import transaction

from aisance.accounts.public import root_unit
from aisance.cases.contracts import CaseOutcome, NewCase
from aisance.cases.gestures.contracts import GestureReason, Given
from aisance.cases.gestures.queries import autonomies, purses_of, terms_of
from aisance.cases.gestures.rules import must_ask
from aisance.cases.gestures.services.granting import give
from aisance.cases.models import Case, GestureKind
from aisance.cases.queries.reading import rows_of_persons
from aisance.cases.services.opening import open_case
from aisance.core import clock
from aisance.core.permissions import Viewer

SOURCE = "promised"


def cannot_promise(viewer: Viewer, code: str, amount_minor: int) -> GestureReason | None:
    """Why somebody may not promise a gesture to customers of the whole company; null where they may.

    What is promised is within their own autonomy and within what is left of the budgets today: nobody promises what
    others would have to grant.
    """
    kind = GestureKind.objects.filter(code=code, is_on=True).first()
    if kind is None:
        return GestureReason.OFF
    terms = terms_of(kind)
    if not terms.least_minor <= amount_minor <= terms.most_minor:
        return GestureReason.AMOUNT
    path = root_unit().path
    most = autonomies(viewer, [kind], path).get(kind.pk)
    return must_ask(amount_minor, most, purses_of(viewer.person_id, path, clock.today()))


def keep_promise(
    *, customer_id: int, code: str, amount_minor: int, matter: str, words: str, language: str, by: Viewer
) -> Given:
    """Give what a customer accepted, in a case of its own, so that somebody carries it out.

    `by` is whoever promised it: it is charged to their purse and to those of the unit that lost the customer. Where
    the budget ran out meanwhile, those above are asked. The conditions of the catalogue were weighed when it was
    promised, and the draw that holds gestures back leaves promises alone.
    """
    with transaction.atomic():
        kind = GestureKind.objects.get(code=code)
        draft = NewCase(
            *(customer_id, matter, SOURCE, words), key=matter, unit_id=_unit_that_lost(customer_id), language=language
        )
        case = Case.objects.select_related("unit").get(pk=open_case(draft, by=by).case_id)
        return give(case=case, kind_id=kind.pk, amount_minor=amount_minor, words=words, is_promised=True, by=by)


def _unit_that_lost(customer_id: int) -> int | None:
    """The unit of the last case that closed as lost; null stands for the company."""
    rows = Case.objects.filter(person_id__in=rows_of_persons([customer_id]), outcome=CaseOutcome.LOST)
    return rows.order_by("-closed_at", "-pk").values_list("unit_id", flat=True).first()


def fixed_amounts() -> dict[str, tuple[int, int]]:
    """The least and the most that each kind costs which may be given now, by code; in the smallest unit of money."""
    kinds = GestureKind.objects.filter(is_on=True)
    return {code: (least, most) for code, least, most in kinds.values_list("code", "least_minor", "most_minor")}
