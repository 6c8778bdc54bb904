"""What is read in a text: masks, language, clauses, themes, feelings, and what is set apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.book import read as read_book
from aisance.verbatims.reading.clauses import clauses_of
from aisance.verbatims.reading.feeling import with_denials
from aisance.verbatims.reading.finding import themes_by_pattern
from aisance.verbatims.reading.judging import Said, fast_judge
from aisance.verbatims.reading.language import language_of
from aisance.verbatims.reading.lemmas import lemmas_of
from aisance.verbatims.reading.masking import Hidden, masked
from aisance.verbatims.reading.reading import Reading, State, Text, read


def _read(words: str, asked_in: str = "fr") -> Reading:
    [found] = read([Text(words, asked_in)], delivered())
    return found


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Appelez-moi au 06 12 34 56 78 svp", "Appelez-moi au [phone] svp"),
        ("call me on 020 7946 0958 or (212) 555-0123", "call me on [phone] or [phone]"),
        ("écrivez à Marie.Durand@example.org", "écrivez à [email]"),
        ("Carte 4111 1111 1111 1111 débitée deux fois", "Carte [card] débitée deux fois"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 merci", "IBAN [iban] merci"),
        ("J'habite 12 rue de la Paix, 75002 Paris et j'attends", "J'habite [address] et j'attends"),
        ("I live at 221b Baker Street, London NW1 6XE and wait", "I live at [address] and wait"),
        ("Mme Dupont m'a aidé, merci à Sophie Martin", "Mme [name] m'a aidé, merci à [name]"),
        ("Cordialement, Jean-Luc Moreau", "Cordialement, [name]"),
        ("My name is Aisha Khan", "My name is [name]"),
        ("@VirginAmerica see http://t.co/abc", "[handle] see [link]"),
    ],
)
def test_what_names_or_reaches_a_person_is_masked(words: str, left: str) -> None:
    assert masked(words).text == left


@pytest.mark.parametrize(
    "words",
    [
        "J'ai attendu 40 minutes le 12/03/2024, commande 1234567890",
        "Carte 4111 1111 1111 1112",  # its check digit is wrong
        "Merci Madame pour votre aide",
        "Paris est loin et Orange Bank est chère",
    ],
)
def test_what_is_no_name_and_no_number_of_a_person_stays(words: str) -> None:
    assert masked(words).text == words


def test_names_that_are_known_are_masked_in_any_case_and_part() -> None:
    found = masked("garnier m'a dit que Hélène GARNIER viendrait", known=["Hélène Garnier"])

    assert found.text == "[name] m'a dit que [name] viendrait"
    assert found.hidden == {Hidden.NAME: 2}


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_masking_twice_gives_the_same_as_once(words: str) -> None:
    once = masked(words).text

    assert masked(once).text == once


@settings(max_examples=40)
@given(st.text(max_size=300), st.sampled_from(["fr", "en", ""]))
def test_clauses_are_pieces_of_the_text_in_its_order(words: str, language: str) -> None:
    found = clauses_of(words, language)

    assert all(words[one.start : one.start + len(one.text)] == one.text for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_word_that_turns_parts_praise_from_blame() -> None:
    found = clauses_of("Conseiller très aimable, mais j'ai attendu 40 minutes. Merci !", "fr")

    assert [(one.text, one.turns) for one in found] == [
        ("Conseiller très aimable", False),
        ("mais j'ai attendu 40 minutes.", True),
        ("Merci !", False),
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ma facture est fausse et personne ne répond", "fr"),
        ("My bill is wrong and nobody answers", "en"),
        ("Nickel chrome", ""),
        ("[name] [phone]", ""),
        ("خدمة سيئة جدا ولا أحد يرد", ""),
    ],
)
def test_the_language_is_told_from_three_words_on(words: str, language: str) -> None:
    assert language_of(words) == language


def test_a_text_too_short_to_tell_is_in_the_language_it_was_asked_in() -> None:
    assert language_of("Nickel chrome", hint="fr") == "fr"


@pytest.mark.parametrize(
    ("words", "theme", "feeling"),
    [
        ("Ma facture est fausse et personne ne la corrige", "billing", Feeling.BAD),
        ("J'attends toujours mon remboursement", "billing", Feeling.BAD),
        ("You lost my bag and nobody helps", "delivery.lost", Feeling.BAD),
        ("Accueil chaleureux, conseillère très aimable", "people.welcome", Feeling.GOOD),
        ("C'est pas terrible", "general", Feeling.BAD),
    ],
)
def test_themes_are_found_with_their_feeling(words: str, theme: str, feeling: Feeling) -> None:
    found = _read(words)

    assert (theme, feeling) in {(one.theme, one.feeling) for one in found.mentions}
    assert found.feeling == feeling


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("", State.EMPTY),
        ("\x00\x07  ", State.EMPTY),
        ("👍", State.NO_WORDS),
        ("12345", State.NO_WORDS),
        ("4539 1488 0343 6467", State.NO_WORDS),
        ("Ma carte 4539 1488 0343 6467 est bloquée depuis lundi", State.READ),
        ("acheter " * 60, State.SPAM),
        ("خدمة سيئة جدا ولا أحد يرد علينا", State.OTHER_LANGUAGE),
        ("<script>alert(1)</script> Très bon service client", State.READ),
        ("Très long et très lent. " + "a" * 50_000, State.READ),
        ("Great service mais trop cher, I will not come back", State.READ),
    ],
)
def test_every_text_ends_in_a_state(words: str, state: State) -> None:
    read = _read(words)

    assert read.state is state
    assert "1488" not in read.text


@settings(max_examples=25)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_no_text_stops_the_reading(words: list[str]) -> None:
    found = read([Text(one) for one in words], delivered())

    assert len(found) == len(words)
    for one in found:
        assert all(0 <= mention.start < mention.end <= len(one.text) for mention in one.mentions)


def test_every_theme_of_the_delivered_book_speaks_both_languages() -> None:
    for theme in delivered().themes:
        assert set(theme.title) == set(theme.about) == {"fr", "en"}, theme.code
        assert {example.language for example in theme.examples} in ({"fr", "en"}, set()), theme.code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Bad]\ntitle = {fr = 'x'}", "Bad: a theme's code"),
        ("[a]\nabout = {fr = 'x'}", "a: a title by language"),
        ("[a]\ntitle = {fr = 'x'}\nsays.fr = ['no sign']", "a: a sentence begins with"),
        ("[a]\ntitle = {fr = 'x'}\nlemmas = 3", "a: lemmas is a list"),
        ("[a", "Expected"),
    ],
)
def test_a_book_that_cannot_be_read_says_where(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_book(text)


def test_a_verb_that_is_everywhere_is_no_theme() -> None:
    assert "billing" not in {one.theme for one in _read("On m’a rappelé à l’heure dite, tout a été réglé").mentions}


@pytest.mark.parametrize("words", ["On m’a rappelé à l’heure dite", "They called me back on time as agreed"])
def test_a_promise_that_was_kept_displeases_nobody(words: str) -> None:
    assert _read(words).feeling is Feeling.GOOD


@pytest.mark.parametrize(
    ("words", "feeling"),
    [
        ("La personne a compris ma demande du premier coup.", Feeling.GOOD),
        ("Les conseillers ne sont pas sympathiques", Feeling.BAD),
        ("Livré sans le moindre souci", Feeling.GOOD),
        ("Everything worked on the day we moved in.", Feeling.GOOD),
        ("They were neither rude nor slow, no trouble at all", Feeling.GOOD),
        ("I had an answer after a second call", Feeling.NEITHER),
    ],
)
def test_the_fast_stage_takes_neither_a_person_nor_a_plain_word_for_blame(words: str, feeling: Feeling) -> None:
    assert _read(words).feeling is feeling


def test_what_is_denied_is_another_word_to_its_clause_end() -> None:
    assert with_denials("Très clair") == "tres clair"
    assert with_denials("Pas très clair") == "pas non_tres non_clair"
    assert with_denials("It isn’t clear") == "it isn't non_clear"


def test_a_bar_takes_a_find_back() -> None:
    book = read_book("[a]\ntitle = {fr = 'A'}\nlemmas.fr = ['attendre']\nnot.fr = ['attendre à']")

    assert themes_by_pattern(lemmas_of("j'attends une réponse", "fr"), "fr", book) == ("a",)
    assert themes_by_pattern(lemmas_of("je m'attends à une réponse", "fr"), "fr", book) == ()


def test_minutes_on_hold_displease_and_leaving_without_pressure_does_not() -> None:
    clauses = [
        Said("Twenty minutes on hold for a simple question.", "en"),
        Said("Vingt minutes d'attente pour une question simple.", "fr"),
        Said("Easy to cancel, and nobody insisted.", "en"),
        Said("Résiliation facile, et personne n'a insisté.", "fr"),
    ]

    judged = fast_judge(delivered()).judged(clauses)

    assert [one.felt.feeling for one in judged] == [Feeling.BAD, Feeling.BAD, Feeling.GOOD, Feeling.GOOD]
    assert "delivery.cancelled" not in judged[2].themes
    assert "leaving" in judged[2].themes


@pytest.mark.parametrize(
    ("words", "language", "is_one"),
    [
        ("Third time I send the same document", "en", True),
        ("This is the 3rd time I call you", "en", True),
        ("I have already explained all that", "en", True),
        ("It is the second time I was delayed", "en", False),
        ("C’est la troisième fois que j’envoie mon justificatif", "fr", True),
        ("Deuxième fois que je dois tout réexpliquer", "fr", True),
        ("C’est la première fois que j’appelle", "fr", False),
        ("Rien à redire", "fr", False),
    ],
)
def test_who_says_it_once_more_speaks_of_the_follow_up(words: str, language: str, is_one: bool) -> None:
    assert ("followup" in themes_by_pattern(lemmas_of(words, language), language, delivered())) is is_one
