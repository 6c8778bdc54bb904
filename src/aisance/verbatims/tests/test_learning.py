"""Corrections: applied at once, kept through every reading, learned from, and judged by what was never taught."""

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.surveys.models import Answer, Response
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.learning.judge import LearnedJudge
from aisance.verbatims.learning.labels import Label
from aisance.verbatims.learning.linear import LinearModel
from aisance.verbatims.learning.queries import accuracy_by_theme, agreement_on, model_in_force
from aisance.verbatims.learning.rules import alpha, compared, is_held_out, sign_test
from aisance.verbatims.learning.services import code_clause, correct, draw_sample, learn_now, leave_model
from aisance.verbatims.learning.teaching import taught
from aisance.verbatims.models import Correction, LearnedModel, Mention, Revision, Verbatim
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.judging import Said, fast_judge
from aisance.verbatims.services import read_waiting, reread_waiting
from tests.cast import BY, Cast
from tests.standing import standing

NAMES = "violet indigo bleu vert jaune orange rouge noir blanc gris".split()
PLACES = "hier matin midi soir lundi mardi jeudi".split()


def lay(cast: Cast) -> None:
    """Texts in the firm's own slang, which the book cannot know: « zouk » is good, « flop » is bad."""
    now = clock.now()
    texts = [f"Le dossier {name} est {said} {place}" for name in NAMES for place in PLACES for said in ("zouk", "flop")]
    for number, words in enumerate(texts):
        response = Response.objects.create(
            source="test",
            external_id=str(number),
            kind="hot",
            unit=cast.units["lille-a"],
            language="fr",
            answered_at=now,
            completed_at=now,
        )
        Answer.objects.create(response=response, question="comment", text=words, day=clock.today(), recorded_at=now)
    read_waiting(limit=200)


wrote = standing(lay)


def _first(words: str) -> Verbatim:
    found = Verbatim.objects.filter(text__contains=words).order_by("pk").first()
    assert found is not None
    return found


def _say(said: list[tuple[Verbatim, str, int]]) -> None:
    """What people would have said of many texts, without reading each again."""
    now = clock.now()
    Correction.objects.bulk_create(
        Correction(verbatim=row, start=0, end=len(row.text), theme=theme, after=after, at=now)
        for row, theme, after in said
    )


def test_a_correction_counts_at_once_and_is_traced(wrote: Cast) -> None:
    row = _first("zouk")
    address = f"/words/text/{row.pk}/correct/"
    client = wrote.client(Role.ADVISOR)
    assert "Put right what was read" in client.get(address).content.decode()

    answer = client.post(address, {"start": "0", "theme": "price", "says": "1"})

    assert answer.status_code == 302
    assert row.mentions.filter(theme="price", feeling=1, probability=1.0).exists()
    row.refresh_from_db()
    assert row.feeling == Feeling.GOOD
    assert Revision.objects.get(verbatim=row).stage == "hand"


def test_a_correction_outlives_the_next_reading_and_said_twice_is_one(wrote: Cast) -> None:
    row = _first("zouk")
    for _ in range(2):
        assert correct(verbatim=row, start=0, theme="price", after=1, by=BY)
    Verbatim.objects.update(book="an older one")

    reread_waiting()

    assert Correction.objects.count() == 1
    assert row.mentions.get(theme="price").feeling == 1


def test_a_theme_that_is_taken_out_stays_out(wrote: Cast) -> None:
    row = _first("zouk")
    [theme] = row.mentions.values_list("theme", flat=True)[:1]

    correct(verbatim=row, start=0, theme=theme, after=None, by=BY)

    assert not row.mentions.filter(theme=theme).exists()
    assert [(one.theme, one.right, one.n) for one in accuracy_by_theme()] == [(theme, 0, 1)]


@pytest.mark.parametrize(
    "given", [{"start": "3"}, {"start": "-1"}, {"theme": "nowhere"}, {"says": "9"}, {"start": "", "says": ""}]
)
def test_a_correction_that_means_nothing_changes_nothing(wrote: Cast, given: dict[str, str]) -> None:
    row = _first("zouk")
    usual = {"start": "0", "theme": "price", "says": "1"}

    answer = wrote.client(Role.MANAGER).post(f"/words/text/{row.pk}/correct/", {**usual, **given})

    assert answer.status_code == 422
    assert Correction.objects.count() == 0


def test_words_of_other_units_are_not_there_to_correct(wrote: Cast) -> None:
    row = _first("zouk")
    Response.objects.filter(pk=row.answer.response_id).update(unit=wrote.units["namur-a"])

    client = wrote.client(Role.ADVISOR)

    assert client.post(f"/words/text/{row.pk}/correct/", {"start": 0, "theme": "price", "says": 1}).status_code == 404
    assert Correction.objects.count() == 0


def test_a_model_that_beats_the_reading_is_put_in_force_and_left_again(wrote: Cast) -> None:
    rows = Verbatim.objects.all()
    _say([(row, "followup", 1 if "zouk" in row.text else -1) for row in rows])

    made = learn_now()

    assert made is not None
    held = sum(is_held_out(pk) for pk in Verbatim.objects.values_list("pk", flat=True))
    assert made.report["n"] == 2 * held
    assert made.report["right_after"] > made.report["right_before"]
    assert model_in_force() == made.number == 1

    assert leave_model(1, by=BY)
    assert model_in_force() == 0
    assert not leave_model(1, by=BY)


