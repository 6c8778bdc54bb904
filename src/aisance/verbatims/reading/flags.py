"""What a text asks for, threatens or praises, by patterns that know negation; and how strongly it is said.

Patterns see one clause at a time, in small letters without accents. Each flag has what finds it and what takes the find
back: "je ne veux pas résilier" asks for nothing, "j'ai été remboursé" neither.
"""

from collections.abc import Iterable

from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.reading.flag_patterns import DENIALS, KIND_WORDS, SIGNS, STAFF, STRONG_WORDS
from aisance.verbatims.reading.masking import straight

MOST_INTENSE = 3


def flags_of(clauses: Iterable[tuple[str, Feeling]], language: str) -> frozenset[Flag]:
    """The flags of a text from its clauses and what each feels. In a language without patterns: none.

    >>> sorted(flags_of([("Rappelez-moi avant demain", Feeling.NEITHER)], "fr"))
    [<Flag.CALL_BACK: 'call_back'>]
    """
    if language not in SIGNS:
        return frozenset()
    return frozenset(flag for text, felt in clauses for flag in _in_clause(straight(text), felt, language))


def _in_clause(plain: str, felt: Feeling, language: str) -> Iterable[Flag]:
    for flag, sign in SIGNS[language].items():
        if sign.finds.search(plain) and not sign.bars.search(plain):
            yield flag
    if felt is not Feeling.BAD and _praises(plain, language):
        yield Flag.PRAISE_OF_STAFF


def _praises(plain: str, language: str) -> bool:
    """Somebody of the staff is named, and a kind word that nothing before it denies."""
    if not STAFF[language].search(plain):
        return False
    return any(not DENIALS[language].search(plain[: found.start()]) for found in KIND_WORDS[language].finditer(plain))


def intensity_of(text: str) -> int:
    """How strongly it is said, from 0 to 3: strong words, capitals and exclamation marks count one each.

    >>> intensity_of("Bonjour"), intensity_of("C'est INADMISSIBLE !!!")
    (0, 3)
    """
    shouted = [word for word in text.split() if len(word) > 3 and word.isupper()]
    signs = (bool(STRONG_WORDS.search(straight(text))), bool(shouted), text.count("!") > 1)
    return min(sum(signs), MOST_INTENSE)
