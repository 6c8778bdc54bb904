"""The words by which a customer tells us to stop writing, or to write again."""

import re
import unicodedata

from aisance.outreach.contracts import Heard

# Those that operators in France and the CTIA in North America ask everybody to honour, and what people write instead.
STOP = frozenset(
    "STOP STOPALL STOPSMS STOPPUB UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE "
    "ARRET ARRETE ARRETER ARRETEZ DESABONNER DESABONNEMENT DESABO DESINSCRIRE DESINSCRIPTION".split()
)
START = frozenset("START UNSTOP RESUME SUBSCRIBE REPRENDRE REPRISE".split())
BESIDE = frozenset("SMS ALL TOUT TOUS PUB PLEASE PLS SVP MERCI THANKS THANK YOU ME IT THIS CA LES DES".split())
"""Words that may stand beside the one that counts: STOP SMS, stop svp."""
PHRASES = {"OPT OUT": "OPTOUT", "ME DESABONNER": "DESABONNER", "ME DESINSCRIRE": "DESINSCRIRE"}


def meaning_of(words: str) -> Heard:
    """What a text asks for: to stop, to start again, or something else.

    A text counts that holds one such word, by itself or beside words of politeness and numbers, whatever its accents,
    case and punctuation. A sentence is somebody's answer, not an order: `Stop calling about my arrears` is for people.

    >>> [meaning_of(words).value for words in ("stop", " Arrêt. ", "STOP SMS svp", "Stop 36111", "opt-out")]
    ['stop', 'stop', 'stop', 'stop', 'stop']
    >>> [meaning_of(words).value for words in ("Start", "10", "arrêt de ma box", "Please do stop the line", "")]
    ['start', 'other', 'other', 'other', 'other']
    """
    plain = _plain(words[:200])
    for phrase, word in PHRASES.items():
        plain = plain.replace(phrase, word)
    said = [word for word in plain.split() if word not in BESIDE and not word.isdigit()]
    if len(said) != 1:
        return Heard.OTHER
    return Heard.STOP if said[0] in STOP else Heard.START if said[0] in START else Heard.OTHER


def _plain(words: str) -> str:
    """Upper case without accents, everything but letters and digits being a space."""
    decomposed = unicodedata.normalize("NFKD", words.upper())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[^A-Z0-9]+", " ", bare)
