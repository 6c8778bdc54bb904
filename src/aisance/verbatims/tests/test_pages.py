"""From a customer's words to the pages of themes: read once, counted in the viewer's units, gone when erased."""

import re
from datetime import timedelta

import pytest

from aisance.accounts.models import Unit
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.lake.public import pull
from aisance.surveys.models import Answer, Response
from aisance.verbatims.models import Mention, Reader, Verbatim
from aisance.verbatims.services import forget, read_waiting
from tests.cast import BY, Cast

WROTE = (
    ("lille-a", "hot", "Ma facture est fausse et personne ne la corrige"),
    ("lille-a", "hot", "Très aimable, mais j'attends toujours mon remboursement"),
    ("namur-a", "hot", "Accueil chaleureux, conseillère très aimable"),
    ("namur-a", "cold", "Ma facture est fausse depuis des mois"),
    ("lille-a", "hot", "👍"),
)


@pytest.fixture
def wrote(cast: Cast) -> Cast:
    """Five customers who wrote something, the first of them known by an address."""
    [customer] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"})], by=BY)
    for number, (unit, kind, words) in enumerate(WROTE):
        _response(cast.units[unit], str(number), kind, words, customer if number == 0 else None)
    return cast


def _response(unit: Unit, number: str, kind: str, words: str, customer: int | None) -> Answer:
    now = clock.now()
    response = Response.objects.create(
        source="test",
        external_id=number,
        kind=kind,
        unit=unit,
        customer_id=customer,
        language="fr",
        channel="phone",
        answered_at=now,
        completed_at=now,
    )
    return Answer.objects.create(response=response, question="comment", text=words, day=clock.today(), recorded_at=now)


def _everything_read() -> None:
    while read_waiting():
        pass
    pull()


def test_words_are_read_once_however_often_the_worker_comes(wrote: Cast) -> None:
    assert read_waiting() == 5
    assert read_waiting() == 0
    assert Verbatim.objects.count() == 5
    assert Verbatim.objects.get(answer__response__external_id="4").state == "no_words"


def test_words_of_a_questionnaire_that_goes_on_wait_for_its_end(wrote: Cast) -> None:
    Response.objects.filter(external_id="0").update(completed_at=None)

    assert read_waiting() == 4
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        assert read_waiting() == 0
        assert Reader.objects.get().done_up_to == Answer.objects.latest("pk").pk
        Response.objects.filter(external_id="0").update(completed_at=clock.now())

        assert read_waiting() == 1


def test_words_of_a_questionnaire_that_nobody_ended_are_read_after_two_hours(wrote: Cast) -> None:
    Response.objects.filter(external_id="0").update(completed_at=None)
    read_waiting()

    with clock.stopped_at(clock.now() + timedelta(hours=2, minutes=1)):
        assert read_waiting() == 1


def test_a_manager_sees_themes_and_the_words_behind_them(wrote: Cast) -> None:
    _everything_read()
    client = wrote.client(Role.MANAGER)

    page = client.get("/words/").content.decode()
    assert "What displeases most: Bill and payment" in page
    assert "4 texts" not in page
    assert "3 texts read" in page
    # One text of three is displeased about the bill alone, one about the refund: two of three, Wilson's interval.
    billing = re.sub(r"<[^>]+>|\s+", " ", page[page.index(">Bill and payment<") :].split("</tr>")[0])
    assert "66.7" in billing
    assert "[20.8" in billing

    words = client.get("/words/billing/?feeling=-1").content.decode()
    assert "2 mentions" in words
    assert "<mark>Ma facture est fausse et personne ne la corrige</mark>" in words


def test_a_supervisor_sees_the_words_of_their_units_alone(wrote: Cast) -> None:
    _everything_read()
    client = wrote.client(Role.SUPERVISOR)

    assert "2 texts read" in client.get("/words/").content.decode()
    assert "chaleureux" not in client.get("/words/people.welcome/").content.decode()


def test_hot_and_cold_words_are_never_counted_together(wrote: Cast) -> None:
    _everything_read()

    page = wrote.client(Role.MANAGER).get("/words/?kind=cold").content.decode()

    assert "1 text read" in page


@pytest.mark.parametrize("given", ["start=2026-02-30", "start=2026-11-20&end=2026-11-01", "kind=both", "unit=nowhere"])
def test_a_filter_that_means_nothing_is_refused_in_words(wrote: Cast, given: str) -> None:
    answer = wrote.client(Role.MANAGER).get(f"/words/?{given}")

    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()


def test_a_theme_that_is_in_no_book_is_not_found(cast: Cast) -> None:
    assert cast.client(Role.MANAGER).get("/words/no.such/").status_code == 404


def test_the_themes_leave_as_a_file_with_their_counts(wrote: Cast) -> None:
    _everything_read()

    rows = wrote.client(Role.MANAGER).get("/words/?format=csv").content.decode("utf-8-sig").splitlines()

    billing = next(row for row in rows if row.startswith("billing"))
    assert billing.split(",")[:3] == ["billing", "Bill and payment", "2"]


def test_an_erased_customers_words_are_in_no_theme_and_no_quote(wrote: Cast) -> None:
    _everything_read()
    customer = Response.objects.get(external_id="0").customer_id
    assert customer is not None

    assert forget([customer]) == 1
    pull()

    assert Mention.objects.filter(verbatim__answer__response__external_id="0").count() == 0
    client = wrote.client(Role.MANAGER)
    assert "personne ne la corrige" not in client.get("/words/billing/").content.decode()
    assert "2 texts read" in client.get("/words/").content.decode()
