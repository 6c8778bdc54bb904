"""What invented customers write, by mood and contact reason, in both languages."""

GOOD: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "any": (
            "Très aimable, tout a été réglé en quelques minutes.",
            "Rapide et clair, rien à redire.",
            "La personne a compris ma demande du premier coup.",
            "Réponse immédiate, pendant que j’attendais le bus.",
            "On m’a rappelé à l’heure dite. Merci.",
        ),
        "move": ("Emménagement sans souci, tout fonctionnait le jour même.", "Le rendez-vous a été avancé, parfait."),
        "bill": ("On m’a expliqué la facture ligne par ligne, enfin !", "Erreur reconnue et remboursée tout de suite."),
        "outage": ("Dépannage en une heure, je n’y croyais plus.", "J’ai été prévenu par SMS, c’est bien fait."),
        "offer": ("Un vrai conseil, et je paie moins qu’avant.",),
        "account": ("Mot de passe retrouvé en deux minutes.",),
        "cancel": ("Résiliation simple et sans insister, chapeau.",),
    },
    "en": {
        "any": (
            "Very kind, all sorted within minutes.",
            "Quick and clear, nothing to add.",
            "The advisor understood me at once.",
            "They called back when they said they would. Thank you.",
        ),
        "move": ("Everything worked on the day we moved in.",),
        "bill": ("Somebody finally explained the bill line by line.",),
        "outage": ("Back on line within the hour.",),
        "offer": ("Honest advice, and I now pay less.",),
        "account": ("Password found again in two minutes.",),
        "cancel": ("Easy to cancel, and nobody insisted.",),
    },
}

FAIR: dict[str, tuple[str, ...]] = {
    "fr": (
        "Correct, mais un peu long.",
        "J’ai eu ma réponse après deux transferts.",
        "Réponse polie mais assez vague.",
        "Rien de particulier.",
    ),
    "en": (
        "Fine, but rather slow.",
        "I got my answer after two transfers.",
        "Polite, a bit vague.",
        "Nothing special.",
    ),
}

BAD: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "any": (
            "Vingt minutes d’attente pour une question simple.",
            "Il a fallu tout répéter à trois personnes différentes.",
            "On me dit une chose au téléphone et le contraire par courrier.",
            "Personne ne rappelle jamais.",
        ),
        "move": (
            "C’est la troisième fois que j’envoie mon justificatif, et à chaque appel on me dit qu’il n’est pas arrivé.",
            "Le site refuse mes pièces sans dire pourquoi.",
        ),
        "bill": (
            "Je n’ai toujours pas compris pourquoi je paie 40 € de plus.",
            "Deuxième appel pour la même facture, toujours pas corrigée.",
            "La facture est illisible.",
        ),
        "outage": ("Trois jours sans Internet et aucune date de réparation.", "Le technicien n’est pas venu."),
        "offer": ("L’offre affichée n’est plus la même au moment de signer.",),
        "account": ("Impossible de me connecter, le code n’arrive pas.",),
        "cancel": ("Il faut un courrier recommandé pour partir, c’est d’un autre âge.",),
    },
    "en": {
        "any": (
            "Twenty minutes on hold for a simple question.",
            "I had to tell my story to three different people.",
            "The phone says one thing, the letter another.",
        ),
        "move": ("Third time I send the same document, and each time it has not arrived.",),
        "bill": ("I still do not know why I pay 40 euros more.", "Second call about the same bill, still wrong."),
        "outage": ("Three days without internet and no date for the repair.",),
        "offer": ("The plan on the site is not the one I was asked to sign.",),
        "account": ("I cannot sign in, the code never comes.",),
        "cancel": ("A registered letter to leave? Really?",),
    },
}

NEWS: dict[str, tuple[str, ...]] = {
    "fr": (
        "Depuis la mise à jour, l’application se ferme toute seule.",
        "La nouvelle application plante dès que je l’ouvre.",
        "Mise à jour ratée : l’application plante sans cesse.",
    ),
    "en": (
        "Since the update the app closes by itself.",
        "The new app crashes as soon as I open it.",
        "A failed update: the app crashes all the time.",
    ),
}
"""What the displeased have written lately: something that nobody wrote before."""
