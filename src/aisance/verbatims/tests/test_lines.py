"""Themes from one line about each: what the texts themselves teach, without a label."""

import numpy as np

from aisance.verbatims.learning.lines import Lines, chances_by_lines
from aisance.verbatims.reading.language import language_of
from aisance.verbatims.reading.masking import masked

LINES = Lines(["La livraison du colis arrive en retard.", "La facture est fausse."], "fr")
PARCELS = [f"Mon colis {word} chez le transporteur" for word in ("dort", "traîne", "moisit", "reste")]
BILLS = [f"La facture {word} un montant double" for word in ("montre", "porte", "réclame", "affiche")]


def test_words_that_go_with_a_line_find_texts_that_share_none_with_it() -> None:
    texts = [*PARCELS, *BILLS, "Le transporteur dort", "Un montant double"]

    chances = chances_by_lines(LINES, texts)

    assert chances.argmax(axis=1).tolist() == [0] * 4 + [1] * 4 + [0, 1]
    assert np.allclose(chances.sum(axis=1), 1)


def test_a_line_that_is_near_to_every_text_takes_none_for_that() -> None:
    texts = ["ah", "oh", "eh", "uh"]
    rows = np.array([[3, 1], [3, 0.9], [3, -1], [3, -0.9]], dtype=np.float32)
    lines = Lines(["un", "deux"], "fr", np.array([[3, 0.2], [1, -1]], dtype=np.float32))

    assert chances_by_lines(lines, texts, rows).argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_texts_without_a_telling_word_are_as_likely_of_each_line() -> None:
    assert chances_by_lines(LINES, ["et", "12", ""]).tolist() == [[0.5, 0.5]] * 3


def test_french_is_told_by_its_letters_elisions_and_spelled_words() -> None:
    told = [
        language_of(text) for text in ("Simplicité Younited Simplicité", "J'adore orange bank", "It's great to fly")
    ]

    assert told == ["fr", "fr", "en"]
    assert language_of("F O R M I D A B L E", hint="fr") == "fr"


def test_numbers_in_the_form_of_a_telephone_number_and_names_that_are_thanked_are_masked() -> None:
    assert masked("Call 07700 900123 or +33 (0)6 12 34 56 78").text == "Call [phone] or [phone]"
    assert masked("merci sophie, merci Dupont").text == "merci [name], merci [name]"
    assert masked("Mr McAllister rang from O'Hare").text == "Mr [name] rang from O'Hare"
    left = "pierre qui roule, lot 0016 964012, commande 0123456789012, le 03/04/2024"
    assert masked(left).text == left
