"""Heads: what labels add to a judge, and how experts are mixed by labels they were not taught."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.learning.fusing import SHARES, _mixed, _worths, fused
from aisance.verbatims.learning.judge import FEELINGS, LearnedJudge, log_odds
from aisance.verbatims.learning.labels import Label
from aisance.verbatims.learning.leaning import leaning
from aisance.verbatims.learning.linear import LinearModel, Task, learn
from aisance.verbatims.learning.starting import corrections, departure
from aisance.verbatims.learning.teaching import taught
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.judging import Said, fast_judge
from aisance.verbatims.reading.nearness import NearHead


def test_without_a_label_that_says_otherwise_a_judge_is_left_as_it_is() -> None:
    """A coin decides the labels: no correction makes unseen ones likelier, and next to none is learned."""
    rng = np.random.default_rng(1)
    features, before = csr_matrix(rng.normal(size=(60, 40))), np.log(np.full((60, 2), 0.5))

    [rows], constants = corrections([(features, 3.0)], rng.permutation([0, 1] * 30), np.ones(60), before)

    assert np.abs(rows).max() < 0.05
    assert np.abs(constants).max() < 0.05


def test_a_departure_makes_the_gradient_nothing() -> None:
    """Two classes, one feature, three labels: the weights at which the penalised loss is least."""
    features, places = np.array([[1.0], [1.0], [-1.0]]), np.array([1, 1, 0])
    before = np.log(np.array([[0.7, 0.3], [0.7, 0.3], [0.5, 0.5]]))

    rows, constants = departure(features, places, np.ones(3), before, strength=2.0)

    scores = np.exp(features @ rows.T + constants + before)
    off = scores / scores.sum(axis=1, keepdims=True) - np.eye(2)[places]
    assert off.T @ features + rows / 2 == pytest.approx(np.zeros((2, 1)), abs=2e-3)
    assert off.sum(axis=0) + constants / 2 == pytest.approx(np.zeros(2), abs=2e-3)


def test_people_who_look_at_what_displeases_first_do_not_make_it_frequent() -> None:
    """Twenty texts are judged displeased, of which ten are; eighty are judged pleased, and nobody looked at them."""
    before = np.log(np.tile([0.8, 0.2], (20, 1)))
    usual = np.vstack([before, np.log(np.tile([0.02, 0.98], (80, 1)))])

    constants, weights = leaning(np.arange(20) % 2, before, usual)

    assert weights[0] / weights[1] == pytest.approx(3.5, abs=0.1)  # a ninth is displeased; of the labels half are
    assert weights.mean() == pytest.approx(1.0)
    assert constants.sum() == pytest.approx(0.0, abs=1e-6)


def test_a_class_with_a_few_labels_moves_nothing() -> None:
    before = np.log(np.tile([0.8, 0.2], (20, 1)))
    places = np.array([0] * 4 + [1] * 16)

    assert leaning(places, before, before)[0].tolist() == [0.0, 0.0]
    [rows], constants = corrections([(csr_matrix(np.eye(20)), 3.0)], places, np.ones(20), before)

    assert np.abs(rows).max() == np.abs(constants).max() == 0.0


def test_many_labels_of_one_side_do_not_make_a_judge_forget_the_other() -> None:
    """Nine of ten are pleased, of whom words say nothing new: what the judge has right of the others stays right."""
    some = [Label(place, Said(f"Très satisfait de tout, dossier {place}", "fr"), 1) for place in range(90)]
    some += [Label(90 + place, Said(f"Une honte, j’attends encore, dossier {place}", "fr"), -1) for place in range(10)]
    judge = fast_judge(delivered())
    bad = [Said("C'est une honte, personne ne répond", "fr"), Said("Toujours pas remboursé après trois appels", "fr")]
    assert [one.felt.feeling for one in judge.judged(bad)] == [Feeling.BAD, Feeling.BAD]

    model = taught(delivered(), judge, some)

    assert model is not None
    assert model.heads["feeling"].classes == list(FEELINGS)
    assert [one.felt.feeling for one in LearnedJudge(judge, model).judged(bad)] == [Feeling.BAD, Feeling.BAD]


def test_a_feeling_that_was_taught_before_judges_were_started_from_still_reads() -> None:
    texts = [f"{word} {number}" for number in range(20) for word in ("zouk", "flop", "rien")]
    classes = [{"zouk": "1", "flop": "-1", "rien": "0"}[text.split()[0]] for text in texts]
    old = learn(texts, None, {"feeling": Task(range(60), classes, [1.0] * 60)})

    judged = LearnedJudge(fast_judge(delivered()), LinearModel.from_bytes(old.to_bytes())).judged(
        [Said("zouk", "fr"), Said("flop", "fr")]
    )

    assert [one.felt.feeling for one in judged] == [Feeling.GOOD, Feeling.BAD]


def test_what_the_judge_is_not_asked_for_is_shared_by_the_others() -> None:
    [felt] = [one.felt for one in fast_judge(delivered()).judged([Said("Très satisfait", "fr")])]

    odds = np.exp(log_odds([felt]))[0]

    assert odds[2] == pytest.approx(felt.probability)
    assert odds[0] == odds[1] == pytest.approx((1 - felt.probability) / 2)


def test_words_that_say_nothing_weigh_least_beside_vectors_that_say_all() -> None:
    rng = np.random.default_rng(2)
    places, even = np.arange(90) % 3, np.ones(90)
    words, vectors = csr_matrix(rng.normal(size=(90, 30))), np.eye(3)[places] + rng.normal(size=(90, 3)) / 10

    plain, telling, seen = (mix.diagonal().mean() for mix in _mixed([words, words, vectors], places, even, even)[0])

    usual = (SHARES[0] + SHARES[1]) / SHARES[2]
    assert (plain + telling) / seen < usual / 2


def test_where_a_coin_decides_an_expert_counts_for_little() -> None:
    rng = np.random.default_rng(3)
    places, even = rng.permutation(np.arange(120) % 2), np.ones(120)
    words, vectors = csr_matrix(rng.normal(size=(120, 5))), rng.normal(size=(120, 5))

    mixes, constants = _mixed([words, words, vectors], places, even, even)

    plain, telling, seen = (mix.diagonal().mean() for mix in mixes)
    assert plain + telling < (SHARES[0] + SHARES[1]) / 2
    assert seen < SHARES[2] / 2
    assert constants == pytest.approx([0, 0], abs=0.05)


def test_a_word_that_tells_no_class_from_another_counts_least() -> None:
    """The first word is in the first class alone, the second in all texts, the third in the other two."""
    places = np.arange(30) % 3
    words = csr_matrix(np.column_stack([places == 0, np.ones(30), places > 0]).astype(float))

    worths = _worths(words, places, np.ones(30))

    assert worths[:, 1].tolist() == worths.min(axis=1).tolist()
    assert worths[1].tolist() == worths[2].tolist()
    assert (worths**2).mean() == pytest.approx(1, abs=0.1)


def test_with_few_labels_of_a_class_the_mix_is_the_usual_one() -> None:
    places = np.array([0] * 20 + [1] * 8)
    block = csr_matrix(np.eye(28))

    mixes, constants = _mixed([block, block], places, np.ones(28), np.ones(28))

    assert [mix.tolist() for mix in mixes] == [(2 * np.eye(2)).tolist()] * 2
    assert constants.tolist() == [0, 0]
    [rows], constants = fused(block, None, places, np.ones(28))
    assert (rows.shape, constants.shape) == ((2, 28), (2,))
    assert (rows @ np.eye(28) + constants[:, None]).argmax(axis=0).tolist() == places.tolist()


def test_what_is_so_in_one_corner_alone_is_felt_there() -> None:
    """Minutes please who waits and displease who came for an hour of advice: no straight line parts the four."""
    waits, advice, minutes, hours = np.eye(4)
    told = np.array([waits + minutes, waits + hours, advice + minutes, advice + hours] * 5) / np.sqrt(2)

    head = NearHead(told, [1, -1, -1, 1] * 5)

    found = head.chances(told[:4])
    assert found.argmax(axis=1).tolist() == [2, 0, 0, 2]
    assert found[:, 1].tolist() == [0.0] * 4  # nothing taught what is neither


def test_a_curved_apostrophe_is_felt_as_a_straight_one() -> None:
    words = ("Vingt minutes d'attente pour une question simple", "Vingt minutes d’attente pour une question simple")

    straight, curved = fast_judge(delivered()).judged([Said(one, "fr") for one in words])

    assert straight == curved
