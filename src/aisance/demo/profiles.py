"""What the company asks its customers for, what it is for, and what some of them told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.public import (
    Fate,
    FieldCard,
    FieldKind,
    Option,
    ServiceCard,
    Use,
    Way,
    choose_service,
    field_card,
    give_value,
    note_asked,
    note_use,
    set_field,
    set_service,
)

ASKED = 90
"""How many customers were asked, of whom half are offered the alert, and a third told something unasked."""
UNREAD_DAYS = 230
TIMES = (
    Option("morning", {"fr": "Le matin", "en": "In the morning"}),
    Option("evening", {"fr": "Après 18 heures", "en": "After six"}),
)
FIELDS: tuple[dict[str, Any], ...] = (
    {
        "code": "moving-soon",
        "name": {"fr": "Déménagement prévu", "en": "Moving soon"},
        "question": {
            "fr": "Prévoyez-vous de déménager dans les six mois ?",
            "en": "Will you move house within six months?",
        },
        "kind": FieldKind.YES_NO,
        "use": Use.SEGMENT,
        "use_name": "movers",
        "purpose": {"fr": "préparer votre nouvelle ligne à temps", "en": "to prepare your new line in time"},
        "keep_days": 180,
        "weight": 3,
    },
    {
        "code": "best-time",
        "name": {"fr": "Meilleur moment pour appeler", "en": "Best time to call"},
        "question": {"fr": "Quand vous joindre au mieux ?", "en": "When is it best to call you?"},
        "kind": FieldKind.CHOICE,
        "options": TIMES,
        "use": Use.ROUTING,
        "use_name": "call-back",
        "purpose": {"fr": "vous rappeler quand cela vous arrange", "en": "to call back when it suits you"},
        "keep_days": 730,
        "weight": 4,
    },
    {
        "code": "mobile-alert",
        "name": {"fr": "Mobile pour les alertes", "en": "Mobile for alerts"},
        "question": {"fr": "À quel numéro envoyer l’alerte ?", "en": "To which number shall the alert go?"},
        "kind": FieldKind.TEXT,
        "use": Use.TEMPLATE,
        "use_name": "delivery-alert",
        "purpose": {"fr": "vous prévenir d’une livraison par SMS", "en": "to tell you of a delivery by SMS"},
        "keep_days": 365,
        "is_mandatory": True,
        "weight": 5,
    },
    {
        "code": "parking",
        "name": {"fr": "Stationnement", "en": "Parking"},
        "question": {"fr": "Peut-on stationner devant chez vous ?", "en": "Can one park at your door?"},
        "kind": FieldKind.YES_NO,
        "use": Use.ROUTING,
        "use_name": "technician",
        "purpose": {"fr": "envoyer le bon véhicule", "en": "to send the right van"},
        "keep_days": 365,
        "weight": 1,
    },
)
ALERT = {"fr": "Alerte de livraison par SMS", "en": "Delivery alert by SMS"}
OFFER = {
    "fr": "Un SMS la veille et une heure avant chaque livraison.",
    "en": "A text message the day before and an hour before each delivery.",
}


def profiles(ids: Sequence[int], seed: int, now: datetime, by: Viewer) -> None:
    """Four fields, one of which nothing reads any more; a service in exchange; a season of answers to them."""
    rng = np.random.default_rng([seed, 43])
    with clock.stopped_at(now - timedelta(days=UNREAD_DAYS)):
        for words in FIELDS:
            set_field(_card(words), by=by)
        needs = tuple(card for code in ("mobile-alert", "best-time") if (card := field_card(code)))
        alert = ServiceCard("delivery-alert", ALERT, OFFER, needs, is_open=True)
        set_service(alert, by=by)
    for number, place in enumerate(rng.choice(len(ids), ASKED, replace=False)):
        with clock.stopped_at(now - timedelta(days=int(rng.integers(1, 80)), minutes=number)):
            _one(ids[place], number, alert, float(rng.random()), by)
    note_use(["moving-soon"], kind=Use.SEGMENT, name="movers")
    note_use(["best-time"], kind=Use.ROUTING, name="call-back")
    note_use(["mobile-alert"], kind=Use.TEMPLATE, name="delivery-alert")


def _card(words: Mapping[str, Any]) -> FieldCard:
    usual = {"number": 0, "holds_since": 0, "options": (), "is_mandatory": False}
    return FieldCard(**{**usual, **words})


def _one(customer_id: int, number: int, alert: ServiceCard, chance: float, by: Viewer) -> None:
    """What one customer told: asked, for the alert, or of their own accord."""
    contact = f"demo:{number}"
    if number % 3 == 0:
        fate = Fate.REFUSED if chance < 0.6 else Fate.SKIPPED
        note_asked(customer_id, ["best-time"], way=Way.QUESTIONNAIRE, fate=fate, contact=contact, by=by)
    else:
        _told(customer_id, "moving-soon", "yes" if chance < 0.2 else "no", Way.QUESTIONNAIRE, contact, by)
    if number % 2 == 0:
        given = {"mobile-alert": f"06 12 34 {number:02} 00", "best-time": "evening" if chance < 0.3 else ""}
        choose_service(customer_id=customer_id, card=alert, given=given, via="link", by=by)
    if number % 3 == 1:
        _told(customer_id, "best-time", "morning" if chance < 0.5 else "evening", Way.LISTENING, contact, by)


def _told(customer_id: int, code: str, given: str, way: Way, contact: str, by: Viewer) -> None:
    source = "book" if way is Way.LISTENING else "desk"
    give_value(customer_id=customer_id, code=code, given=given, way=way, source=source, contact=contact, by=by)
