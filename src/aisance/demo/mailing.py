"""Mail that came in at Orvane: answers that found their case, one with a photograph, and some to sort."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from zlib import crc32

from aisance.cases import public as cases
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.customers.public import customer_cards

QUOTED = {
    "fr": "Le {day}, Orvane <relation@orvane.example> a écrit :\n\n> Bonjour,\n> Pouvez-vous nous envoyer une photo ?\n",
    "en": "On {day}, Orvane <relation@orvane.example> wrote:\n\n> Hello,\n> Could you send us a photograph?\n",
}
ANSWERS = (
    {
        "fr": "Bonjour,\n\nVoici la photo du compteur. J’attends toujours votre appel.",
        "en": "Hello,\n\nHere is the photograph of the meter. I am still waiting for your call.",
    },
    {
        "fr": "J’ai déjà donné mon numéro deux fois. Le revoici : 4512.",
        "en": "I have given my number twice already. Here it is again: 4512.",
    },
)
STRANGERS = (
    (
        "Luc Ferrand <luc.ferrand@courrier.example>",
        "Mon colis",
        "Bonjour, mon colis n’est jamais arrivé. À qui dois-je m’adresser ?",
    ),
    (
        "Emma Clarke <emma.clarke@post.example>",
        "Moving house",
        "Hello, we are moving in December. How do we take our contract along?",
    ),
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def mail_came_in(now: datetime, by: Viewer) -> None:
    """Bring a handful of mails of the last two days, and tie them to their cases."""
    found = cases.cases_between(by, now - timedelta(days=60), now)
    cards = customer_cards([case.customer_id for case in found if case.is_open and case.customer_id])
    reached = [(case, cards[case.customer_id]) for case in found if case.is_open and case.customer_id in cards]
    written = [(case.number, card, _address(card)) for case, card in reached if _address(card)]
    for place, (number, card, address) in enumerate(written[: len(ANSWERS)]):
        _bring(_answer(place, number, card, address, now), now - timedelta(hours=5 + 7 * place))
    if len(written) > len(ANSWERS):
        number = written[len(ANSWERS)][0]
        about = f"Dossier {number}"
        _bring(_mail("mon.mari@courrier.example", about, "C’est moi qui ai ouvert le colis.", now), now)
    for place, (sender, subject, words) in enumerate(STRANGERS):
        _bring(_mail(sender, subject, words, now), now - timedelta(hours=3 + 20 * place))
    news = _mail("Salon du client <lettre@salon.example>", "Le salon ouvre ses portes", "Programme", now)
    news["List-Id"] = "<lettre.salon.example>"
    _bring(news, now - timedelta(hours=9))


def _bring(mail: EmailMessage, at: datetime) -> None:
    with clock.stopped_at(at):
        cases.receive_mail(mail.as_bytes())
        cases.settle_mail()


def _address(card: CustomerCard) -> str:
    return next((value for kind, value in card.identifiers if kind == IdentifierKind.EMAIL), "")


def _answer(place: int, number: str, card: CustomerCard, address: str, now: datetime) -> EmailMessage:
    language = "en" if card.language.startswith("en") else "fr"
    quoted = QUOTED[language].format(day=f"{now - timedelta(days=2):%d/%m/%Y %H:%M}")
    words = f"{ANSWERS[place][language]}\n\n{card.name}\n\n{quoted}"
    mail = _mail(f"{card.name} <{address}>", f"Re: Orvane [{number}]", words, now)
    if place == 0:
        mail.add_attachment(PIXEL, maintype="image", subtype="png", filename="compteur.png")
    return mail


def _mail(sender: str, subject: str, words: str, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "relation@orvane.example", subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{crc32((sender + subject).encode()):x}@demo.example>"
    mail.set_content(words)
    return mail
