"""The purposes that are there before anybody wrote one. A stored purpose with the same code takes its place."""

from aisance.consent.contracts import LegalBasis, PurposeCard, PurposeKind

READY_MADE = (
    PurposeCard(
        "legal",
        {"fr": "Obligations légales", "en": "Legal duties"},
        {
            "fr": "Ce que la loi nous oblige à vous écrire, par exemple un rappel de sécurité.",
            "en": "What the law makes us write to you, such as a safety recall.",
        },
        PurposeKind.LEGAL,
        LegalBasis.LEGAL_DUTY,
        notice=1,
        notice_text={
            "fr": "Ces messages sont exigés par la loi ; ils ne peuvent pas être arrêtés.",
            "en": "The law asks for these messages; they cannot be stopped.",
        },
        position=10,
    ),
    PurposeCard(
        "service",
        {"fr": "Votre contrat et vos demandes", "en": "Your contract and your requests"},
        {
            "fr": "La suite d’une demande, d’une commande ou d’un contrat.",
            "en": "What follows from a request, an order or a contract of yours.",
        },
        PurposeKind.SERVICE,
        LegalBasis.CONTRACT,
        notice=1,
        notice_text={
            "fr": "Ces messages font partie de votre contrat ou répondent à votre demande.",
            "en": "These messages are part of your contract, or answer your request.",
        },
        position=20,
    ),
    PurposeCard(
        "surveys",
        {"fr": "Votre avis", "en": "Your opinion"},
        {
            "fr": "Une question courte après un contact, ou de temps en temps.",
            "en": "A short question after a contact, or now and then.",
        },
        PurposeKind.SURVEY,
        LegalBasis.LEGITIMATE_INTEREST,
        notice=1,
        notice_text={
            "fr": "Nous vous demandons votre avis pour améliorer notre service. Vous pouvez refuser à tout moment.",
            "en": "We ask for your opinion to improve our service. You may say no at any time.",
        },
        position=30,
    ),
    PurposeCard(
        "news",
        {"fr": "Nouveautés et offres", "en": "News and offers"},
        {
            "fr": "Nos nouveautés et nos offres, seulement si vous le voulez.",
            "en": "What is new and what we offer, only if you want it.",
        },
        PurposeKind.MARKETING,
        LegalBasis.CONSENT,
        notice=1,
        notice_text={
            "fr": "J’accepte de recevoir des nouveautés et des offres par ce canal. "
            "Je peux retirer mon accord à tout moment, aussi facilement que je l’ai donné.",
            "en": "I agree to receive news and offers by this channel. "
            "I may withdraw at any time, as easily as I agreed.",
        },
        position=40,
    ),
    PurposeCard(
        "testimonials",
        {"fr": "Votre témoignage", "en": "Your testimonial"},
        {
            "fr": "Une fois par an au plus, si vous êtes content de nous.",
            "en": "Once a year at most, if you are happy with us.",
        },
        PurposeKind.MARKETING,
        LegalBasis.CONSENT,
        notice=1,
        notice_text={
            "fr": "J’accepte qu’on me demande par ce canal, une fois par an au plus, si je veux témoigner. "
            "Je peux retirer mon accord à tout moment, aussi facilement que je l’ai donné.",
            "en": "I agree to be asked by this channel, once a year at most, whether I want to give a testimonial. "
            "I may withdraw at any time, as easily as I agreed.",
        },
        position=50,
    ),
    # Asked for on the page of a testimonial, with the words and the places: no channel to tick among preferences.
    PurposeCard(
        "publication",
        {"fr": "Publication de votre témoignage", "en": "Publication of your testimonial"},
        {
            "fr": "Montrer ce que vous avez écrit, là où vous l’avez permis.",
            "en": "To show what you wrote, where you allowed it.",
        },
        PurposeKind.MARKETING,
        LegalBasis.CONSENT,
        notice=1,
        notice_text={
            "fr": "J’accepte que ce texte soit publié aux endroits que j’ai cochés, nommé comme je l’ai choisi. "
            "Je peux le retirer à tout moment par le même lien\u202f; vous l’enlevez alors partout.",
            "en": "I agree that this text is published in the places that I ticked, named as I chose. "
            "I may withdraw it at any time by the same link; you then take it down everywhere.",
        },
        position=60,
        is_active=False,
    ),
)
