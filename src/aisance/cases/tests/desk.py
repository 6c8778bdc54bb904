"""What the tests of the desk stand on: four open cases, and how to reach their pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from aisance.cases.contracts import NewCase, StakePart
from aisance.cases.models import Case
from aisance.cases.public import open_case
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast

NAMES = ("Hélène Garnier", "Yann Le Bihan", "Marc Dufresne", "Lotte Peeters")


NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in Paris


def address(name: str) -> str:
    return f"{name.split()[0].lower().replace('é', 'e').replace('è', 'e')}@customers.example"


def lay(cast: Cast) -> None:
    """Three open cases of Lille A, which Hugo gets by himself, and one of Namur, which he never sees."""
    claims = [CustomerClaim({IdentifierKind.EMAIL: address(name)}, name=name, language="fr") for name in NAMES]
    ids = find_or_add_customers(claims, by=BY)
    places = ("lille-a", "lille-a", "lille-a", "namur-a")
    for number, (pk, place) in enumerate(zip(ids, places, strict=True)):
        open_case(
            NewCase(
                pk or 0,
                f"reason:{number}",
                "by_hand",
                words=f"C'est la troisième fois que j'écris, dossier {number}.",
                unit_id=cast.units[place].pk,
                due_at=NOW + timedelta(hours=2 * number - 1),
                stake_parts=(StakePart("rule", 10.0 * number),),
                language="fr",
            ),
            by=BY,
        )
    Case.objects.update(owner=None)


def case(name: str) -> Case:
    return Case.objects.get(customer__name=name)


def page(client: Client, row: Case) -> str:
    return f"/cases/{row.number}/"


def post(client: Client, row: Case, act: str, **words: Any) -> Any:
    named = {name if name in {"version", "template"} else f"{act}-{name}": value for name, value in words.items()}
    return client.post(f"/cases/{row.number}/{act}/", {"version": row.version, **named})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def standing_in(response: Any) -> list[str]:
    return [one["line"].customer for one in response.context["lines"]]
