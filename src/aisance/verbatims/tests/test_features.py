"""Features of texts: what a word counts, and how long a text is for which head."""

import numpy as np
import pytest

from aisance.verbatims.learning.linear import LONGEST, WORD_PLACES, Task, learn

TEXTS = ["bagage perdu", "bagage perdu hier soir à la gare de Lyon", "vol annulé", "le vol est annulé et le car aussi"]
THEME = Task(range(4), ["1", "1", "0", "0"], [1.0] * 4, [0.0, 1.0, 0.0, 0.0])


def _lengths(texts: list[str], found: object) -> np.ndarray:
    words = learn(TEXTS, None, {"theme.x": THEME}).features(texts, None, found)[:, :WORD_PLACES]
    return np.sqrt(np.asarray(words.power(2).sum(axis=1)).ravel())


def test_a_text_of_more_words_has_more_to_say_of_its_theme() -> None:
    lengths = _lengths(TEXTS, [0.0] * 4)

    assert (lengths**2).mean() == pytest.approx(1)
    assert lengths[0] < lengths[1]
    assert _lengths(["gare Lyon car hier " * 3 + " ".join(map(str, range(500)))], [0.0]).tolist() == pytest.approx(
        [LONGEST]
    )


def test_each_clause_moves_a_judge_as_far_as_another() -> None:
    assert _lengths([*TEXTS, ""], np.zeros((5, 3))).tolist() == pytest.approx([1, 1, 1, 1, 0])


def test_a_head_of_two_classes_is_one_row() -> None:
    head = learn(TEXTS, None, {"theme.x": THEME}).heads["theme.x"]

    assert head.weights.shape[0] == len(head.constants) == 1
