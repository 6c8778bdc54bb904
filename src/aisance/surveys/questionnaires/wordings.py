"""How a question is worded, in French and in English: does it ask two things, does it lead, is it hard to read. Pure.

These are rules of thumb, so they warn and never block. A text in another language is only measured, not judged.
"""

import re
from collections.abc import Mapping

JOINS: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(\w[\w’'-]*)\s+(et|ou|ainsi que|et/ou)\s+(?:(?:de|du|des|le|la|les|l|d)\b[’' ]?\s*)?(\w[\w’'-]*)", re.I
    ),
    "en": re.compile(
        r"\b(\w[\w’'-]*)\s+(and|or|as well as|and/or)\s+(?:(?:the|a|an|of|your|our)\s+)?(\w[\w’'-]*)", re.I
    ),
}

# Pairs that name one thing, or the two ends of one scale: (left, right), both without accents.
ONE_THING: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split())
    for pair in (
        "friend relative,friend colleague,friends family,friend family,family friend,yes no,more less,easy difficult,"
        "easy hard,satisfied dissatisfied,good bad,agree disagree,likely unlikely,simple complicated,terms conditions,"
        "questions answers,first last,name surname,one two,day night,ladies gentlemen,here there,again again,"
        "ami proche,ami collegue,amis famille,parent ami,proche ami,proches amis,famille amis,famille proches,"
        "oui non,plus moins,facile difficile,satisfait insatisfait,bon mauvais,simple complique,accord desaccord,"
        "nom prenom,jour nuit,un deux,madame monsieur,probable improbable,utile inutile,rapide lent,clair confus"
    ).split(",")
)

LEADING: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple((words, re.compile(pattern, re.I)) for words, pattern in patterns)
    for language, patterns in {
        "fr": (
            ("ne pensez-vous pas", r"\bne\s+(pensez|trouvez|croyez|diriez|estimez)[- ]vous\s+pas\b"),
            ("n’est-ce pas", r"\bn[’']est[- ]ce\s+pas\b"),
            ("avez-vous apprécié", r"\bavez[- ]vous\s+(beaucoup\s+)?(apprécié|aimé|adoré)\b"),
            (
                "notre excellent",
                r"\b(notre|nos)\s+(excellente?s?|super|formidables?|merveilleu\w+|célèbres?|nouve(au|l|lle)s?\s+et\s+\w+)\b",
            ),
            ("bien sûr", r"\b(bien\s+sûr|évidemment|naturellement|certainement|forcément)\b"),
            ("comme la plupart", r"\bcomme\s+(la\s+plupart|beaucoup|tous?)\b"),
            ("êtes-vous d’accord", r"\b(êtes[- ]vous|seriez[- ]vous)\s+d[’']accord\s+(pour\s+dire|que|avec)\b"),
            (
                "combien c’était bien",
                r"\bà\s+quel\s+point\s+\w+[- ](?:ce|il|elle)\s+(excellent|formidable|agréable|parfait)\w*\b",
            ),
        ),
        "en": (
            ("don’t you think", r"\b(don|wouldn|isn|didn|aren|weren|wasn|couldn|shouldn)[’']t\s+(you|it|we|they)\b"),
            ("how much did you enjoy", r"\bhow\s+much\s+(did|do|have)\s+you\s+(enjoy|love|like|appreciate)"),
            (
                "our excellent",
                r"\bour\s+(excellent|great|amazing|award[- ]winning|world[- ]class|friendly|outstanding|famous)\b",
            ),
            ("how great was", r"\bhow\s+(great|good|excellent|amazing|wonderful|helpful)\s+(was|were|is|are|did)\b"),
            ("obviously", r"\b(of\s+course|obviously|clearly|naturally|surely|certainly)\b"),
            ("like most", r"\b(like|as)\s+(most|many|all|other)\s+(of\s+)?(our\s+)?(customers|people|clients)\b"),
            ("do you agree that", r"\b(do|would)\s+you\s+agree\s+(that|with)\b"),
        ),
    }.items()
}

