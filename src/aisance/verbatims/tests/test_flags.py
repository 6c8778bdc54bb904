"""What a text asks for, threatens and praises: found where it is said, and not where it is denied."""

import pytest

from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.reading.clauses import clauses_of
from aisance.verbatims.reading.flags import flags_of, intensity_of
from aisance.verbatims.rules import bits_of, contradicts, flags_in


def _flags(text: str, language: str, felt: Feeling = Feeling.NEITHER) -> set[str]:
    return {flag.value for flag in flags_of([(one.text, felt) for one in clauses_of(text, language)], language)}


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("Rappelez-moi avant vendredi", "call_back"),
        ("Merci de me recontacter au sujet de ma facture", "call_back"),
        ("J’attends toujours votre appel", "call_back"),
        ("Je voudrais qu’un conseiller me rappelle", "call_back"),
        ("J’attends toujours mon remboursement", "refund"),
        ("Remboursez-moi les frais", "refund"),
        ("Quand serai-je enfin remboursée ?", "refund"),
        ("Je n’ai toujours pas été remboursé", "refund"),
        ("Je souhaite résilier mon contrat", "leave"),
        ("Comment résilier ?", "leave"),
        ("Pouvez-vous me dire où en est mon dossier ?", "answer"),
        ("Quand arrive mon colis ?", "answer"),
        ("J’attends une réponse depuis lundi", "answer"),
        ("C’est urgent", "urgent"),
        ("Merci de régler cela au plus vite", "urgent"),
        ("Je vais changer d’opérateur", "threat_to_leave"),
        ("Si ça continue je vais résilier", "threat_to_leave"),
        ("Plus jamais chez vous", "threat_to_leave"),
        ("Vous venez de perdre un client fidèle", "threat_to_leave"),
        ("Conseillère très aimable", "praise_of_staff"),
        ("Bravo à toute l’équipe", "praise_of_staff"),
        ("Merci à [name] pour sa patience", "praise_of_staff"),
    ],
)
def test_french_words_that_ask_threaten_or_praise(words: str, flag: str) -> None:
    assert flag in _flags(words, "fr")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("On m’a rappelé à l’heure dite", "call_back"),
        ("Ne me rappelez pas", "call_back"),
        ("Pas besoin de me rappeler", "call_back"),
        ("J’ai été remboursé en deux jours", "refund"),
        ("Je ne demande pas de remboursement", "refund"),
        ("Je ne veux pas résilier", "leave"),
        ("J’ai eu ma réponse tout de suite", "answer"),
        ("Rien d’urgent", "urgent"),
        ("Je ne vais pas changer d’opérateur", "threat_to_leave"),
        ("Je pars en vacances demain", "threat_to_leave"),
        ("Plus jamais eu de panne depuis", "threat_to_leave"),
        ("Conseiller pas aimable du tout", "praise_of_staff"),
        ("Aucun conseiller compétent", "praise_of_staff"),
        ("Très bon produit", "praise_of_staff"),
    ],
)
def test_french_words_that_deny_it(words: str, flag: str) -> None:
    assert flag not in _flags(words, "fr")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("Please call me back tomorrow", "call_back"),
        ("I am still waiting for a call back", "call_back"),
        ("I want a refund", "refund"),
        ("Still no refund after six weeks", "refund"),
        ("Where is my money?", "refund"),
        ("How do I cancel my contract?", "leave"),
        ("Please close my account", "leave"),
        ("Can you tell me when it will arrive?", "answer"),
        ("I am waiting for an answer", "answer"),
        ("I need this fixed asap", "urgent"),
        ("I’m going to switch to another provider", "threat_to_leave"),
        ("Never again", "threat_to_leave"),
        ("You just lost a loyal customer", "threat_to_leave"),
        ("The agent was so helpful", "praise_of_staff"),
        ("Kudos to your crew", "praise_of_staff"),
    ],
)
def test_english_words_that_ask_threaten_or_praise(words: str, flag: str) -> None:
    assert flag in _flags(words, "en")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("No need to call me", "call_back"),
        ("They called me back within the hour", "call_back"),
        ("I got my refund within two days", "refund"),
        ("I don’t want a refund", "refund"),
        ("I don’t want to cancel my contract", "leave"),
        ("It is not urgent, no rush", "urgent"),
        ("I am not going to switch", "threat_to_leave"),
        ("Never again had a problem since", "threat_to_leave"),
        ("The agent was not helpful", "praise_of_staff"),
        ("Great product", "praise_of_staff"),
    ],
)
def test_english_words_that_deny_it(words: str, flag: str) -> None:
    assert flag not in _flags(words, "en")


def test_praise_in_a_clause_that_is_displeased_is_none() -> None:
    assert "praise_of_staff" not in _flags("Bravo à toute l’équipe", "fr", Feeling.BAD)


def test_one_clause_denies_nothing_of_another() -> None:
    found = _flags("Je ne veux pas de remboursement. Rappelez-moi", "fr")

    assert found == {"call_back"}


@pytest.mark.parametrize(("words", "grade"), [("Bonjour", 0), ("Très lent", 1), ("C’est INADMISSIBLE !!!", 3)])
def test_words_are_more_or_less_intense(words: str, grade: int) -> None:
    assert intensity_of(words) == grade


def test_flags_go_through_their_bits_unchanged() -> None:
    assert flags_in(bits_of(frozenset(Flag))) == frozenset(Flag)


@pytest.mark.parametrize(
    ("position", "feeling", "probability", "is_one"),
    [
        (1.0, Feeling.BAD, 0.75, True),
        (1.0, Feeling.BAD, 0.74, False),
        (0.0, Feeling.GOOD, 0.9, True),
        (0.5, Feeling.BAD, 0.9, False),
        (1.0, Feeling.NEITHER, 0.9, False),
        (None, Feeling.BAD, 0.9, False),
        (0.0, None, 0.0, False),
    ],
)
def test_words_contradict_a_score_only_where_their_feeling_is_sure(
    position: float | None, feeling: Feeling | None, probability: float, is_one: bool
) -> None:
    assert contradicts(position, feeling, probability) is is_one
