"""What finds flags in a clause, and what takes a find back, by language: data for `flags`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aisance.verbatims.contracts import Flag

_WISH_FR = (
    r"(?:pouvez|pourriez|pourrait|peut-on|merci de|merci d'avance de|veuillez|priere de|voudrais|voudrions|aimerais|"
    r"souhait\w*|veux|voulons|demand\w+|exig\w+|reclam\w+|desir\w+|attend\w*|faut|besoin)"
)
_WISH_EN = (
    r"(?:please|pls|can|could|would|want\w*|need\w*|like|wish|demand\w*|expect\w*|request\w*|waiting|await\w*|someone)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What finds a flag in a clause, and what takes the find back."""

    finds: re.Pattern[str]
    bars: re.Pattern[str]


def _sign(finds: Sequence[str], bars: Sequence[str] = ()) -> Sign:
    return Sign(re.compile("|".join(finds)), re.compile("|".join(bars) or r"(?!)"))


SIGNS: Mapping[str, Mapping[Flag, Sign]] = {
    "fr": {
        Flag.CALL_BACK: _sign(
            [
                r"\b(?:rappele|recontacte|contacte|telephone|appele)[zr]?-(?:moi|nous)\b",
                rf"\b{_WISH_FR}\b.{{0,30}}\b(?:me|nous|m'|soit|etre) ?(?:rappel|recontact|contact|telephon|joindre)\w*",
                rf"\b{_WISH_FR}\b.{{0,25}}\b(?:un|votre|le|son|ce) (?:rappel|appel|coup de fil)\b",
                r"\bqu(?:e quelqu'un|'on|'un conseiller|e vous) (?:me|nous|m') ?(?:rappel|recontact|contact)\w*",
            ],
            [
                r"\bne (?:me|nous|m') ?(?:rappele|contacte|telephone|appele)",
                r"\b(?:pas|plus) (?:besoin|necessaire|la peine|utile|etre (?:rappele|contacte))",
                r"\binutile de (?:me|nous)",
            ],
        ),
        Flag.REFUND: _sign(
            [
                r"\bremboursez[- ](?:moi|nous)\b",
                rf"\b{_WISH_FR}\b.{{0,45}}\b(?:rembours\w*|mon argent|mon du)\b",
                r"\bquand\b.{0,30}\brembours",
                r"\b(?:toujours|jamais|encore) (?:pas )?(?:ete )?rembours",
                r"\btoujours pas\b.{0,30}\bremboursement",
                r"\brend(?:ez|re)[- ](?:moi|nous)\b.{0,12}\bargent",
                r"\bpas (?:ete |encore ete |encore )?rembours",
            ],
            [
                r"\bne (?:demande|veux|souhaite|reclame|voudrais) (?:pas|plus|aucun)",
                r"\b(?:ai|avons|suis|sommes) (?:bien |enfin |deja )*(?:ete )?rembourse",
                r"\bremboursement (?:recu|rapide|immediat|effectue|obtenu)",
            ],
        ),
        Flag.LEAVE: _sign(
            [
                rf"\b{_WISH_FR}\b.{{0,30}}\b(?:resili\w+|clotur\w+|fermer (?:mon|ce|le|mes) comptes?)",
                rf"\b{_WISH_FR}\b.{{0,30}}\bannul\w+ (?:mon|l'|cet?) ?(?:abonnement|contrat|adhesion|assurance)",
                r"\bcomment (?:faire pour |puis-je |peut-on )?(?:resilier|cloturer|fermer mon compte|me desabonner)",
                r"\bresiliez (?:mon|ce|mes)",
                r"\bje resilie\b",
            ],
            [
                r"\bne (?:veux|souhaite|voudrais|demande|compte|resilie)\b.{0,12}\b(?:pas|plus)\b",
                r"\ball(?:ez|er) pas\b",
            ],
        ),
        Flag.ANSWER: _sign(
            [
                r"\brepondez[- ](?:moi|nous)\b",
                rf"\b{_WISH_FR}\b.{{0,30}}\b(?:me|nous) (?:repond\w+|renseigner|tenir au courant|expliquer|dire)\b",
                rf"\b{_WISH_FR}\b.{{0,20}}\b(?:une|votre|vos|de|des|la) (?:reponses?|retour|nouvelles)\b",
                rf"\b{_WISH_FR}\b.{{0,12}}\bsavoir\b",
                r"\b(?:comment|quand|combien|quels?|quelles?|est-ce qu|puis-je|peut-on|pouvez-vous|pourriez-vous|avez-vous"
                r"|y a-t-il|a quelle|ou se|ou puis|qui contacter)\b.*\?",
            ],
            [
                r"\bn'attend\w* (?:pas|plus|aucune)",
                r"\b(?:pas|plus) besoin d",
                r"\b(?:ai|avons) (?:bien |enfin )?(?:eu|recu|obtenu)",
            ],
        ),
        Flag.URGENT: _sign(
            [
                r"\burgen(?:t|te|ts|ce)\b",
                r"\bau plus (?:vite|tot)\b",
                r"\bdes que possible\b",
                r"\ble plus (?:vite|rapidement|tot) possible\b",
                r"\basap\b",
                r"\bsans (?:plus )?(?:tarder|delai|attendre)\b",
            ],
            [
                r"\b(?:pas|rien d'|aucune|sans|ni) ?urgen",
                r"\bsans attendre\b.{0,20}\b(?:au telephone|pris|recu|repond)",
                r"\b(?:ete|a|ont) (?:pris|traite|resolu|regle|repondu|livre|rappele)\w*\b.{0,30}\b(?:urgen|sans |au plus|des que)",
            ],
        ),
        Flag.THREAT_TO_LEAVE: _sign(
            [
                r"\bje (?:vais |pense |compte |songe |envisage |vais finir par |suis prete? )*(?:a |de |serieusement )*"
                r"(?:resili|vous quitt|quitter? (?:vos|votre|cette|l'|definitivement)|partir(?! en)|changer? (?:d'operateur|"
                r"de (?:banque|fournisseur|operateur|assureur|prestataire|cremerie|boutique)))",
                r"\bje (?:pars|m'en vais|passe) (?:chez|a la|ailleurs|voir)",
                r"\bje (?:change|quitte) (?:d'operateur|de (?:banque|fournisseur|operateur|assur)|vos|votre|cette)",
                r"\b(?:j'irai|aller|je vais|vais aller|irai) (?:voir )?(?:ailleurs|a la concurrence|chez (?:un|vos|la) concurren)",
                r"\b(?:a|chez|vers) (?:la|un|vos) concurren",
                r"\bplus jamais\b",
                r"\bjamais plus\b",
                r"\bderniere fois que (?:je|nous|vous)",
                r"\b(?:avez|allez|aurez|venez de) (?:\w+ )?perd(?:u|re) (?:un|une|des|votre|vos)\b.{0,12}client",
                r"\bne (?:reviendr|reprendr|commander|recommander|remettr)(?:ai|ons)\b.{0,20}\b(?:plus|pas|jamais)\b",
                r"\ba fuir\b",
            ],
            [
                r"\bje ne (?:vais|pense|compte|songe|resilie|quitte|pars|change|vous)\b.{0,12}\b(?:pas|plus|jamais)\b",
                r"\bn'irai (?:pas|jamais)",
                r"\bplus jamais (?:eu|de (?:probleme|souci|panne|retard)|aucun)",
                r"\b(?:viens|venais|arrive|venant) (?:de|d'un|d'une)\b.{0,12}\bconcurren",
                r"\b(?:mieux|moins cher|plus cher) (?:que|qu'a|qu'chez)\b.{0,12}\bconcurren",
            ],
        ),
    },
    "en": {
        Flag.CALL_BACK: _sign(
            [
                rf"\b{_WISH_EN}\b.{{0,30}}\b(?:call|ring|phone|contact)(?:ing)? (?:me|us)\b",
                rf"\b{_WISH_EN}\b.{{0,25}}\b(?:a|your|the|that|my|some) (?:call ?back|phone call|return call|call)\b",
                r"^(?:then |so )?(?:call|ring|phone|contact) (?:me|us)\b",
                r"\bcall (?:me|us) back\b",
            ],
            [
                r"\b(?:don't|do not|dont|no need|never|please stop|stop|didn't|did not|nobody|no one|without)\b.{0,30}"
                r"\b(?:call|ring|phone|contact|callback)",
                r"\b(?:they|he|she|agent|you|who|did|someone) (?:did |actually |finally )?(?:called|call) (?:me|us) back (?:with|at|as|on|in|the|when)",
                r"\bthank\w* for\b",
            ],
        ),
        Flag.REFUND: _sign(
            [
                rf"\b(?:{_WISH_EN}|where(?:'s| is)|when|give)\b.{{0,40}}\b(?:refund\w*|my money|reimburs\w*)\b",
                r"^refund (?:me|us|my)\b",
                r"\brefund me\b",
                r"\b(?:still|yet)\b.{0,20}\b(?:no|not|haven't|waiting)\b.{0,30}\b(?:refund|reimburs)",
                r"\bno refund\b",
                r"\b(?:haven't|have not|not|never) (?:\w+ ){0,3}(?:refund|reimburse)",
            ],
            [
                r"\b(?:don't|do not|dont|didn't|did not) (?:want|need|expect|ask)",
                r"\b(?:got|received|had|have) (?:\w+ ){0,2}(?:refund|money back)(?!.*(?:not|n't))",
                r"\brefund (?:came|arrived|was (?:quick|fast|processed|received))",
            ],
        ),
        Flag.LEAVE: _sign(
            [
                rf"\b(?:{_WISH_EN}|how (?:do|can|to)|trying|going to|help me)\b.{{0,25}}\b(?:cancel|terminate|end|close) "
                r"(?:my|the|our|this) (?:\w+ )?(?:contract|account|subscription|membership|plan|policy|service)",
                r"^(?:cancel|close|terminate) (?:my|our|this) (?:\w+ )?(?:contract|account|subscription|membership|plan|policy)",
                r"\bi am (?:cancell?ing|closing|terminating) (?:my|our)",
            ],
            [
                r"\b(?:don't|do not|dont|not|never) (?:\w+ )?(?:want|wish|going|like|need)\b.{0,12}\bto (?:cancel|close|end|term)"
            ],
        ),
        Flag.ANSWER: _sign(
            [
                r"\b(?:please|pls|kindly) (?:answer|reply|respond|advise|explain|let (?:me|us) know)",
                r"\b(?:waiting|await\w*|want|need|like|expect\w*)\b.{0,12}\b(?:an?|your|some|the) (?:answers?|reply|response|explanation)\b",
                r"\b(?:like|want|need) to know\b",
                r"\blet me know\b",
                r"\b(?:how|when|what|where|which|can (?:i|you|we|someone|anyone)|could (?:i|you)|do you|does|is there|are there"
                r"|will (?:you|i|my|the)|should i|who (?:do|can|should))\b.*\?",
            ],
            [
                r"\b(?:don't|do not|no longer) (?:need|want|expect)",
                r"\b(?:got|had|received) (?:an|my|a) (?:answer|reply|response)",
            ],
        ),
        Flag.URGENT: _sign(
            [
                r"\burgent(?:ly)?\b",
                r"\basap\b",
                r"\bas (?:soon|quickly|fast) as possible\b",
                r"\bemergency\b(?! (?:exit|services|room|door|row))",
                r"\b(?:need|must|please)\b.{0,40}\b(?:right (?:now|away)|immediately|today|at once)\b",
            ],
            [r"\b(?:not|nothing|isn't|no) (?:\w+ )?urgent", r"\bno (?:rush|hurry|emergency)\b"],
        ),
        Flag.THREAT_TO_LEAVE: _sign(
            [
                r"\b(?:i'm|i am|im|i will|i'll|we are|we're|we will|gonna|going to|thinking (?:of|about)|about to|"
                r"considering|plan to) (?:seriously |now |definitely )*(?:be )?(?:leaving you|leave you|switch\w*|"
                r"cancel\w* (?:my|our) (?:account|contract|subscription|membership|card)|clos\w+ (?:my|our) account|"
                r"(?:go|going|move|moving) (?:to|with|over to) (?:a|another|your|the|one of your) (?:\w+ )?(?:compet|company|provider|bank|airline))",
                r"\bnever (?:again\b|(?:be )?(?:fly|use|buy|order|book|shop|deal|come|return|choose)\w*)",
                r"\blast time (?:i|we|you)\b",
                r"\b(?:lost|losing|lose) (?:a|another|this|yourself a|my|me|an?) (?:\w+[ -]){0,3}(?:customer|client|business|as a)",
                r"\b(?:take|taking|took) (?:my|our) (?:business|money|custom) elsewhere",
                r"\b(?:won't|will not|wont|not) be (?:back|flying|using|coming|returning|ordering)",
                r"\b(?:not|never) (?:coming|going) back\b",
                r"\bgo(?:ing)? elsewhere\b",
            ],
            [
                r"\b(?:not|n't|never) (?:going to|be|thinking of|planning to|consider\w*) (?:leav|switch|cancel|clos|mov)",
                r"\bnever again (?:had|have|a problem)",
                r"\bnever (?:fly|use|buy|order|book)\w* (?:anyone|anything|anybody|any other|another|with any)",
                r"\blast time (?:i|we) (?:called|phoned|wrote|came|spoke|flew|went|was|were|had)",
            ],
        ),
    },
}

