"""Documentation under test: settings, links, commands."""

import re
import runpy
from pathlib import Path

import pytest

from aisance.cli.main import SUBCOMMANDS
from aisance.project.environment import SettingsError, read_environment

pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_page_of_settings_is_that_of_the_code() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "settings_page.py"))

    assert script["PAGE"].read_text() == script["page"]()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text())

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_command_named_in_the_documentation_exists() -> None:
    named = {word for path in PAGES for word in re.findall(r"`aisance ([a-z]+)", path.read_text())}

    assert named <= set(SUBCOMMANDS)


def test_a_wrong_setting_is_named_with_what_it_accepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISANCE_TIME_ZONE", "Paris")
    monkeypatch.setenv("AISANCE_MODE", "prod")

    with pytest.raises(SettingsError) as problem:
        read_environment()

    assert "AISANCE_TIME_ZONE holds 'Paris': expected the name of a time zone, such as Europe/Paris." in str(
        problem.value
    )
    assert "AISANCE_MODE holds 'prod': Input should be 'production', 'development' or 'demo'." in str(problem.value)


def test_production_refuses_a_short_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISANCE_MODE", "production")
    monkeypatch.setenv("AISANCE_SECRET_KEY", "short")

    with pytest.raises(SettingsError, match="AISANCE_SECRET_KEY"):
        read_environment().key()
