"""Records are kept as they came, compared, and become people; values that are nobody's join nobody."""

from pathlib import Path

import pytest

from aisance.core.permissions import Role, system_viewer
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, Expected, GroupKind, IdentifierKind, Verdict
from aisance.customers.identity.candidates import keys_in_columns, pairs
from aisance.customers.identity.clustering import Edge, groups
from aisance.customers.identity.comparing import Frame, compare
from aisance.customers.identity.counting import count_placeholders
from aisance.customers.identity.groups import groups_of, leave_group, put_together
from aisance.customers.identity.resolving import resolve_all, resolve_waiting
from aisance.customers.identity.weights import SHIPPED, read
from aisance.customers.identity.words import Portrait, portrait
from aisance.customers.models import Customer, Judgement, PlaceholderValue, SourceRecord
from aisance.customers.public import current, find_or_add_customers, foresee, take_back
from tests.cast import Cast

BY = system_viewer("test")
EMAIL, PHONE, EXTERNAL = IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.EXTERNAL
HOME = {"street": "12 rue des Tilleuls", "postcode": "59000", "city": "Lille"}
HELENE = {"given_name": "Hélène", "family_name": "Garnier", "birth_date": "1984-03-17", **HOME}


def claim(number: str, fields: dict[str, str], **more: str) -> CustomerClaim:
    return CustomerClaim({EXTERNAL: number}, fields=fields, source="shop", **more)


def add(*claims: CustomerClaim) -> list[int]:
    return [pk or 0 for pk in find_or_add_customers(list(claims), by=BY)]


def verdicts() -> list[str]:
    return list(Judgement.objects.filter(withdrawn_at=None).order_by("pk").values_list("verdict", flat=True))


@pytest.mark.django_db
def test_two_spellings_of_one_person_become_one_and_each_keeps_its_record() -> None:
    first, second = add(
        claim("1", HELENE), claim("2", {**HELENE, "given_name": "Helene", "family_name": "Garnyer", "city": "LILLE"})
    )

    assert resolve_waiting() == 2

    assert current([first, second]) == {first: first, second: first}
    assert list(SourceRecord.objects.values_list("customer_id", "waits")) == [(first, False), (second, False)]
    judged = Judgement.objects.get()
    assert (judged.verdict, judged.by_kind, judged.model) == ("same", "model", "shipped-1")
    assert ["birth", "exact", 14.1] in judged.reason["fields"]
    take_back(judged.pk, by=BY)
    assert current([second]) == {second: second}


@pytest.mark.django_db
def test_a_couple_and_twins_wait_for_somebody_to_look() -> None:
    first, husband, twin = add(
        claim("1", HELENE),
        claim("2", {**HELENE, "given_name": "Paul", "birth_date": "1980-01-02"}),
        claim("3", {**HELENE, "given_name": "Margaux"}),
    )

    resolve_waiting()

    assert current([first, husband, twin]) == {first: first, husband: husband, twin: twin}
    assert "same" not in verdicts()
    assert Judgement.objects.get(left=first, right=twin).reason["because"] == "unlike names"


@pytest.mark.django_db
def test_one_by_one_and_all_at_once_find_the_same() -> None:
    rows = add(
        claim("1", HELENE),
        claim("2", {**HELENE, "given_name": "Helene", "postcode": "59800"}),
        claim("3", {**HELENE, "birth_date": "1984-03-71", "street": "12, rue des tileuls"}),
        claim("4", {"given_name": "Hugo", "family_name": "Lambert", "birth_date": "1990-05-05", "city": "Lille"}),
    )
    resolve_waiting()
    said = set(Judgement.objects.filter(withdrawn_at=None).values_list("left", "right", "verdict", "score"))
    people = current(rows)

    resolve_all(by=BY)

    assert set(Judgement.objects.filter(withdrawn_at=None).values_list("left", "right", "verdict", "score")) == said
    assert current(rows) == people
    assert len(set(people.values())) == 2


@pytest.mark.django_db
def test_a_telephone_in_the_family_decides_only_where_nothing_else_is_given() -> None:
    phone = {PHONE: "0320123456"}
    [mother] = add(CustomerClaim({**phone, EMAIL: "anne@example.org"}, "Anne Garnier"))

    [son] = add(CustomerClaim({**phone, EMAIL: "luc@example.org"}, "Luc Garnier"))
    [caller] = add(CustomerClaim(phone, "Luc Garnier"))
    [again] = add(CustomerClaim({**phone, EXTERNAL: "77"}, "Mme Garnier"))

    assert (caller, again) == (mother, mother)
    assert son != mother
    assert verdicts() == ["unsure"]


