"""`aisance createadmin` as it is typed."""

from click.testing import CliRunner

from aisance.accounts.models import Person, Unit
from aisance.cli.setup import createadmin
from aisance.surveys.models import Programme

GOOD = "easy does it 2026"


def run(*words: str, password: str = GOOD) -> tuple[int, str]:
    given = {"AISANCE_ADMIN_PASSWORD": password}
    result = CliRunner().invoke(createadmin, ["--name", "Ada", *words], env=given)
    return result.exit_code, result.output


def test_the_first_administrator_brings_the_company_and_its_programme(db: None) -> None:
    assert run("--email", "ada@orvane.example") == (0, "Ada may sign in as ada@orvane.example.\n")

    assert Person.objects.get().check_password(GOOD)
    assert Unit.objects.count() == 1
    assert [programme.state for programme in Programme.objects.all()] == [Programme.State.DRAFT]


def test_a_weak_password_is_refused_in_words(db: None) -> None:
    code, output = run("--email", "ada@orvane.example", password="short")

    assert code == 2
    assert "This password is too short. It must contain at least 10 characters." in output
    assert (Person.objects.count(), Unit.objects.count()) == (0, 0)


def test_an_address_signs_in_once(db: None) -> None:
    run("--email", "ada@orvane.example")

    code, output = run("--email", "ADA@orvane.example")

    assert (code, "Somebody already signs in with this address." in output) == (2, True)
    assert Person.objects.count() == 1


def test_an_address_must_be_one(db: None) -> None:
    code, output = run("--email", "ada")

    assert (code, "Enter a valid email address." in output) == (2, True)
    assert Person.objects.count() == 0
