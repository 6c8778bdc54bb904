"""What the tests of advocacy share: customers who praise an advisor, at Lille and at Namur."""

from datetime import UTC, datetime, timedelta

from aisance.accounts.models import Advisor
from aisance.accounts.public import ensure_advisors
from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.public import record
from aisance.core.events import deliver_events
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.surveys.contracts import ResponseDraft
from aisance.surveys.public import record_responses
from aisance.verbatims.services import read_waiting
from tests.cast import BY, Cast
from tests.standing import standing

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KIND = ("Conseillère très professionnelle et à l'écoute, un vrai plaisir.", "Accueil chaleureux et souriant, merci.")
LILLE = {"unit": "lille-a", "advisor": "hugo"}


def claim(name: str) -> CustomerClaim:
    """Somebody known by their address."""
    return CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}, name.capitalize(), "fr")


def customer(name: str) -> int:
    """The id of one of them."""
    [found] = find_customers([claim(name)])
    assert found is not None
    return found


def answers(name: str, number: int, score: int, words: str, **about: str) -> list[ResponseDraft]:
    """A 0 to 10 and words, some days ago."""
    at = NOW - timedelta(days=10 * number)
    where = {"unit": "lille-a", **about}
    given = {"customer": claim(name), "language": "fr", **where}
    return [
        ResponseDraft("paper", f"{name}{number}", at, "nps", score, **given),  # type: ignore[arg-type]  # its keywords
        ResponseDraft("paper", f"{name}{number}", at, "why", text=words, **given),  # type: ignore[arg-type]  # as above
    ]


def agree(name: str) -> None:
    """Somebody agrees to be asked for a testimonial by e-mail."""
    identifier = ("email", f"{name}@example.org")
    entry = NewEntry(
        customer(name),
        Act.GRANTED,
        Method.PHONE,
        "testimonials",
        "email",
        identifier=identifier,
        notice=1,
        language="fr",
    )
    record([entry], by=BY)


def lay(cast: Cast) -> None:
    """Anna is pleased twice at Lille and agrees to be asked, Bob twice at Namur, Chloe once, Dora is not."""
    ensure_advisors({"hugo": cast.units["lille-a"].pk, "nora": cast.units["lille-b"].pk}, by=BY)
    Advisor.objects.filter(code="hugo").update(person=cast.people[Role.ADVISOR])
    drafts = [
        *answers("anna", 1, 10, KIND[0], advisor="hugo"),
        *answers("anna", 2, 9, KIND[1], advisor="nora", unit="lille-b"),
        *answers("bob", 1, 10, KIND[0], unit="namur-a"),
        *answers("bob", 3, 9, KIND[1], unit="namur-a"),
        *answers("chloe", 1, 10, KIND[0]),
        *answers("dora", 1, 9, "Conseiller désagréable et impoli, on m'a parlé avec mépris."),
        *answers("dora", 2, 10, "Personnel impoli qui m'a raccroché au nez."),
    ]
    record_responses(drafts, by=BY)
    read_waiting()
    while deliver_events():
        pass
    agree("anna")


company = standing(lay, moment=NOW)
