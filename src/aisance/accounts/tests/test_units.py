import pytest
from django.db import IntegrityError, transaction

from aisance.accounts.contracts import UnitKind
from aisance.accounts.queries import unit_ids_in
from aisance.accounts.services import add_unit
from aisance.core.permissions import RIGHTS, Role
from tests.cast import BY, Cast


def test_a_supervisor_sees_only_the_subtree_of_her_unit(cast: Cast) -> None:
    scope = cast.viewer(Role.SUPERVISOR).scope(RIGHTS["indicators.view"])

    assert set(unit_ids_in(scope)) == {cast.units[code].pk for code in ("lille", "lille-a", "lille-b")}


def test_a_second_company_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_unit(code="other", name="Other", kind=UnitKind.COMPANY, parent_id=None, by=BY)
