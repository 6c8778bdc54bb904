import pytest

from aisance.accounts.models import Person, Unit
from aisance.accounts.queries import viewer_of_person
from aisance.customers.models import Customer
from aisance.demo import company, draw
from aisance.demo.customers import TWICE_KNOWN
from aisance.demo.load import load
from aisance.indicators.public import estimates
from aisance.journeys.models import Interaction
from aisance.surveys.contracts import ProgrammeKind, QuestionKind
from aisance.surveys.models import Answer, Invitation, Programme, Response


@pytest.mark.django_db(transaction=True)
def test_a_small_company_loads_whole_and_its_manager_sees_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "CUSTOMERS", 400)
    monkeypatch.setattr(draw, "INTERACTIONS", 3_000)
    told: list[str] = []

    load(told.append)

    one_who_gives = 1  # an advisor beside the cast, whose gestures lie just under the limit
    assert (Unit.objects.count(), Person.objects.count()) == (len(company.UNITS), len(company.CAST) + one_who_gives)
    assert Customer.objects.count() == 400 + TWICE_KNOWN
    assert 0 < Customer.objects.filter(merged_into__isnull=False).count() < TWICE_KNOWN
    assert 2_850 < Interaction.objects.count() < 3_150
    states = dict(Programme.objects.values_list("code", "state"))
    assert states.pop("text-after-a-call") == "draft"
    assert states == dict.fromkeys(("after-a-contact", "in-the-shop", "barometer"), "running")
    assert Response.objects.filter(kind=ProgrammeKind.REVIEW).count() == 120
    assert Response.objects.filter(collected_by="kiosk", set_apart="").count() == 40
    assert Invitation.objects.filter(response__isnull=False).exists()
    asked = set(Answer.objects.values_list("question", flat=True))
    assert asked == set(QuestionKind) - {"ces"} | {"clarity"}
    assert Response.objects.filter(kind=ProgrammeKind.EMPLOYEE).count() == 300
    assert Interaction.objects.filter(outcome__isnull=True, done_at__isnull=True, promised_by__isnull=False).exists()
    assert not Interaction.objects.filter(outcome__isnull=True, promised_by__isnull=True).exists()
    claire = viewer_of_person(Person.objects.get(email="claire@orvane.example"), "test")
    hardest = min(estimates("net_easy", viewer=claire, by=["channel"]), key=lambda cell: cell.value or 0)
    assert dict(hardest.dimensions) == {"channel": "letter"}
    assert told[-1] == "The boards ..."
