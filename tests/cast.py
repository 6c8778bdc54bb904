"""The small cast that every test reuses: a company with two countries, and one person for each role.

Orvane (company)
  France (country)      Lille (centre)      Lille A, Lille B (teams)
  Belgium (country)     Namur (centre)      Namur A (team)
"""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Person, Unit
from aisance.accounts.queries import viewer_of_person
from aisance.accounts.services import add_person, add_unit, assign_role
from aisance.core.permissions import Role, Viewer, system_viewer

PASSWORD = "easy does it 2026"
BY = system_viewer("test")


@dataclass(frozen=True)
class Cast:
    """The units by code and the people by role."""

    units: dict[str, Unit]
    people: dict[Role, Person]

    def viewer(self, role: Role) -> Viewer:
        """The person with this role, as a viewer."""
        return viewer_of_person(self.people[role], "192.0.2.1")

    def client(self, role: Role) -> Client:
        """A browser in which the person with this role is signed in."""
        client = Client()
        client.force_login(self.people[role])
        return client


UNITS = (
    ("orvane", "Orvane", UnitKind.COMPANY, None),
    ("france", "France", UnitKind.COUNTRY, "orvane"),
    ("belgium", "Belgium", UnitKind.COUNTRY, "orvane"),
    ("lille", "Lille", UnitKind.CENTRE, "france"),
    ("lille-a", "Lille A", UnitKind.TEAM, "lille"),
    ("lille-b", "Lille B", UnitKind.TEAM, "lille"),
    ("namur", "Namur", UnitKind.CENTRE, "belgium"),
    ("namur-a", "Namur A", UnitKind.TEAM, "namur"),
)

PEOPLE = (
    (Role.ADMINISTRATOR, "Ada Verlinden", "orvane"),
    (Role.MANAGER, "Claire Morvan", "orvane"),
    (Role.ANALYST, "Noah Peeters", "orvane"),
    (Role.SUPERVISOR, "Samira Haddad", "lille"),
    (Role.ADVISOR, "Hugo Lambert", "lille-a"),
    (Role.DATA_PROTECTION, "Elke Jacobs", "orvane"),
)


@pytest.fixture(autouse=True)
def _fast_passwords() -> None:
    """Hash passwords cheaply: a real hash costs a fifth of a second for each person of the cast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def lay_cast() -> Cast:
    """Add the company, its units and its people; see tests/standing.py for the fixture."""
    units: dict[str, Unit] = {}
    for code, name, kind, parent in UNITS:
        parent_id = units[parent].pk if parent else None
        units[code] = add_unit(code=code, name=name, kind=kind, parent_id=parent_id, by=BY)
    people: dict[Role, Person] = {}
    for role, name, unit in PEOPLE:
        email = f"{name.split()[0].lower()}@orvane.example"
        people[role] = add_person(email=email, name=name, password=PASSWORD, by=BY)
        assign_role(person_id=people[role].pk, role=role, unit_id=units[unit].pk, by=BY)
    return Cast(units, people)