@pytest.mark.django_db
def test_a_source_that_names_two_customers_joins_them_and_a_split_gives_each_its_own() -> None:
    by_mail, by_number = add(CustomerClaim({EMAIL: "a@example.org"}), CustomerClaim({EXTERNAL: "42"}))

    [found] = add(CustomerClaim({EMAIL: "a@example.org", EXTERNAL: "42"}))

    assert found == by_number
    assert current([by_mail, by_number]) == {by_mail: by_mail, by_number: by_mail}
    take_back(Judgement.objects.get().pk, by=BY)
    assert current([by_number]) == {by_number: by_number}


@pytest.mark.django_db
def test_values_that_are_nobodys_join_nobody() -> None:
    shop = {PHONE: "0320999999"}
    strangers = ["Ana Peeters", "Bo Martin", "Cléo Dubois", "Driss Haddad", "Eva Lang", "Finn Novak"]
    rows = add(*[CustomerClaim({**shop, EXTERNAL: str(number)}, name) for number, name in enumerate(strangers)])
    assert len(set(rows)) == 6
    assert Judgement.objects.filter(verdict=Verdict.SAME).count() == 0

    count_placeholders(by=BY)

    assert list(PlaceholderValue.objects.values_list("kind", "value", "names")) == [("phone", "+33320999999", 5)]
    assert not Judgement.objects.filter(withdrawn_at=None).exists()
    assert find_or_add_customers([CustomerClaim(shop)], by=BY) == [None]
    assert find_or_add_customers([CustomerClaim({EMAIL: "noreply@example.org"})], by=BY) == [None]
    assert Customer.objects.count() == 6


@pytest.mark.django_db
def test_a_record_without_identifiers_is_known_by_its_sources_own_key() -> None:
    card = CustomerClaim(fields=HELENE, source="chat", source_key="77")

    first, again = (
        add(card)[0],
        add(CustomerClaim(fields={**HELENE, "city": "Roubaix"}, source="chat", source_key="77"))[0],
    )

    assert first == again
    assert SourceRecord.objects.filter(customer=first).count() == 2
    assert add(card) == [first]
    assert SourceRecord.objects.count() == 2


@pytest.mark.django_db
def test_what_a_claim_will_come_to_is_foreseen_and_nothing_written() -> None:
    [known] = add(claim("1", HELENE))
    resolve_waiting()
    before = SourceRecord.objects.count()

    seen = foresee(
        [
            CustomerClaim({EXTERNAL: "1"}),
            claim("2", {**HELENE, "given_name": "Helene"}),
            claim("3", {**HELENE, "given_name": "Margaux"}),
            claim("4", {"given_name": "Ugo", "family_name": "Rossi", "birth_date": "1971-10-10"}),
        ]
    )

    assert [(one.expected, one.customer_id) for one in seen] == [
        (Expected.KNOWN, known),
        (Expected.JOINS, known),
        (Expected.REVIEW, known),
        (Expected.NEW, None),
    ]
    assert (seen[1].score or 0) > 0.9
    assert any("Date of birth" in str(word) for word in seen[1].reasons)
    assert SourceRecord.objects.count() == before


def test_a_weak_bridge_joins_no_two_groups() -> None:
    near = [Edge(1, 2, 9.0), Edge(2, 3, 9.0), Edge(11, 12, 9.0), Edge(12, 13, 9.0)]

    found = groups([*near, Edge(3, 11, 7.0)], {}, lambda wanted: dict.fromkeys(wanted, -8.0))

    assert found == {1: 1, 2: 1, 3: 1, 11: 11, 12: 11, 13: 11}
    alone = groups([*near, Edge(3, 4, 7.0)], {}, lambda wanted: {})
    assert alone[4] == 1


def test_pairs_come_once_and_a_crowd_brings_none() -> None:
    left, right = pairs(*keys_in_columns([[5, 7], [5, 7], [5, 9], [9]]), crowd=3)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2), (2, 3)]

    left, right = pairs(*keys_in_columns([[5, 7], [5, 7], [5, 9], [9]]), crowd=2)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (2, 3)]