GOOD: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?<!pas )(?<!pas du tout )(très |tout à fait |plutôt )?"
        r"(satisfaits?|faciles?|bien|bon(ne)?s?|excellente?s?|d[’']accord|agréables?|oui|parfait\w*|clairs?|rapides?)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?<!not )(?<!not at all )(very |completely |fairly )?"
        r"(satisfied|easy|well|good|excellent|agree|pleasant|yes|perfect|clear|fast|likely)\b",
        re.I,
    ),
}
BAD: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(pas|insatisfaits?|mécontents?|difficiles?|mal|mauvais\w*|désaccord|désagréables?|non|confus\w*|lents?|compliqué\w*|jamais|nul\w*)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(not|dissatisfied|unhappy|difficult|hard|bad|poor|disagree|unpleasant|no|confus\w+|slow|complicated|never|terrible|unlikely)\b",
        re.I,
    ),
}

WAY_OUT = re.compile(
    r"\b(ne (sais|sait|souhaite|veux) pas|sans (avis|opinion|objet)|non concernée?s?|pas concernée?s?|ne s[’']applique|"
    r"autre|aucune?|"
    r"ni\b.*\bni|neutre|ne me souviens|préfère ne|"
    r"don[’']t (know|remember)|do not know|not (applicable|concerned|sure)|does(n[’']t| not) apply|n/a|"
    r"other|none|neither|neutral|no opinion|prefer not|can[’']t (say|remember))\b",
    re.I,
)

LONG_WORDS, HARD_LIX, SHORTEST_JUDGED = 25, 55, 9

_PLACE = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_UNACCENTED = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")


def asks_two_things(text: str, language: str) -> str:
    """The words by which a question seems to ask about two things at once; empty where it does not.

    >>> asks_two_things("How fast and friendly was our answer?", "en")
    'fast and friendly'
    >>> asks_two_things("Would you recommend us to a friend or relative?", "en")
    ''
    >>> asks_two_things("L’accueil et le délai vous ont-ils convenu ?", "fr")
    'L’accueil et le délai'
    """
    if text.count("?") + text.count("؟") > 1:
        return "? … ?"
    pattern = JOINS.get(language.split("-")[0])
    for found in pattern.finditer(text) if pattern else ():
        ends = frozenset(_plain(found[index]) for index in (1, 3))
        if ends not in ONE_THING:
            return found[0]
    return ""


def leads(text: str, language: str) -> str:
    """The words by which a question suggests its answer; empty where none is known.

    >>> leads("How much did you enjoy our new shop?", "en")
    'how much did you enjoy'
    >>> leads("Êtes-vous satisfait de notre réponse ?", "fr")
    ''
    """
    patterns = LEADING.get(language.split("-")[0], ())
    return next((words for words, pattern in patterns if pattern.search(text)), "")


def tone(text: str, language: str) -> int:
    """1 for words that praise, -1 for words that blame, 0 where neither or both are known to be there.

    >>> tone("Very satisfied", "en"), tone("Very dissatisfied", "en"), tone("Blue", "en")
    (1, -1, 0)
    """
    code = language.split("-")[0]
    if code not in GOOD:
        return 0
    bad = bool(BAD[code].search(text))
    return -1 if bad else int(bool(GOOD[code].search(text)))


def is_way_out(text: str) -> bool:
    """Whether an option lets somebody answer who has no opinion, or is not concerned.

    >>> is_way_out("Je ne sais pas"), is_way_out("Don’t know"), is_way_out("The bill")
    (True, True, False)
    """
    return bool(WAY_OUT.search(text))


def words_of(text: str) -> list[str]:
    """The words of a text without what is piped into it.

    >>> words_of("Hello {customer:name}, what’s next?")
    ['Hello', 'what’s', 'next']
    """
    return _WORD.findall(_PLACE.sub(" ", text))


def reading_difficulty(text: str) -> float:
    """LIX (Björnsson 1968): words a sentence plus the per cent of words longer than six letters; 0 for no words.

    Below 30 is a children's book, above 55 a law. It holds for every language written in words and sentences.

    >>> reading_difficulty("Was it easy? Tell us.")
    2.5
    """
    words = words_of(text)
    sentences = max(1, len(re.findall(r"[.!?؟;:]+", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words) if words else 0.0


def is_hard_to_read(text: str) -> bool:
    """Whether a wording is longer than 25 words, or long enough to judge and harder than LIX 55."""
    words = words_of(text)
    return len(words) > LONG_WORDS or (len(words) >= SHORTEST_JUDGED and reading_difficulty(text) > HARD_LIX)


def _plain(word: str) -> str:
    """A word without accents, an elided article and its plural."""
    word = re.split(r"[’']", word)[-1]
    return word.lower().translate(_UNACCENTED)