def test_it_is_told_how_far_it_is_to_a_model(wrote: Cast) -> None:
    client = wrote.client(Role.MANAGER)
    assert "Correct or confirm thirty themes" in client.get("/words/learning/").content.decode()

    mention = Mention.objects.select_related("verbatim")[0]
    _say([(mention.verbatim, mention.theme, mention.feeling)])

    assert "so far: 1 of the 30 themes" in client.get("/words/learning/").content.decode()


def test_a_model_that_is_no_better_does_not_read(wrote: Cast) -> None:
    _say([(one.verbatim, one.theme, one.feeling) for one in Mention.objects.select_related("verbatim")])

    made = learn_now()

    assert made is not None
    assert made.in_force_since is None
    assert LearnedModel.objects.get().report["wins"] == 0


def test_a_model_reads_the_same_from_its_bytes() -> None:
    said = [Said(f"{name} est {word}", "fr") for name in NAMES for word in ("zouk", "flop")]
    some = [Label(place, one, 1 if "zouk" in one.text else -1, {"price"}) for place, one in enumerate(said)]
    base = fast_judge(delivered())
    model = taught(delivered(), base, some)
    assert model is not None

    again = LinearModel.from_bytes(model.to_bytes())

    new = [Said("tout est zouk", "fr"), Said("tout est flop", "fr")]
    assert [one.felt.feeling for one in LearnedJudge(base, again).judged(new)] == [Feeling.GOOD, Feeling.BAD]
    assert b"zouk" not in model.to_bytes()


def test_two_people_code_a_sample_unseen_and_their_agreement_is_told(wrote: Cast) -> None:
    sample = draw_sample(size=10, language="fr", seed=1, by=BY)
    assert sample is not None
    first, second = wrote.viewer(Role.MANAGER), wrote.viewer(Role.ANALYST)
    for place, clause in enumerate(sample.clauses.order_by("pk")):
        code_clause(clause=clause, themes=["price"] if place < 5 else [], feeling=1 if place < 5 else -1, by=first)
        code_clause(clause=clause, themes=["price"] if place < 4 else [], feeling=1 if place < 5 else -1, by=second)

    agreed = agreement_on(sample)

    assert (agreed.coded, agreed.feeling) == (10, 1.0)
    assert agreed.themes[0][0] == "price"
    assert agreed.bounds == {"": (1.0, 1.0), "price": pytest.approx((0.3669450549450553, 1.0), abs=1e-9)}
    assert agreed.themes[0][1] == pytest.approx(1 - (2 / 20) / (2 * 9 * 11 / (20 * 19)), abs=1e-9)
    client = wrote.client(Role.MANAGER)
    page = client.get(f"/words/learning/sample/{sample.pk}/").content.decode()
    assert "You have read every sentence" in page
    assert "[0.37; 1.00]" in page
    assert "10 coded twice" in client.get("/words/learning/").content.decode()


def test_coding_goes_from_sentence_to_sentence(wrote: Cast) -> None:
    client = wrote.client(Role.ANALYST)
    address = client.post("/words/learning/sample/", {"size": "10", "language": "fr"}).headers["Location"]
    assert "10 sentences left" in client.get(address).content.decode()
    assert client.post(address, {"clause": "x", "feeling": "7"}).status_code == 422

    clause = client.get(address).context["clause"].pk
    client.post(address, {"clause": clause, "feeling": "1", "themes": ["price"]})

    assert "9 sentences left" in client.get(address).content.decode()


def test_a_supervisor_decides_on_no_model(wrote: Cast) -> None:
    client = wrote.client(Role.SUPERVISOR)

    for address in ("sample/", "sample/1/", "model/1/leave/"):
        assert client.post(f"/words/learning/{address}", {"size": "10"}).status_code == 403


def test_a_gain_that_chance_gives_is_none() -> None:
    assert not compared([False] * 3 + [True] * 30, [True] * 3 + [True] * 30).is_better
    assert compared([False] * 6 + [True] * 30, [True] * 6 + [True] * 30).is_better
    assert not compared([False] * 6, [True] * 6).is_better
    assert sign_test(8, 2) == pytest.approx(56 / 1024)


def test_alpha_is_that_of_krippendorffs_examples() -> None:
    """Krippendorff 2011, "Computing Krippendorff's alpha-reliability": examples A (.095) and B (.692)."""
    meg, owen = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]

    assert alpha([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]) == pytest.approx(0.095, abs=0.0005)
    assert alpha(meg, owen) == pytest.approx(0.692, abs=0.0005)
    assert alpha([1, 1], [1, 1]) is None


def test_mentions_of_erased_words_teach_no_more(wrote: Cast) -> None:
    row = _first("zouk")
    correct(verbatim=row, start=0, theme="price", after=1, by=BY)

    row.delete()

    assert (Correction.objects.count(), Mention.objects.filter(theme="price", probability=1.0).count()) == (0, 0)
