"""Write docs/reference/personal-data.md from what each domain says it keeps; a test holds the two together."""

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "personal-data.md"
HEAD = """# Personal data of customers

What is kept about customers, by holding: what for, on what ground, how long where nobody set it otherwise, and in which
columns of text it stands. Made by `scripts/personal_data_page.py` from the `personal.py` of each domain; do not edit. A
test fails when a column of text or JSON is added that no holding covers and nobody declared to hold nothing of
customers.

| holding | what | what for | ground | days kept | who receives it |
|---|---|---|---|---|---|
"""
OUT_OF_REACH = """
## Out of reach

* Files that staff took away from pages (each is on the audit trail), and files of refused rows that who imports
  on the command line wrote where they wished.
* Files that were brought to the page of imports and are not read yet: drafts are thrown away after a day or so; who is
  in a file that is read comes anew.
* Messages that left: they are at the providers and with whoever received them.
* Backups that are kept elsewhere: whoever was erased stays erased in them only once they are restored and
  `aisance erase replay` has run. Let backups end after a time that you can justify.
* What one customer wrote about another in their own words.
"""


def page() -> str:
    """The whole page, in English."""
    from django.apps import apps
    from django.utils import translation

    from aisance.core.personal import holdings, why_impersonal

    with translation.override("en"):
        lines = [
            f"| `{one.name}` | {one.title} | {one.purpose} | {one.legal_basis} | {one.keep_days or 'while known'} "
            f"| {', '.join(map(str, one.recipients))} |"
            for one in holdings()
        ]
        columns = [f"* `{one.name}`: " + ", ".join(f"`{name}`" for name in sorted(one.columns)) for one in holdings()]
    held = {column for one in holdings() for column in one.columns}
    reasons: dict[str, list[str]] = {}
    for table in apps.get_models():
        for field in table._meta.concrete_fields:
            column = f"{table._meta.label}.{field.name}"
            if column not in held and (why := why_impersonal(column)) and _is_text(field):
                reasons.setdefault(why, []).append(column)
    harmless = [f"* {why} {len(names)} columns." for why, names in sorted(reasons.items())]
    parts = [HEAD + "\n".join(lines), "\n## Columns\n", "\n".join(columns)]
    parts += ["\n## Columns that hold nothing of customers\n", "\n".join(harmless), OUT_OF_REACH]
    return "\n".join(parts)


def _is_text(field: object) -> bool:
    from django.db import models

    return isinstance(field, models.CharField | models.TextField | models.JSONField)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aisance.project.settings")
    django.setup()
    PAGE.write_text(page())
