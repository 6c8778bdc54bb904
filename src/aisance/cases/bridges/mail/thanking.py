"""Whether a mail says nothing but thanks."""

import re
import unicodedata

MOST_WORDS = 25
_THANKS = frozenset(
    "merci mercis remercie remercions thanks thank thankyou thx cheers dank bedankt danke gracias".split()
)
_COURTESY = frozenset(
    # Greetings and closings.
    "bonjour bonsoir hello hi dear hey madame monsieur mme mr mrs cordialement bien salutations sinceres bonne bon "
    "journee soiree weekend continuation kind best warm regards sincerely have good nice great day evening goedendag "
    "vriendelijke groeten met groet mit freundlichen grussen gruss hallo goedemorgen "
    # What one thanks for, and how much.
    "beaucoup infiniment encore mille fois grand vous toi nous je t a l la le les et pour votre vos ton tout toute "
    "equipe aide gentillesse rapidite efficacite patience professionnalisme intervention suivi service "
    "you very much so many a lot again for your the all team and help support kindness patience quick it this we i "
    "zeer hartelijk hartelijke veel voor uw de hulp u vielen sehr schon fur ihre hilfe "
    # That all is well.
    "oui c est cest ok parfait super genial excellent impeccable top nickel resolu regle yes perfect lovely is its "
    "solved sorted works now ja in orde opgelost".split()
)


def is_plain_thanks(words: str, names: str = "") -> bool:
    """Whether words say thanks and nothing that wants an answer, in French, English, Dutch or German.

    Every word must be one of thanks, of courtesy, or of the writer's own `names`: one word more, a number or a
    question, and somebody reads it. "Merci de" asks for something in French, so that it is none.

    >>> is_plain_thanks("Merci beaucoup pour votre aide ! Cordialement, Alice Masson", "Alice Masson")
    True
    >>> is_plain_thanks("Merci, mais rien n’a changé."), is_plain_thanks("Merci de me rappeler."), is_plain_thanks("Ok")
    (False, False, False)
    """
    said = _words(words)
    known = _THANKS | _COURTESY | frozenset(_words(names))
    return "?" not in words and len(said) <= MOST_WORDS and known.issuperset(said) and not _THANKS.isdisjoint(said)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
