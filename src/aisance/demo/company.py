"""Orvane, who works there, its journey and its contact reasons. Invented, like every name here."""

from dataclasses import dataclass

from aisance.accounts.contracts import UnitKind
from aisance.core.permissions import Role

PASSWORD = "aisance-demo"  # noqa: S105  printed at every start; the demo holds nobody's data
COMPANY = "Orvane"


@dataclass(frozen=True, slots=True)
class UnitSpec:
    code: str
    name: str
    kind: UnitKind
    parent: str | None


UNITS = (
    UnitSpec("orvane", "Orvane", UnitKind.COMPANY, None),
    UnitSpec("france", "France", UnitKind.COUNTRY, "orvane"),
    UnitSpec("belgium", "Belgique · België", UnitKind.COUNTRY, "orvane"),
    UnitSpec("lille", "Lille", UnitKind.CENTRE, "france"),
    UnitSpec("nantes", "Nantes", UnitKind.CENTRE, "france"),
    UnitSpec("shops-fr", "Boutiques France", UnitKind.CENTRE, "france"),
    UnitSpec("namur", "Namur", UnitKind.CENTRE, "belgium"),
    UnitSpec("shops-be", "Boutiques Belgique", UnitKind.CENTRE, "belgium"),
    UnitSpec("lille-a", "Lille A", UnitKind.TEAM, "lille"),
    UnitSpec("lille-b", "Lille B", UnitKind.TEAM, "lille"),
    UnitSpec("nantes-a", "Nantes A", UnitKind.TEAM, "nantes"),
    UnitSpec("nantes-b", "Nantes B", UnitKind.TEAM, "nantes"),
    UnitSpec("namur-a", "Namur A", UnitKind.TEAM, "namur"),
    UnitSpec("namur-b", "Namur B", UnitKind.TEAM, "namur"),
    UnitSpec("shop-lille", "Boutique Lille Grand-Place", UnitKind.TEAM, "shops-fr"),
    UnitSpec("shop-nantes", "Boutique Nantes Commerce", UnitKind.TEAM, "shops-fr"),
    UnitSpec("shop-namur", "Boutique Namur Citadelle", UnitKind.TEAM, "shops-be"),
)


@dataclass(frozen=True, slots=True)
class PersonSpec:
    email: str
    name: str
    role: Role
    unit: str
    language: str


CAST = (
    PersonSpec("claire@orvane.example", "Claire Morvan", Role.MANAGER, "orvane", "fr"),
    PersonSpec("samira@orvane.example", "Samira Haddad", Role.SUPERVISOR, "lille", "fr"),
    PersonSpec("hugo@orvane.example", "Hugo Lambert", Role.ADVISOR, "lille-a", "fr"),
    PersonSpec("noah@orvane.example", "Noah Peeters", Role.ANALYST, "orvane", "en"),
    PersonSpec("elke@orvane.example", "Elke Jacobs", Role.DATA_PROTECTION, "orvane", "en"),
    PersonSpec("ada@orvane.example", "Ada Verlinden", Role.ADMINISTRATOR, "orvane", "en"),
)

JOURNEY = ("moving-in", {"fr": "Emménager", "en": "Moving in"})
STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("find", {"fr": "Trouver l’offre", "en": "Find the offer"}),
    ("price", {"fr": "Comprendre le prix", "en": "Understand the price"}),
    ("subscribe", {"fr": "Souscrire", "en": "Subscribe"}),
    ("documents", {"fr": "Fournir les pièces", "en": "Provide the documents"}),
    ("installation", {"fr": "Mise en service", "en": "Get connected"}),
    ("first-bill", {"fr": "Première facture", "en": "First bill"}),
)
REASONS: dict[str, dict[str, str]] = {
    "move": {"fr": "Emménagement", "en": "Moving in"},
    "bill": {"fr": "Facture", "en": "Bill"},
    "outage": {"fr": "Panne", "en": "Outage"},
    "offer": {"fr": "Changer d’offre", "en": "Change of plan"},
    "account": {"fr": "Compte et accès", "en": "Account and access"},
    "cancel": {"fr": "Résiliation", "en": "Cancellation"},
}

# A question of Orvane's own, which no product could know.
CLARITY_WORDING = {"fr": "Notre conseiller a-t-il été clair\u202f?", "en": "Was our advisor clear?"}
CLARITY_POINTS = {
    1: {"fr": "Pas du tout", "en": "Not at all"},
    2: {"fr": "Pas vraiment", "en": "Not really"},
    3: {"fr": "Moyennement", "en": "So so"},
    4: {"fr": "Plutôt", "en": "Rather"},
    5: {"fr": "Tout à fait", "en": "Completely"},
}
QUESTIONS_ASKED = ("net_easy", "effort", "components", "nps", "resolved", "clarity", "why")

FIRST_NAMES = (
    "Adèle Agnès Alain Amina Anaïs André Anouk Antoine Arthur Aya Baptiste Béatrice Benoît Camille Carole Cédric Chloé "
    "Christine Daniel David Delphine Didier Élise Émile Emma Éric Fatima Florence Gabriel Hélène Henri Inès Isabelle "
    "Jade Jean Jeanne Joséphine Jules Karim Laura Léa Léo Louise Lucas Lucie Malik Manon Marc Marie Mathis Maud Mehdi "
    "Nadia Nathan Nicolas Noémie Olivier Paul Pauline Philippe Rachid Raphaël Rose Sarah Simon Sofia Sophie Théo Thomas "
    "Valérie Victor Yasmine Yves Zoé Alice Charlotte Emily George Grace Harry Jack James Lily Oliver Olivia Oscar"
).split()
LAST_NAMES = (
    "Adam André Aubert Bailly Barbier Benali Bernard Bertin Blanc Bonnet Boucher Boyer Brun Carlier Charlier Claes "
    "Colin Collard Cordier David Declercq Delattre Denis Deschamps Dubois Dufour Dumont Dupuis Durand Fabre Faure "
    "Fontaine Fournier Gauthier Gérard Girard Goffin Guérin Haddad Henry Hubert Jacquet Janssens Joly Lacroix Lambert "
    "Laurent Leclercq Lefèvre Legrand Lemaire Leroy Maes Marchal Martin Masson Mercier Meunier Michel Moreau Nguyen "
    "Noël Olivier Peeters Perrin Petit Philippe Picard Poirier Renard Renaud Rey Richard Rivière Robert Roche Roger "
    "Rolland Rousseau Roy Schmitt Simon Thomas Vasseur Vidal Vincent Wouters Baker Clarke Evans Green Hughes Morris"
).split()
ADVISOR_NAMES = (
    "Inès Karim Maud Jules Nora Théo Alix Yann Lina Rémi Sacha Eva Tom Mila Enzo Jade Noé Léna Axel Ana".split()
)
