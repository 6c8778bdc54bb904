"""Partners: criteria, thresholds, files of measures."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.improvement.contracts import CriterionDraft, ImprovementError, Standing
from aisance.improvement.models import Criterion, Measure, Partner
from aisance.improvement.partners.queries import standings
from aisance.improvement.partners.services import add_partner, set_criterion
from aisance.indicators.tests.company import answer
from aisance.journeys.contracts import Channel
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PERIOD = date(2026, 10, 1), date(2026, 11, 22)
HEAD = "partner,criterion,number,day,value\n"


def lay(cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)
    add_partner(code="fix-it", name="Fix It", units=("lille-a",), by=by)
    add_partner(code="nordlys", name="Nordlys", by=by)
    set_criterion(draft=CriterionDraft(code="conform", title="Visits as agreed", watch=0.9, act=0.8), by=by)
    ease = CriterionDraft(code="ease", title="Ease", watch=0.3, act=0.0, indicator="net_easy")
    set_criterion(draft=ease, by=by)


def sent(cast: Cast, rows: str, kind: str = "partner-measures", head: str = HEAD) -> tuple[int, str]:
    file = SimpleUploadedFile("measures.csv", (head + rows).encode())
    response = cast.client(Role.MANAGER).post("/partners/set/", {"which": "file", "kind": kind, "file": file})
    return response.status_code, response.content.decode()


def test_a_partner_stands_where_it_stands_worst(cast: Cast) -> None:
    lay(cast)
    rows = [f"fix-it,conform,V{i},2026-11-0{1 + i % 9},{int(i < 30)}" for i in range(60)]
    assert sent(cast, "\n".join(rows))[0] == 302
    with clock.stopped_at(NOW):
        answer("net_easy", [1] * 40 + [7] * 10, channel=Channel.SHOP, unit="lille-a")

    first, second = standings(cast.viewer(Role.MANAGER), PERIOD)

    assert (first.partner.code, first.standing, second.standing) == ("fix-it", Standing.ACT, Standing.UNKNOWN)
    conform = {cell.criterion.code: cell for cell in first.cells}
    assert (conform["conform"].value.n, conform["conform"].value.value) == (60, 0.5)
    assert (conform["ease"].value.n, conform["ease"].standing) == (50, Standing.FINE)
    assert [cell.criterion.code for cell in first.reasons] == ["conform"]


def test_refused_rows_are_named_and_the_others_come_in_once(cast: Cast) -> None:
    lay(cast)
    rows = (
        "fix-it,conform,V1,2026-11-01,1\n"
        "nobody,conform,V2,2026-11-01,1\n"
        "fix-it,conform,V3,2026-13-01,1\n"
        "fix-it,conform,V4,2026-11-01,0.5\n"
        "fix-it,ease,V5,2026-11-01,1\n"
    )

    status, text = sent(cast, rows)

    assert status == 422
    assert "1 new, 0 known already, 4 refused." in text
    for word in ("nobody", "2026-13-01", "1 or 0", "the code of a criterion of your own"):
        assert word in text
    assert Measure.objects.count() == 1
    assert sent(cast, "fix-it,conform,V1,2026-11-01,0")[0] == 302
    assert Measure.objects.get().value == 1.0


def test_thresholds_stand_in_their_order(cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)

    for higher, watch, act in ((True, 0.8, 0.9), (False, 48.0, 24.0)):
        unit = "%" if higher else "hours"
        draft = CriterionDraft(code="x", title="X", watch=watch, act=act, higher_is_better=higher, unit=unit)
        with pytest.raises(ImprovementError):
            set_criterion(draft=draft, by=by)

    assert not Criterion.objects.exists()


def test_a_supervisor_sees_the_partners_of_their_units_and_sets_none(cast: Cast) -> None:
    lay(cast)
    client = cast.client(Role.SUPERVISOR)

    response = client.get("/partners/?format=csv")
    rows = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert {row["partner"] for row in rows} == {"fix-it"}
    assert client.post("/partners/set/", {"which": "partner", "name": "X", "code": "x"}).status_code == 403
    assert Partner.objects.count() == 2


def test_a_manager_adds_a_partner_and_a_criterion_on_the_page(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.post("/partners/set/", {"which": "partner", "name": "X", "code": "not a code"}).status_code == 422
    assert client.post("/partners/set/", {"which": "partner", "name": "X", "code": "x"}).status_code == 302
    assert client.post("/partners/set/", {"which": "partner", "name": "Y", "code": "x"}).status_code == 422
    given = {"which": "criterion", "title": "Conform", "code": "conform", "unit": "%", "higher_is_better": "on"}
    assert client.post("/partners/set/", {**given, "watch": "90", "act": "95", "minimum_n": "20"}).status_code == 422
    assert client.post("/partners/set/", {**given, "watch": "90", "act": "80", "minimum_n": "20"}).status_code == 302
    row = Criterion.objects.get()
    assert (row.watch, row.act, row.unit) == (0.9, 0.8, "%")
    assert "no value" in client.get("/partners/").content.decode()


def test_a_partner_of_several_units_is_seen_by_each_as_far_as_theirs_and_whole_from_above(cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)
    add_partner(code="courtois", name="Courtois", units=("lille-a", "namur-a"), by=by)
    set_criterion(draft=CriterionDraft(code="conform", title="Visits as agreed", watch=0.9, act=0.8), by=by)
    head = "partner,criterion,number,day,value,unit\n"
    rows = [f"courtois,conform,L{i},2026-11-01,1,lille-a" for i in range(30)]
    rows += [f"courtois,conform,N{i},2026-11-01,0,namur-a" for i in range(30)]
    rows += [f"courtois,conform,W{i},2026-11-01,1," for i in range(20)]

    status, text = sent(cast, "\n".join([*rows, "courtois,conform,X,2026-11-01,1,lille-b"]), head=head)

    assert (status, "the code of one of this partner’s units" in text) == (422, True)
    [whole], [part] = (standings(cast.viewer(role), PERIOD) for role in (Role.MANAGER, Role.SUPERVISOR))
    assert [(row.cells[0].value.n, row.cells[0].value.value, row.of) for row in (whole, part)] == [
        (80, 0.625, 2),
        (30, 1.0, 2),
    ]
    assert [card.code for card in part.units] == ["lille-a"]
    assert "1 of its 2 units" in cast.client(Role.SUPERVISOR).get("/partners/?period=quarter").content.decode()


def test_units_of_a_partner_are_set_anew_and_never_lie_in_each_other(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = add_partner(code="x", name="X", units=("lille-a",), by=cast.viewer(Role.MANAGER))
    given = {"which": "units", "partner": row.pk}

    assert client.post("/partners/set/", {**given, "units": ["lille", "lille-a"]}).status_code == 422
    assert [unit.code for unit in row.units.all()] == ["lille-a"]
    assert client.post("/partners/set/", {**given, "units": ["lille-b", "namur-a"]}).status_code == 302
    assert {unit.code for unit in row.units.all()} == {"lille-b", "namur-a"}


def test_criteria_come_by_file_and_rows_that_cannot_be_are_refused(cast: Cast) -> None:
    head = "code,title,indicator,unit,better,watch,act,minimum_n\n"
    good = (
        "conform,Visits as agreed,,%,up,90,80,30\nwait,Time to answer,,hours,down,24,48,\nease,Ease,net_easy,,,20,0,\n"
    )
    bad = "a b,X,,%,up,90,80,\ny,Y,none_such,,,1,0,\nz,Z,,%,up,80,90,\nw,W,,%,sideways,90,80,0\n"

    status, text = sent(cast, good + bad, "partner-criteria", head)

    assert (status, "3 new, 0 known already, 4 refused." in text) == (422, True)
    held = {row.code: (row.unit, row.watch, row.act, row.higher_is_better) for row in Criterion.objects.all()}
    assert held["conform"] == ("%", 0.9, 0.8, True)
    assert held["wait"] == ("hours", 24, 48, False)
    assert held["ease"][1:] == (0.2, 0.0, True)
    for words in ("a b", "none_such", "The threshold of acting is the worse one of the two.", "sideways"):
        assert words in text
    assert sent(cast, good, "partner-criteria", head)[0] == 302
    assert Criterion.objects.count() == 3
