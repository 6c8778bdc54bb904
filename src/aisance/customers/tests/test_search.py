"""Finding customers by what one remembers of them."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import (
    Customer,
    Purchase,
    SearchBearer,
    SearchDue,
    SearchSlip,
    SearchWord,
)
from aisance.customers.public import (
    Nearness,
    customer_card,
    find_or_add_customers,
    marked_card,
    same,
    search_customers,
)
from aisance.customers.search.services import forget, index_due, note_changed
from tests.cast import BY

pytestmark = pytest.mark.django_db

EMAIL, PHONE, EXTERNAL = IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.EXTERNAL
PEOPLE = (
    CustomerClaim({EMAIL: "helene.garnier@orange.example", PHONE: "06 12 34 56 78"}, "Hélène Garnier"),
    CustomerClaim({EMAIL: "h.granier77@free.example"}, "Hugues Granier"),
    CustomerClaim({PHONE: "+32 470 12 34 56", EXTERNAL: "C-0042"}, "Marie Van den Broucke"),
    CustomerClaim({EXTERNAL: "77"}, "Łukasz Østergaard"),
    CustomerClaim({EMAIL: "vandenbroucke@site.example"}, "Joke Vandenbroucke"),
    CustomerClaim({EXTERNAL: "100%"}, "Anne_Sophie O'Brien"),
    CustomerClaim({EXTERNAL: "王-1"}, "王小明"),
)
HELENE, HUGUES, MARIE, LUKASZ, JOKE, ANNE, WANG = range(7)


@pytest.fixture
def ids() -> list[int]:
    found = [pk or 0 for pk in find_or_add_customers(PEOPLE, by=BY)]
    while index_due():
        pass
    return found


def _found(words: str) -> list[int]:
    return [hit.customer_id for hit in search_customers(words, keep=set).hits]


LOOKUPS: tuple[tuple[str, list[int]], ...] = (
    ("Hélène Garnier", [HELENE]),
    ("garnier helene", [HELENE]),
    ("HEL GARN", [HELENE]),
    ("Garneir", [HELENE]),
    ("Karnier", [HELENE]),
    ("helene.garnier@", [HELENE]),
    ("garnier@orange", [HELENE]),
    ("@free.example", [HUGUES]),
    ("granier77", [HUGUES]),
    ("06.12.34.56.78", [HELENE]),
    ("0033 6 12 34 56 78", [HELENE]),
    ("+33 (0)6 12 34 56 78", [HELENE]),
    ("5678", [HELENE]),
    ("3456", [MARIE]),
    ("c-0042", [MARIE]),
    ("van den broucke", [MARIE, JOKE]),
    ("vandenbroucke", [MARIE, JOKE]),
    ("VANDENBROUKE", [MARIE, JOKE]),
    ("lukasz ostergaard", [LUKASZ]),
    ("stergaar", [LUKASZ]),
    ("77", [LUKASZ, HUGUES]),
    ("100%", [ANNE]),
    ("%", []),
    ("_", []),
    ("o'brien sophie", [ANNE]),
    ("王", [WANG]),
    ("m broucke", [MARIE]),
    ("helene dupont", []),
    ("", []),
    ("a\0b", []),
)


def test_what_is_remembered_finds_the_customer(ids: list[int]) -> None:
    wrong = {
        words: _found(words)
        for words, wanted in LOOKUPS
        if sorted(_found(words)) != sorted(ids[place] for place in wanted)
    }

    assert wrong == {}


def test_the_nearest_comes_first(ids: list[int]) -> None:
    hits = search_customers("granier", keep=set).hits

    assert [(hit.customer_id, hit.nearness) for hit in hits] == [
        (ids[HUGUES], Nearness.WORDS),
        (ids[HELENE], Nearness.SLIPS),
    ]


def test_who_may_not_be_seen_is_not_found(ids: list[int]) -> None:
    asked: set[int] = set()

    def nobody(some: Iterable[int]) -> set[int]:
        asked.update(some)
        return set()

    for words, _wanted in LOOKUPS:
        assert search_customers(words, keep=nobody).hits == ()
    assert asked == set(ids)


def test_an_order_leads_to_who_placed_it(ids: list[int]) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    Purchase.objects.create(
        customer_id=ids[JOKE],
        source="shop",
        external_id="1",
        order_number="CMD-981",
        at=at,
        day=at.date(),
        amount_minor=1,
        currency="EUR",
        recorded_at=at,
    )

    [hit] = search_customers("cmd-981", keep=set).hits

    assert (hit.customer_id, hit.order, hit.nearness) == (ids[JOKE], "CMD-981", Nearness.NUMBER)


def test_one_person_is_found_once_under_each_of_their_rows(ids: list[int]) -> None:
    same(ids[MARIE], ids[JOKE], by=BY, reason="the same voice")

    found = search_customers("vandenbroucke", keep=set).hits

    assert [(hit.customer_id, set(hit.rows)) for hit in found] == [(ids[MARIE], {ids[MARIE], ids[JOKE]})]


def test_a_name_that_comes_later_is_found(ids: list[int]) -> None:
    [pk] = find_or_add_customers([CustomerClaim({EXTERNAL: "new"})], by=BY)
    index_due()
    find_or_add_customers([CustomerClaim({EXTERNAL: "new"}, "Zoé Quenneville")], by=BY)
    assert _found("quenneville") == []

    index_due()

    assert _found("quenneville") == [pk]
    assert SearchDue.objects.count() == 0


def test_a_changed_name_is_found_no_more_and_its_words_go(ids: list[int]) -> None:
    Customer.objects.filter(pk=ids[LUKASZ]).update(name="Lucas Martin")
    note_changed([ids[LUKASZ]])

    index_due()

    assert (_found("ostergaard"), _found("lucas martin")) == ([], [ids[LUKASZ]])
    assert not SearchWord.objects.filter(word="oestergaard").exists()
    assert not SearchWord.objects.filter(word="ostergaard").exists()


def test_nothing_is_left_of_who_is_forgotten(ids: list[int]) -> None:
    note_changed(ids)
    forget(ids)

    assert not SearchBearer.objects.exists()
    assert not SearchSlip.objects.exists()
    assert not SearchDue.objects.exists()
    assert list(SearchWord.objects.values_list("word", flat=True)) in ([], [""])


def test_customers_of_the_release_before_are_looked_through_once() -> None:
    found = find_or_add_customers(PEOPLE, by=BY)
    SearchDue.objects.all().delete()

    assert (index_due(), index_due(), index_due()) == (len(PEOPLE), len(PEOPLE), 0)
    assert _found("helene garnier") == [found[HELENE]]


def test_what_was_looked_for_is_marked(ids: list[int]) -> None:
    def marked(words: str) -> list[str]:
        card = customer_card(ids[HELENE])
        assert card is not None
        shown = marked_card(card, words)
        return [
            "".join(p.text if not p.matched else f"[{p.text}]" for p in pieces)
            for pieces in (shown.name, *(pieces for _kind, pieces in shown.known))
        ]

    mail, phone = "helene.garnier@orange.example", "+33 6 12 34 56 78"
    assert marked("hele garn") == ["[Hélè]ne [Garn]ier", "[hele]ne.[garn]ier@orange.example", phone]
    assert marked("garneir") == ["Hélène [Garnier]", "helene.[garnier]@orange.example", phone]
    assert marked("56 78") == ["Hélène Garnier", mail, "+33 6 12 34 [56 78]"]
    assert marked("garnier@or") == ["Hélène [Garnier]", "helene.[garnier][@or]ange.example", phone]
    assert marked(mail)[1] == f"[{mail}]"
