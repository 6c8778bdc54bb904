"""Words that tell of health, religion, opinions, origin, a union or sex life: article 9 of the GDPR. Pure.

A list of roots in French and English, compared without accents and capitals. It warns a person who writes; it decides
nothing. It would rather warn once too often, but for words that every call centre says all day (a *policy* of returns,
the European *union*, a *syndic* of a building).
"""

import re
import unicodedata
from functools import cache

from aisance.customers.profile.contracts import Found

# A root matches a word that begins with it where it ends with a dash, else the whole word; several words are a phrase.
ROOTS: dict[str, str] = {
    "health": """
        malad- cancer- diabet- depress- burn-out burnout handicap- invalid- hospital- hopita- chimio- enceinte grossesse
        infirm- alzheimer parkinson asthm- allergi- epilep- psychiat- psycholog- therap- medicament- medicin- medecin-
        chirurg- operee opere greff- dialys- avc infarctus cardiaque- sida vih hiv seropositi- hepatit-
        addict- alcooli- toxicoman- fausse+couche avortement ivg menopaus- surdite sourd sourde malentendant- aveugle
        malvoyant- autis- dyslexi- bipolair- schizophren- anxie- anorexi- obes- arret+maladie affection+longue+duree
        fauteuil+roulant sclerose ordonnance+medicale traitement+medical symptome- diagnosti- fibromyalg-
        ill illness- sick sickness disease- disab- pregnan- miscarriage abortion hospice surgery surgical
        wheelchair blind deaf medication- prescription- stroke heart+attack heart+condition dementia tumo- chronic
        mental+health asthmatic anxiety alcoholic leukemia leukaemia leucemi- tumeur- arthrit-
    """,
    "religion": """
        religio- musulman- islam- chretien- catholi- protestant- evangeliste- juif juive juifs juives judaism- judaiq-
        bouddhis- hindou- athee athees athe temoin+de+jehovah mosquee- eglise synagogue- ramadan careme halal casher
        kascher pretre- imam- rabbin- voile+islamique bapteme- croyant- pratiquante pratiquant
        muslim- christian christians catholic- jew jews jewish buddhis- hindu- atheis- mosque- church synagog-
        kosher priest- rabbi- jehovah- worship- sikh-
    """,
    "opinions": """
        opinion+politique opinions+politiques militant- parti+politique extreme+droite extreme+gauche socialist-
        communist- macronist- lepenist- melenchon- lfi ecologiste royalist- anarchist- franc+macon- vote+pour
        votait+pour a+vote gilet+jaune gilets+jaunes convictions+philosophiques manifestant-
        political+opinion- political+party political+view- left+wing right+wing activist- votes+for voted+for
        conservative+party labour+party republican- democrat- freemason- trump+supporter
    """,
    "origin": """
        ethni- origine+etrangere origine+africaine origine+maghrebine origine+asiatique origines racial- raciale race
        immigr- sans+papiers arabe arabes maghrebin- africain- noir+de+peau peau+noire gitan- tsigane- roms metis-
        antillais- refugie- demandeur+d+asile
        ethnic- immigrant- refugee- asylum- undocumented gypsy gypsies african arab arabs skin+colo- racial+origin
    """,
    "union": """
        syndique syndiquee syndiques syndiquees syndicat syndicats syndical- syndicalis- cgt cfdt cftc cfe+cgc sud+rail
        force+ouvriere delegue+du+personnel greviste- fgtb
        trade+union- labor+union labour+union union+member- union+rep- shop+steward- unionis- unioniz- picket-
    """,
    "sex_life": """
        homosexu- heterosexu- bisexu- lesbien- gay gays transgenre- transsexu- orientation+sexuelle sexuel- vie+sexuelle
        amant amante infidel- pacs+avec+un+homme adulter-
        lesbian- transgender- sexual- sex+life mistress same+sex queer
    """,
}


def sensitive_words(text: str) -> list[Found]:
    """The sensitive words of a text, each once, in the order in which they stand, as they were written.

    >>> [(found.kind, found.word) for found in sensitive_words("Elle est DIABÉTIQUE et va à l’église.")]
    [('health', 'DIABÉTIQUE'), ('religion', 'église')]
    >>> sensitive_words("La politique de retour de l’Union européenne; le syndic est venu.")
    []
    """
    text = unicodedata.normalize("NFC", text)
    plain = _folded(text)
    hits = sorted((match.start(), match.end(), kind) for kind, roots in _patterns() for match in roots.finditer(plain))
    found: dict[tuple[str, str], Found] = {}
    for start, end, kind in hits:
        found.setdefault((kind, plain[start:end]), Found(kind, text[start:end]))
    return list(found.values())


def _folded(text: str) -> str:
    """Small letters without accents, as many as there were: each place stays where it was."""
    return "".join(_plain(letter) for letter in text)


@cache
def _plain(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0].lower()
    return bare if len(bare) == 1 else letter


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"(?<!\w)(?:{_alternatives(roots)})(?!\w)")) for kind, roots in ROOTS.items())


def _alternatives(roots: str) -> str:
    # The longest first, so that a phrase wins over the word with which it begins.
    words = sorted(set(roots.split()), key=len, reverse=True)
    return "|".join(_pattern(word) for word in words)


def _pattern(word: str) -> str:
    """Each word may stand in the plural; the space between two may be a hyphen or an apostrophe."""
    body = r"s?[\s'’-]+".join(re.escape(part) for part in word.removesuffix("-").split("+"))
    return body + (r"\w*" if word.endswith("-") else "s?")
