"""The programme that is ready to switch on: what is asked right after a contact, and how."""

from typing import Any

CODE = "after-a-contact"
NAME = {"fr": "Après un contact", "en": "After a contact"}

# The question on ease and its seven points are those of BT, who ask from 1 = extremely easy to 7 = extremely difficult.
QUESTIONS: list[dict[str, Any]] = [
    {
        "kind": "net_easy",
        "wording": {
            "fr": "À quel point vous a-t-il été facile d’obtenir de notre part l’aide que vous souhaitiez ?",
            "en": "How easy was it to get the help you wanted from us today?",
        },
    },
    {
        "kind": "nps",
        "wording": {
            "fr": "Quelle est la probabilité que vous nous recommandiez à un proche ?",
            "en": "How likely are you to recommend us to a friend or relative?",
        },
    },
    {
        "kind": "resolved",
        "wording": {
            "fr": "Votre demande est-elle résolue ?",
            "en": "Has what you contacted us about been resolved?",
        },
    },
    {
        "kind": "why",
        "wording": {
            "fr": "Qu’est-ce qui vous a fait répondre ainsi ?",
            "en": "What made you answer as you did?",
        },
    },
]

SUBJECT = {
    "fr": "Était-ce facile ? Une question sur {contact}",
    "en": "Was it easy? A question about {contact}",
}

INVITATION = {
    "fr": "Merci d’avoir contacté {company}. Votre réponse sur {contact} nous aide à vous simplifier les choses.",
    "en": "Thank you for contacting {company}. Your answer about {contact} helps us make things easier for you.",
}

RULES: dict[str, Any] = {
    "channels": [],
    "step_ids": [],
    "wait_minutes": 15,
    "valid_hours": 168,
    "quiet_days": 30,
    "message_channel": "email",
}

# Questions that are not asked until somebody gives them a place.
USUAL_WORDINGS: dict[str, dict[str, str]] = {
    **{question["kind"]: question["wording"] for question in QUESTIONS},
    "csat": {
        "fr": "Êtes-vous satisfait de la réponse que nous vous avons donnée ?",
        "en": "How satisfied are you with the answer we gave you?",
    },
    "ces": {
        "fr": "L’entreprise m’a facilité le traitement de ma demande.",
        "en": "The company made it easy for me to handle my request.",
    },
    "effort": {
        "fr": "Combien d’efforts cela vous a-t-il demandés ?",
        "en": "How much effort did this take you?",
    },
    "components": {
        "fr": "Qu’est-ce qui vous a demandé un effort ?",
        "en": "What took you an effort?",
    },
    "cxi_needs": {
        "fr": "Avons-nous répondu à vos besoins ?",
        "en": "Did we meet your needs?",
    },
    "cxi_easy": {
        "fr": "Était-ce simple d’avoir affaire à nous ?",
        "en": "Was it easy to deal with us?",
    },
    "cxi_enjoyable": {
        "fr": "Était-ce agréable d’avoir affaire à nous ?",
        "en": "Was it pleasant to deal with us?",
    },
    "stay": {
        "fr": "Quelle est la probabilité que vous soyez encore notre client dans un an ?",
        "en": "How likely are you to be our customer a year from now?",
    },
    "customer_orientation": {
        "fr": "Dans votre équipe, les décisions partent-elles de ce qui est bon pour le client ?",
        "en": "In your team, do decisions start from what is good for the customer?",
    },
}

# What narrows the customers of a programme, by code.
AUDIENCE = ("reasons", "outcomes", "units", "languages", "segments")
