"""Which of the languages in use a text is written in."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

UNDETERMINED = ""
FEWEST_WORDS = 3
"""Under so many words nothing is said: two words in the wrong language are read as wrong as they are short."""

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPELLED = re.compile(r"\b(?:[^\W\d_] ){2,}[^\W\d_]\b")
_FRENCH = re.compile(r"[àâçéèêëîïôùûœ]|\b(?:[cdjlmnst]|qu)['’](?=[^\W\d_]{2})")
"""Letters and elisions that of the two only French has."""
_MASK = re.compile(r"\[[a-z]+\]")
_ARABIC_OR_HEBREW = re.compile("[\u0590-\u08ff]")
_LONG_ENOUGH = 600


def language_of(text: str, languages: Sequence[str] = ("fr", "en"), *, hint: str = "") -> str:
    """The code of the language, or the empty string where it cannot be told.

    `hint` is what else is known, as the language in which the question was put: it stands for texts of one or two
    words, never against a text that is long enough to speak for itself. Masks are not words.
    """
    plain = _MASK.sub(" ", text[:_LONG_ENOUGH])
    words = _LETTERS.findall(_SPELLED.sub(lambda found: found.group().replace(" ", ""), plain))
    if len(words) < FEWEST_WORDS or _ARABIC_OR_HEBREW.search(text[:_LONG_ENOUGH]):
        return hint if words and hint in languages and not _ARABIC_OR_HEBREW.search(text) else UNDETERMINED
    small = [word.casefold() for word in words]
    french = len(_FRENCH.findall(plain.casefold()))
    return _by_little_words(small, languages, french) or str(_identifier(tuple(languages)).classify(" ".join(small))[0])


LITTLE = {
    "fr": frozenset(
        """et le la les des une du je ne pas est très tres avec pour ma mon mes vous nous votre vos qui que ce cette ai
        suis sur dans au aux en mais par sans il elle ils sont était été merci tout bien bon bonne trop rapide facile
        efficace parfait toujours jamais aucun aucune satisfait contente ça ca puis maintenant donc alors aussi ainsi
        comme si ou où quand depuis chez entre après avant même leur leurs lui cela ces cet cette sa ses tes nos peu
        beaucoup assez moins déjà quoi vers contre avoir être fait""".split()
    ),
    "en": frozenset(
        """the is are was were be been to of and in it my your you we they he she that this with for not have has had do
        did does will would can could what when how why who there here from at by an as so but if or about just get
        got very thanks thank great good easy quick am don its our me no than then them their these those into out up
        over after before again too only because been being both each some such while since until which whose nor
        """.split()
    ),
}
"""Words that stand in nearly every sentence of one language and hardly in the other: in few words, surer."""


def _by_little_words(words: Sequence[str], languages: Sequence[str], french: int) -> str:
    """The language that most of the little words speak; empty where they are even, or say nothing.

    `french` counts letters and elisions of French, which speak as words do.
    """
    found = {code: sum(word in LITTLE[code] for word in words) for code in languages if code in LITTLE}
    if "fr" in found:
        found["fr"] += french
    most = max(found.values(), default=0)
    leading = [code for code, n in found.items() if n == most]
    return leading[0] if most and len(leading) == 1 and len(found) == len(languages) else ""


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    """The model of py3langid, which comes with its package, among these languages only. Loading it takes .2 s."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages))
    return identifier
