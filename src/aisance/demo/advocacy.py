"""What happy customers of Orvane gave: testimonials in every state, ideas with votes, and a few asked back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import numpy as np
from django.utils import translation

from aisance.accounts.public import units_by_code, viewer_of
from aisance.advocacy.contracts import AdvocacyRefusedError, Arm, IdeaStatus, Naming, Place
from aisance.advocacy.public import (
    accept,
    accept_offer,
    answer_wording,
    arms_of,
    ask,
    comment_idea,
    decide_idea,
    decline,
    give,
    give_idea,
    idea_of_customer,
    mend_cause,
    note_returns,
    note_use,
    offers_of,
    plan_win_back,
    propose_wording,
    set_switches,
    start_win_back,
    vote,
    withdraw,
    write_waiting,
)
from aisance.cases.contracts import CaseOutcome
from aisance.cases.public import cases_seen, close
from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.public import record
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.scope import EVERYTHING
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import PurchaseDraft, record_purchases, segment_members
from aisance.demo.draw import TEAMS
from aisance.journeys.public import reasons
from aisance.surveys.public import promoter_answers

SEEN = "Vu avec l’équipe\u202f: le transfert garde déjà le dossier ouvert dix minutes."
RETURNING = {Arm.TREATED: {1, 4, 8}, Arm.CONTROL: {5}}
AGREED_TO_BE_ASKED = 60
LOST_WHO_AGREED, LOST_LATELY = 220, 60
CUSTOMER = Viewer(kind="nobody", name="customer")

GESTURE, ACCEPTED = "voucher", 6

GIVEN = {
    "fr": (
        "On m’a rappelé à l’heure dite, et la facture a été corrigée pendant l’appel. Je ne m’y attendais plus.",
        "Emménagement un samedi, tout fonctionnait le soir même. La conseillère a pensé à tout.",
        "Trois questions, trois réponses claires, sans attendre. C’est rare.",
    ),
    "en": (
        "They called back at the minute they promised, and stayed until it worked.",
        "Moved on a Saturday, had light on Saturday night. Nobody asked me the same thing twice.",
        "I now pay less than before, because somebody took the time to look.",
    ),
}
SHORTER = {
    "fr": "On m’a rappelé à l’heure dite, et la facture a été corrigée pendant l’appel.",
    "en": "They called back at the minute they promised.",
}
STATES = ("asked", "given", "approved", "used", "reworded", "allowed", "withdrawn", "declined", "asked", "approved")


@dataclass(frozen=True, slots=True)
class Wish:
    """An idea: what staff call it, the words, the language, who gave it, where it stands, the answer, and votes."""

    title: str
    words: str
    language: str
    by_customer: bool
    status: IdeaStatus
    reply: str
    votes: int
    is_public: bool = True


WISHES = (
    Wish(
        "Un SMS la veille d’une coupure prévue",
        "Prévenez-nous par SMS la veille, on débranche et on s’organise.",
        "fr", True, IdeaStatus.PLANNED, "Le service démarre en janvier, d’abord à Lille.", 34,
    ),
    Wish(
        "Suivre sa panne dans l’application",
        "Voir où en est le technicien, comme pour un colis.",
        "fr", True, IdeaStatus.STUDIED, "", 27,
    ),
    Wish(
        "Une facture sur une seule page",
        "Ce que je paie, pourquoi c’est plus que le mois dernier, et c’est tout.",
        "fr", True, IdeaStatus.DONE, "C’est fait : le montant et l’écart sont en haut de la page.", 22,
    ),
    Wish(
        "Choose the hour of a call-back",
        "Let me pick the hour when you call back, I am at work until six.",
        "en", True, IdeaStatus.STUDIED, "", 18,
    ),
    Wish(
        "Send documents by photo",
        "A photo of the lease should do. I have no scanner.",
        "en", True, IdeaStatus.PLANNED, "From March on, in the customer area.", 15,
    ),
    Wish(
        "Rendez-vous le samedi",
        "Les rendez-vous du lundi au vendredi, quand on travaille, c’est impossible.",
        "fr", True, IdeaStatus.DECLINED,
        "Nos techniciens ne sont que d’astreinte le samedi ; nous ouvrons à la place des rendez-vous jusqu’à 20 heures.", 12,
    ),
    Wish(
        "Ne plus redemander le numéro de client",
        "Quand un client est transféré, son dossier devrait suivre : on lui redemande tout.",
        "fr", False, IdeaStatus.STUDIED, "", 9, is_public=False,
    ),
    Wish("", "Une file réservée aux personnes âgées en boutique.", "fr", True, IdeaStatus.NEW, "", 0, is_public=False),
    Wish("", "A button to say that the line works again.", "en", True, IdeaStatus.NEW, "", 0, is_public=False),
)  # fmt: skip


def happy_customers(
    claims: Sequence[CustomerClaim], ids: Sequence[int], people: dict[str, int], seed: int, now: datetime, by: Viewer
) -> None:
    """Write it all, the same for a seed."""
    rng = np.random.default_rng([seed, 71])
    manager, hugo = viewer_of(people["claire@orvane.example"]), viewer_of(people["hugo@orvane.example"])
    assert manager is not None
    assert hugo is not None
    place_of = {pk: place for place, pk in enumerate(ids)}
    answers = promoter_answers(EVERYTHING, now - timedelta(days=365), least=2, most=AGREED_TO_BE_ASKED)
    chosen = [place_of[pk] for pk in sorted({one.person_id for one in answers}) if pk in place_of]
    with clock.stopped_at(now - timedelta(days=60)):
        record([_agrees(claims[place], ids[place], "testimonials") for place in chosen], by=by)
    _testimonials(claims, ids, chosen, now, manager)
    _ideas(ids, rng.permutation(len(ids)).tolist(), now, manager, hugo)
    _asked_back(claims, ids, now, manager, by)


def _agrees(claim: CustomerClaim, customer_id: int, purpose: str) -> NewEntry:
    address = ("email", claim.identifiers[IdentifierKind.EMAIL])
    return NewEntry(
        customer_id, Act.GRANTED, Method.PHONE, purpose, "email", identifier=address, notice=1, language=claim.language
    )


def _testimonials(
    claims: Sequence[CustomerClaim], ids: Sequence[int], chosen: Sequence[int], now: datetime, manager: Viewer
) -> None:
    units = [unit.id for unit in units_by_code(TEAMS).values()]
    places = iter(chosen)
    for number, state in enumerate(STATES):
        with clock.stopped_at(now - timedelta(days=50 - 4 * number)):
            asked = _asked(ids, places, units[number % len(units)], manager)
        if asked is None:
            return
        testimonial, place = asked
        language = "fr" if claims[place].language == "fr" else "en"
        with clock.stopped_at(now - timedelta(days=48 - 4 * number)):
            _brought_to(state, testimonial, claims[place].name, language, number, manager)


def _asked(ids: Sequence[int], places: Iterator[int], unit_id: int, manager: Viewer) -> tuple[int, int] | None:
    """The first of them who may be asked; null where nobody is left, as in a small company."""
    for place in places:  # goes on where the last one stopped
        try:
            return ask(customer_id=ids[place], unit_id=unit_id, by=manager), place
        except AdvocacyRefusedError:
            continue
    return None


def _brought_to(state: str, testimonial: int, name: str, language: str, number: int, manager: Viewer) -> None:
    """What customer and manager did, until the testimonial stands there."""
    if state == "declined":
        decline(testimonial_id=testimonial, by=CUSTOMER)
    if state in {"asked", "declined"}:
        return
    naming = (Naming.FIRST, Naming.FULL, Naming.NONE)[number % 3]
    text = GIVEN[language][number % 3] if state not in {"reworded", "allowed"} else GIVEN[language][0]
    places = [Place.WEBSITE, Place.SOCIAL, Place.INSIDE][: 1 + number % 3]
    give(testimonial_id=testimonial, text=text, naming=naming, name=name, places=places, link="demo", by=CUSTOMER)
    if state in {"approved", "used", "withdrawn"}:
        accept(testimonial_id=testimonial, by=manager)
    if state in {"reworded", "allowed"}:
        propose_wording(testimonial_id=testimonial, text=SHORTER[language], by=manager)
    if state == "allowed":
        answer_wording(testimonial_id=testimonial, agrees=True, link="demo", by=CUSTOMER)
    if state in {"used", "withdrawn"}:
        where = "orvane.example/avis"
        note_use(testimonial_id=testimonial, place=Place.WEBSITE, where=where, used_on=clock.today(), by=manager)
    if state == "withdrawn":
        withdraw(testimonial_id=testimonial, link="demo", by=CUSTOMER)


def _ideas(ids: Sequence[int], places: Sequence[int], now: datetime, manager: Viewer, hugo: Viewer) -> None:
    set_switches(shows_ideas=True, takes_ideas=True, by=manager)
    unit = units_by_code(["lille-a"])["lille-a"].id
    for number, wish in enumerate(WISHES):
        with clock.stopped_at(now - timedelta(days=40 - 4 * number)):
            if wish.by_customer:
                pk = idea_of_customer(
                    words=wish.words, language=wish.language, customer_id=ids[places[number]], unit_id=unit, by=manager
                )
            else:
                with translation.override(wish.language):
                    pk = give_idea(title=wish.title, words=wish.words, unit_id=unit, by=hugo)
            for voter in range(wish.votes):
                vote(idea_id=pk, by=CUSTOMER, browser=sha256(f"{number}-{voter}".encode()).hexdigest())
        if wish.status != IdeaStatus.NEW:
            decide_idea(
                idea_id=pk, title=wish.title, status=wish.status, reply=wish.reply, is_public=wish.is_public, by=manager
            )
        if wish.by_customer and wish.votes:
            vote(idea_id=pk, by=hugo)
        if not wish.by_customer:
            comment_idea(idea_id=pk, words=SEEN, by=manager)


def _asked_back(
    claims: Sequence[CustomerClaim], ids: Sequence[int], now: datetime, manager: Viewer, by: Viewer
) -> None:
    """Those who have not bought for a year, seventy days ago: the bill is readable now."""
    place_of = {pk: place for place, pk in enumerate(ids)}
    words = {
        "fr": "Nos factures étaient illisibles, et vous étiez en droit de partir. Elles tiennent désormais sur une page.",
        "en": "Our bills could not be read, and you were right to leave. They now fit on one page.",
    }
    offer = {
        "fr": "Si vous revenez, un bon d’achat de 15 € vous attend.",
        "en": "If you come back, a voucher of 15 € waits for you.",
    }
    with clock.stopped_at(now - timedelta(days=70)):
        everybody = [int(pk) for pk in segment_members("lost") if int(pk) in place_of]
        lost = everybody[:LOST_WHO_AGREED]
        record([_agrees(claims[place_of[pk]], pk, "news") for pk in lost], by=by)
        bill = next(card.id for card in reasons() if card.code == "bill")
        day = clock.today() - timedelta(days=14)
        cause = mend_cause(
            reason_id=bill, since=day, words="La facture tient sur une page, le montant et l’écart en haut.", by=manager
        )
        row = plan_win_back(
            cause_id=cause, apology=words, offer=offer, segment="lost", control_percent=20, return_days=60,
            gesture=GESTURE, amount_minor=1_500, by=manager,
        )  # fmt: skip
        start_win_back(win_back_id=row, by=manager)
        while write_waiting():
            pass
    _asked_lately([int(pk) for pk in everybody[LOST_WHO_AGREED:]], claims, place_of, now, manager, by)
    _accept(row, now, manager)
    _come_back(row, {pk: claims[place_of[pk]] for pk in lost}, now, by)


def _asked_lately(
    lost: Sequence[int],
    claims: Sequence[CustomerClaim],
    place_of: dict[int, int],
    now: datetime,
    manager: Viewer,
    by: Viewer,
) -> None:
    """A second one of last week, whose offers are still open: too early to say what it brings."""
    words = {
        "fr": "Nos pannes duraient, et personne ne vous disait rien. Vous suivez désormais la vôtre, heure par heure.",
        "en": "Our outages went on, and nobody told you a thing. You may now follow yours hour by hour.",
    }
    offer = {
        "fr": "Si vous revenez, le premier mois est pour nous.",
        "en": "If you come back, the first month is ours.",
    }
    with clock.stopped_at(now - timedelta(days=6)):
        record([_agrees(claims[place_of[pk]], pk, "news") for pk in lost[:LOST_LATELY]], by=by)
        outage = next(card.id for card in reasons() if card.code == "outage")
        day, said = clock.today() - timedelta(days=10), "Chacun suit sa panne dans l’espace client."
        cause = mend_cause(reason_id=outage, since=day, words=said, by=manager)
        row = plan_win_back(
            cause_id=cause, apology=words, offer=offer, segment="lost", control_percent=30, return_days=60, by=manager
        )
        try:
            start_win_back(win_back_id=row, by=manager)
        except AdvocacyRefusedError:  # a small company has lost too few
            return
        while write_waiting():
            pass


def _accept(win_back: int, now: datetime, manager: Viewer) -> None:
    """Some say yes on their page; what was promised is given and carried out."""
    for days, attempt in enumerate(sorted(offers_of(win_back).values())[:ACCEPTED]):
        with clock.stopped_at(now - timedelta(days=66 - 2 * days)):
            accept_offer(attempt_id=attempt, by=CUSTOMER)
        with clock.stopped_at(now - timedelta(days=65 - 2 * days)):
            for case in cases_seen(manager).filter(source="promised", closed_at__isnull=True):
                done = "Bon envoyé par courrier."
                close(
                    case.pk, CaseOutcome.SAVED, root_cause=None, words=done, version=case.version, by=manager, ask=False
                )


def _come_back(win_back: int, claims: dict[int, CustomerClaim], now: datetime, by: Viewer) -> None:
    """The planted effect: three in ten of those written to buy again, one in ten of those left alone."""
    came: Counter[Arm] = Counter()
    drafts = []
    for customer_id, arm in sorted(arms_of(win_back).items()):
        came[arm] += 1
        if customer_id in claims and came[arm] % 10 in RETURNING[arm]:
            at = now - timedelta(days=65 - came[arm] % 40)
            external = CustomerClaim(
                {IdentifierKind.EXTERNAL: claims[customer_id].identifiers[IdentifierKind.EXTERNAL]}
            )
            drafts.append(PurchaseDraft("shop", f"B{customer_id:06}", at, external, 2_490, order_number="RETOUR"))
    record_purchases(drafts, by=by)
    note_returns()
