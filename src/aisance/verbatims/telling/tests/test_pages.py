"""The pages of what the words tell: figures, lists, search, in the units of whoever looks, gone when erased."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from django.db.models import F

from aisance.core import clock
from aisance.core.events import deliver_events
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.core.worker import CHORES
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.lake.public import pull
from aisance.surveys.models import Answer, Response
from aisance.verbatims.encoding.choosing import using
from aisance.verbatims.encoding.null import NullEncoder
from aisance.verbatims.models import SearchIndex, SearchWord, SeenContradiction, Verbatim
from aisance.verbatims.services import deepen_waiting, forget, read_waiting
from aisance.verbatims.telling.contradictions import BIT
from aisance.verbatims.telling.search import meaning
from aisance.verbatims.telling.search.services import index_waiting
from aisance.verbatims.telling.search.words import FORMS, forms_of, number_of
from tests.cast import BY, Cast
from tests.standing import standing

BILL = "Ma facture est fausse et personne ne la corrige"
KIND = "Accueil chaleureux, conseillère très aimable"
ANGRY = "Service déplorable, je suis très déçu, une catastrophe du début à la fin"
ENGLISH = "I still wait for my refund, the bill is wrong"
_numbers = count(1)


def _wrote(cast: Cast, unit: str, words: str, score: int, *, customer: int | None = None, language: str = "fr") -> None:
    now = clock.now()
    response = Response.objects.create(
        source="test", external_id=str(next(_numbers)), kind="hot", unit=cast.units[unit], customer_id=customer,
        language=language, channel="phone", answered_at=now, completed_at=now,
    )  # fmt: skip
    given = {"response": response, "day": clock.today(), "recorded_at": now}
    Answer.objects.create(question="net_easy", scale="net_easy_7", score=score, **given)
    if words:
        Answer.objects.create(question="why", text=words, **given)


def _lay(cast: Cast) -> None:
    """Two units: bills are wrong in Lille, Namur is kind; one praises with the worst score, one the other way round."""
    [customer] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"})], by=BY)
    for _ in range(20):
        _wrote(cast, "lille-a", BILL, 7)
        _wrote(cast, "namur-a", KIND, 1)
    _wrote(cast, "namur-a", KIND, 7)
    _wrote(cast, "lille-a", ANGRY, 1, customer=customer)
    _wrote(cast, "lille-a", ENGLISH, 6, language="en")
    for _ in range(5):
        _wrote(cast, "lille-a", "", 1)
    while read_waiting():
        pass
    while index_waiting():
        pass
    pull()


laid = standing(_lay, autouse=True)


def _text(cast: Cast, path: str, role: Role = Role.MANAGER) -> str:
    answer = cast.client(role).get(path)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_those_who_wrote_nothing_are_a_group_of_their_own(cast: Cast) -> None:
    page = re.sub(" +", " ", _text(cast, "/words/"))

    # Five of 48 answers, all easy: +100; 21 high and 22 low among those who wrote.
    assert "Answers without words 5 · 10.4%" in page
    assert "High less low scores without words +100" in page
    assert "High less low scores with words −2" in page


def test_irritants_are_weighed_and_effort_is_told(cast: Cast) -> None:
    page = _text(cast, "/words/weight/")

    assert "What weighs most: Bill and payment" in page
    assert "The time of these contacts is not known: cost counts as 1." in page


def test_the_parts_of_the_score_add_up_in_the_file(cast: Cast) -> None:
    lines = cast.client(Role.MANAGER).get("/words/score/?format=csv").content.decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[:6] == ["theme", "title", "texts", "part", "part_low", "part_high"]
    assert any(line.startswith("billing,") for line in lines)


def test_contradictions_are_counted_listed_and_done_with_once(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    page = _text(cast, "/words/contradictions/")
    assert "2 texts contradict their score" in page
    angry = Verbatim.objects.get(text=ANGRY)

    for _ in range(2):
        done = client.post(f"/words/contradictions/{angry.pk}/", {"outcome": "followed_up"})
        assert done.status_code == 302

    assert SeenContradiction.objects.get().outcome == "followed_up"
    assert AuditEntry.objects.filter(action="contradiction.seen").count() == 1
    assert "Taken up with the customer" in _text(cast, "/words/contradictions/")


@pytest.mark.parametrize(("role", "status"), [(Role.SUPERVISOR, 404), (Role.ADMINISTRATOR, 403)])
def test_a_contradiction_elsewhere_is_marked_by_nobody(cast: Cast, role: Role, status: int) -> None:
    kind = Verbatim.objects.filter(text=KIND, flags__gte=BIT).get(answer__response__unit__code="namur-a")

    answer = cast.client(role).post(f"/words/contradictions/{kind.pk}/", {"outcome": "followed_up"})

    assert answer.status_code == status
    assert SeenContradiction.objects.count() == 0


def test_a_scale_read_upside_down_may_be_counted_no_more(cast: Cast) -> None:
    kind = Verbatim.objects.filter(text=KIND, flags__gte=BIT).get(answer__response__unit__code="namur-a")
    client = cast.client(Role.MANAGER)
    assert "Upside down: count the answer no more" in client.get("/words/contradictions/").content.decode()

    client.post(f"/words/contradictions/{kind.pk}/", {"outcome": "apart"})
    deliver_events()
    pull()

    assert Response.objects.get(pk=kind.answer.response_id).set_apart == "by_hand"
    assert SeenContradiction.objects.get().outcome == "upside_down"
    assert "1 text contradicts its score" in _text(cast, "/words/contradictions/")
    assert "42 texts read" in _text(cast, "/words/")


def test_an_angry_contradiction_becomes_a_case_with_its_words(cast: Cast) -> None:
    angry = Verbatim.objects.get(text=ANGRY)
    response = angry.answer.response
    address = f"/cases/open/{response.customer_id}/?response={response.pk}"
    client = cast.client(Role.MANAGER)
    assert f'href="{address}"' in client.get("/words/contradictions/").content.decode()
    assert ANGRY in client.get(address).content.decode()

    given = {"words": ANGRY, "stake": "30", "unit": str(response.unit_id), "mine": "on"}
    [first, second] = [client.post(address, given) for _ in range(2)]

    assert first.headers["Location"] == second.headers["Location"]
    assert SeenContradiction.objects.get(verbatim=angry).outcome == "followed_up"
    assert f'href="{first.headers["Location"]}"' in client.get("/words/contradictions/").content.decode()


def test_the_delivered_rule_opens_a_case_for_a_good_score_with_angry_words(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    client.post("/acting/rules/")
    client.post("/acting/rules/contradiction/switch/", {"on": "yes"})

    CHORES["weigh answers"].work()

    page = client.get("/words/contradictions/").content.decode()
    assert len(re.findall(r'href="/cases/[^"/]+/"', page[page.index(ANGRY) : page.index(ANGRY) + 1500])) == 1


@pytest.mark.parametrize("number", ["", "x", "999999999", "-1"])
def test_a_case_for_an_answer_that_is_not_theirs_begins_empty(cast: Cast, number: str) -> None:
    customer = Response.objects.exclude(customer=None).get().customer_id

    page = cast.client(Role.MANAGER).get(f"/cases/open/{customer}/?response={number}").content.decode()

    assert ANGRY not in page


def test_an_outcome_that_does_not_exist_changes_nothing(cast: Cast) -> None:
    angry = Verbatim.objects.get(text=ANGRY)

    cast.client(Role.MANAGER).post(f"/words/contradictions/{angry.pk}/", {"outcome": "deleted"})

    assert SeenContradiction.objects.count() == 0


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("facture", 20),
        ("FACTURES fausse", 20),
        ("facturé déplorable", 0),
        ("deplorables", 1),
        ("chaleureuse", 21),
        ("de la", 43),
        ("'; DROP TABLE", 0),
    ],
)
def test_search_minds_no_accents_capitals_and_forms(cast: Cast, question: str, found: int) -> None:
    page = cast.client(Role.MANAGER).get("/words/search/", {"q": question, "near": "no"}).content.decode()

    assert re.search(rf"<h1>{found or 'No'} texts?( holds?|<)", page)


def test_without_vectors_search_goes_by_the_themes_of_words_and_says_so(cast: Cast) -> None:
    page = cast.client(Role.MANAGER).get("/words/search/", {"q": "facture"}).content.decode()

    assert "20 texts hold “facture”, 1 more means nearly the same" in page
    assert "I still wait for my refund" in page
    assert page.count("near in meaning") == 1
    assert "Sentence vectors are not in use here" in page


def test_the_same_words_are_one_hit_that_says_how_often_and_leads_to_the_newest(cast: Cast) -> None:
    page = _page_of_search(cast, "facture")

    assert page.count("<blockquote") == 2
    assert "They say 2 different things" in page
    assert "written 20 times" in page
    assert f"/words/text/{Verbatim.objects.filter(text=BILL).latest('pk').pk}/" in page


def test_search_pages_by_different_words(cast: Cast) -> None:
    words = [f"Une facture numéro {'x' * n}" for n in range(2, 30)]
    for one in words:
        _wrote(cast, "lille-a", one, 7)
        _wrote(cast, "lille-a", one.upper(), 7)
    while read_waiting() or index_waiting():
        pass

    first, second = (_page_of_search(cast, "facture numéro", page=number) for number in "12")

    assert "56 texts hold" in first
    assert (first.count("<blockquote"), second.count("<blockquote")) == (25, 3)


def _page_of_search(cast: Cast, question: str, **more: str) -> str:
    asked = {"q": question, **({"near": "no"} if more else {}), **more}
    return cast.client(Role.MANAGER).get("/words/search/", asked).content.decode()


@pytest.fixture
def deep(cast: Cast) -> Iterator[None]:
    """Every text has vectors: of its letters in threes, so that words of one spelling lie near each other."""
    meaning.forget()
    with using(NullEncoder()):
        while deepen_waiting():
            pass
        yield
    meaning.forget()


def test_pages_say_what_has_been_read_at_first_sight_alone(cast: Cast) -> None:
    meaning.forget()
    assert "read thoroughly" not in _text(cast, "/words/")
    with using(NullEncoder()):
        for path in ("/words/", "/words/billing/", "/words/map/", "/words/contradictions/"):
            assert "100.0% of 43 texts are still to be read thoroughly" in _text(cast, path)
        while deepen_waiting():
            pass
        assert "read thoroughly" not in _text(cast, "/words/")


def test_search_finds_what_shares_no_word_and_marks_it(cast: Cast, deep: None) -> None:
    page = (
        cast.client(Role.MANAGER).get("/words/search/", {"q": "personnelle facturation corrigeable"}).content.decode()
    )

    assert "No text holds" in page
    assert re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)[:2] == [BILL, KIND]
    assert page.count("near in meaning") == 2
    assert "41 mean nearly the same" in page
    assert "Sentence vectors" not in page


def test_near_meaning_stays_within_the_units_and_the_days_of_whoever_asks(cast: Cast, deep: None) -> None:
    asked = {"q": "accueillir chaleureusement, conseil aimablement"}

    assert KIND in cast.client(Role.MANAGER).get("/words/search/", asked).content.decode()
    for role, more in ((Role.SUPERVISOR, {}), (Role.MANAGER, {"start": "2020-01-01", "end": "2020-12-31"})):
        assert KIND not in cast.client(role).get("/words/search/", asked | more).content.decode()


def test_an_erased_customers_words_are_near_nothing_any_more(cast: Cast, deep: None) -> None:
    asked = {"q": "déplorablement catastrophique"}
    assert ANGRY in cast.client(Role.MANAGER).get("/words/search/", asked).content.decode()
    customer = Response.objects.exclude(customer=None).get().customer_id
    assert customer is not None
    gone = Verbatim.objects.get(text=ANGRY).pk

    forget([customer])

    assert ANGRY not in cast.client(Role.MANAGER).get("/words/search/", asked).content.decode()
    assert gone not in meaning._kept[NullEncoder.mark].texts
    assert len(meaning._kept[NullEncoder.mark].texts) == 42


def test_a_supervisor_searches_in_their_units_alone(cast: Cast) -> None:
    answer = cast.client(Role.SUPERVISOR).get("/words/search/", {"q": "chaleureux"}).content.decode()

    assert "No text holds" in answer


def test_a_text_opens_for_those_who_see_its_unit(cast: Cast) -> None:
    there, elsewhere = Verbatim.objects.get(text=ANGRY), Verbatim.objects.filter(text=KIND)[0]

    assert "High score" not in _text(cast, f"/words/text/{there.pk}/", Role.SUPERVISOR)
    assert "The words contradict the score" in _text(cast, f"/words/text/{there.pk}/")
    assert cast.client(Role.SUPERVISOR).get(f"/words/text/{elsewhere.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["weight", "score", "new", "map", "periods", "contradictions", "search"])
def test_every_page_refuses_a_filter_that_means_nothing(cast: Cast, page: str) -> None:
    client = cast.client(Role.MANAGER)

    assert client.get(f"/words/{page}/?start=2026-11-20&end=2026-11-01").status_code == 422
    assert client.get(f"/words/{page}/?start=2020-01-01&end=2020-01-31").status_code == 200


def test_a_theme_says_where_it_is_heard_and_what_most_say(cast: Cast) -> None:
    page = _text(cast, "/words/billing/")

    assert "What most say" in page
    assert BILL in page
    assert "Lille" in page


def test_the_same_words_about_a_theme_are_listed_once(cast: Cast) -> None:
    page = _text(cast, "/words/billing/")

    listed = page[page.index("the surest first") :]
    assert "They say 2 different things" in listed
    assert "written 20 times" in listed
    assert listed.count(BILL) == 1


def test_an_erased_customers_words_are_found_no_more(cast: Cast) -> None:
    customer = Response.objects.exclude(customer=None).get().customer_id
    assert customer is not None
    held = SearchWord.objects.count()

    forget([customer])
    pull()

    assert SearchWord.objects.count() < held
    page = cast.client(Role.MANAGER).get("/words/search/", {"q": "deplorable", "near": "no"}).content.decode()
    assert "No text holds" in page


def test_words_are_indexed_once(cast: Cast) -> None:
    held = SearchWord.objects.count()

    index_waiting()

    assert SearchWord.objects.count() == held


def test_texts_indexed_by_the_forms_of_before_are_indexed_again_newest_first(cast: Cast) -> None:
    held = set(SearchWord.objects.values_list("verbatim", "word"))
    SearchWord.objects.update(word=F("word") + 1)
    SearchIndex.objects.update(forms="1")
    texts = Verbatim.objects.filter(state="read").order_by("-pk")
    newest = list(texts.values_list("pk", flat=True)[:20])

    assert index_waiting(20) == 20
    assert {one for one in SearchWord.objects.values_list("verbatim", "word") if one in held} == {
        one for one in held if one[0] in newest
    }

    while index_waiting(20):
        pass
    assert set(SearchWord.objects.values_list("verbatim", "word")) == held
    assert SearchIndex.objects.get().old_up_to == 0


def test_other_forms_of_words_ask_for_another_mark() -> None:
    words = ["cancelled", "travelling", "déplorables", "attendus", "bus", "personnelle", "refunds", "factures"]
    found = {form for word in words for form in forms_of(word)}

    assert (FORMS.split()[0], f"{number_of(' '.join(sorted(found))):x}") == ("2", "3850d0da051f31dd"), (
        "raise the number in FORMS"
    )