STAFF = {
    "fr": re.compile(
        r"\b(?:conseill(?:er|ere)s?|interlocut\w+|technicien(?:ne)?s?|vendeu(?:r|se)s?|equipes?|personnel|agents?|livreurs?"
        r"|hotesses?|caissi(?:er|ere)s?|collaborat\w+|operat(?:eur|rice)s?|monsieur|dame|charge(?:e)? de|gestionnaire|"
        r"standardiste|employee?s?|receptionniste|accueil)\b|\[name\]"
    ),
    "en": re.compile(
        r"\b(?:agents?|advis[eo]rs?|rep|reps|representatives?|staff|crew|lady|gentleman|guys?|team|employees?|technicians?|"
        r"attendants?|pilots?|assistant|people|folks|engineer|driver|operator|personnel|woman|man|person)\b|\[name\]"
    ),
}
KIND_WORDS = {
    "fr": re.compile(
        r"\b(?:aimables?|gentil(?:le)?s?|merci|bravo|super|excellent\w*|formidables?|competent\w*|patient\w*|agreables?|"
        r"parfait\w*|efficaces?|ecoute|sympathiques?|sympas?|professionnel\w*|chaleureu\w+|souriant\w*|accueillant\w*|"
        r"top|genial\w*|felicit\w+|courtois\w*|disponibles?|charmant\w*|attentionne\w*|au petit soin|a l'ecoute|adorables?|"
        r"bienveillant\w*|reactif\w*|reactive\w*|serviables?|tres bien|impeccables?|remarquables?)\b"
    ),
    "en": re.compile(
        r"\b(?:friendly|kind|thank\w*|great|excellent|awesome|amazing|helpful|patient|lovely|wonderful|professional|polite|"
        r"fantastic|best|brilliant|courteous|nice|sweet|knowledgeable|superb|outstanding|incredible|kudos|rocks?|props|"
        r"shout ?out|welcoming|caring|love|loved|went above)\b"
    ),
}
DENIALS = {
    "fr": re.compile(
        r"\b(?:pas|peu|jamais|aucun\w*|sans|ni|manque\w*|moins|non|im?)\b(?:\W+\w+){0,2}\W*$|\bmanque\b|\bil faudrait\b|\bplus (?:d'|de )\w*$"
    ),
    "en": re.compile(
        r"\b(?:not|n't|no|never|isn't|wasn't|aren't|weren't|hardly|less|lack\w*|without|could be|be more|would be)\b(?:\W+\w+){0,3}\W*$"
    ),
}
STRONG_WORDS = re.compile(
    r"\b(?:tres|vraiment|absolument|totalement|completement|extremement|trop|jamais|inadmissible|scandal\w+|honte\w*|furieu\w+|"
    r"catastroph\w+|lamentable|deplorable|nul|arnaque\w*|inacceptable|exceptionnel\w*|formidable|parfait|"
    r"very|really|absolutely|totally|completely|extremely|so|never|worst|horrible|terrible|awful|disgust\w+|furious|"
    r"ridiculous|unacceptable|amazing|outstanding|best|incredible)\b"
)