def test_each_likeness_has_its_level() -> None:
    said = [
        Portrait("helene", "garnier", "19840317", "rue des tilleuls", "12", "59000", "lille", "20123456"),
        Portrait("garnier", "helene", "19841703", "rue des tileuls", "21", "59000", "lile", "20123465"),
        Portrait("helen", "garnyer", "19840318", "avenue foch", "", "75001", "paris", ""),
    ]
    frame = Frame(said)
    import numpy as np

    levels = compare(frame, np.array([0, 0]), np.array([1, 2]))

    found = {name: level.tolist() for name, level in levels.items()}
    assert found["given"] == [4, 1]
    assert found["family"] == [4, 1]
    assert found["birth"] == [2, 1]
    assert found["street"] == [1, 3]
    assert found["house"] == [1, -1]
    assert found["phone"] == [1, -1]
    assert found["email"] == [-1, -1]


def test_the_shipped_weights_are_whole_and_a_broken_file_is_named(tmp_path: Path) -> None:
    shipped = read(SHIPPED)
    assert shipped.bits("birth").round(1).tolist() == [14.1, 5.5, 7.6, 2.3, -5.6, 0.0]

    (tmp_path / "weights.json").write_text(SHIPPED.read_text().replace('"house": [0.75, 0.07, 0.18]', '"house": [1]'))
    with pytest.raises(ValueError, match=r"m\.house needs 3 numbers"):
        read(tmp_path / "weights.json")


def test_the_words_that_only_fill_a_field_are_no_words() -> None:
    assert portrait({"name": "Hélène Garnier"}) == Portrait("helene", "garnier")
    assert portrait({"birth_date": "17/03/1984"}).birth == "19840317"


@pytest.mark.django_db
def test_contacts_of_one_company_see_each_other_and_may_leave() -> None:
    buyer, payer = add(
        CustomerClaim({EXTERNAL: "1"}, "Ana", fields={"company": "Boulangerie Roux", "role": "buyer"}),
        CustomerClaim({EXTERNAL: "2"}, "Bo", fields={"company": "BOULANGERIE ROUX"}),
    )

    [card] = groups_of(buyer)

    assert (card.kind, card.name, card.role) == (GroupKind.COMPANY, "Boulangerie Roux", "buyer")
    assert card.others == ((payer, "Bo", ""),)
    household = put_together("12 rue des Tilleuls", GroupKind.HOUSEHOLD, [(buyer, ""), (payer, "")], by=BY)
    assert leave_group(household, payer, by=BY)
    assert [group.name for group in groups_of(payer)] == ["Boulangerie Roux"]


def test_a_pair_in_doubt_is_judged_in_the_page_and_undone(cast: Cast) -> None:
    first, twin = add(claim("1", HELENE), claim("2", {**HELENE, "given_name": "Margaux"}))
    run_until_idle()
    client = cast.client(Role.DATA_PROTECTION)

    page = client.get("/customers/review/")
    assert page.status_code == 200
    words = page.content.decode()
    assert "<strong>Margaux</strong>" in words
    assert "+14.1" in words
    doubt = Judgement.objects.get()

    answer = client.post(f"/customers/review/{doubt.pk}/", {"verdict": "same"}, follow=True)
    assert current([twin]) == {twin: first}
    assert "Undo the last judgement" in answer.content.decode()
    made = Judgement.objects.get(by_kind="person")
    block = client.get(f"/customers/{first}/").content.decode()
    assert "The records of this person" in block
    assert "<b>Margaux Garnier</b><br>2<span" in block

    client.post(f"/customers/review/{made.pk}/take-back", follow=True)
    assert current([twin]) == {twin: twin}
    client.post(f"/customers/review/{doubt.pk}/", {"verdict": "not_same"})
    assert "No pair is in doubt" in client.get("/customers/review/").content.decode()


def test_who_may_not_judge_changes_nothing(cast: Cast) -> None:
    _first, twin = add(claim("1", HELENE), claim("2", {**HELENE, "given_name": "Margaux"}))
    run_until_idle()
    doubt = Judgement.objects.get()

    assert cast.client(Role.ADVISOR).post(f"/customers/review/{doubt.pk}/", {"verdict": "same"}).status_code == 403
    assert cast.client(Role.MANAGER).post(f"/customers/review/{doubt.pk + 9}/", {"verdict": "same"}).status_code == 404
    assert cast.client(Role.ADVISOR).post(f"/customers/{twin}/part").status_code == 403

    assert verdicts() == ["unsure"]
    assert current([twin]) == {twin: twin}
