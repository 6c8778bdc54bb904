"""French is complete, and what runs is what was translated."""

import re
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted((ROOT / "src" / "aisance").glob("*/locale/fr/LC_MESSAGES/django.po"))


def _name(path: Path) -> str:
    return path.parents[3].name


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_every_message_has_its_french(path: Path) -> None:
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_the_compiled_catalogue_is_that_of_the_text(path: Path) -> None:
    text = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(str(path)) if not e.obsolete}
    compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(path.with_suffix(".mo")))}

    assert compiled == text


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_placeholders_survive_translation(path: Path) -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)|\{(\w+)\}", text) and re.findall(r"%?[({]\w+[)}]s?", text))

    lost = []
    for entry in polib.pofile(str(path)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            wanted = names(entry.msgid) | names(entry.msgid_plural)
            if text and not entry.obsolete and not names(text) <= wanted:
                lost.append(entry.msgid)

    assert lost == []


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_french_spacing_is_respected(path: Path) -> None:
    """A no-break space before ; ! ? : and inside « », as French is set."""
    ill_set = re.compile(r"[^\s\u00a0\u202f!?]([;!?])(\s|$)| [:;!?»]|« ")
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    wrong = [text for e in entries for text in [e.msgstr, *e.msgstr_plural.values()] if ill_set.search(text)]

    assert wrong == []


def test_the_same_message_has_the_same_french_in_every_domain() -> None:
    """Catalogues share one space of words: of two translations one would be shown everywhere."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                found.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr or entry.msgstr_plural[0])

    assert {message: texts for message, texts in found.items() if len(texts) > 1} == {}


def test_there_is_a_catalogue_for_every_domain_that_speaks() -> None:
    speaking = {"accounts", "customers", "indicators", "intake", "journeys", "outreach", "surveys", "ui", "project"}

    assert speaking <= {_name(path) for path in CATALOGUES}
