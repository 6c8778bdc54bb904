"""The lists of administration as files: people, units, keys without their secrets, the audit trail."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.accounts.models import ApiKey, Person
from aisance.accounts.queries import names_of_objects
from aisance.accounts.telling import change_lines
from aisance.accounts.wording import action_name, object_name
from aisance.core.models import AuditEntry
from aisance.core.permissions import Viewer
from aisance.ui.sheets import Column, Sheet

AT_ONCE = 500

PEOPLE = (
    Column("name"),
    Column("email"),
    Column("language"),
    Column("active", "truth"),
    Column("role"),
    Column("unit"),
    Column("unit_name"),
    Column("last_login", "moment"),
)

UNITS = (Column("code"), Column("name"), Column("kind"), Column("below"), Column("depth", "whole"))

KEYS = (
    Column("name"),
    Column("begins_with"),
    Column("unit"),
    Column("unit_name"),
    Column("rights"),
    Column("created_at", "moment"),
    Column("created_by"),
    Column("last_used_at", "moment"),
    Column("revoked_at", "moment"),
)

TRAIL = (
    Column("at", "moment"),
    Column("actor_kind"),
    Column("actor_name"),
    Column("action"),
    Column("action_name"),
    Column("object_type"),
    Column("object_id"),
    Column("object_name"),
    Column("details"),
    Column("address"),
)


def sheet_of_people(found: Iterable[Person]) -> Sheet:
    """One row a role held, so that roles can be counted; a person without a role has one row without."""
    rows = [(*_said_of(person), *held, person.last_login) for person in found for held in _roles(person)]
    return Sheet(_("People"), PEOPLE, rows, _about_personal(_("People")))


def _said_of(person: Person) -> tuple[Any, ...]:
    return (person.name, person.email, person.language, person.is_active)


def _roles(person: Person) -> list[tuple[str | None, str | None, str | None]]:
    held = [(one.role, one.unit.code, one.unit.name) for one in person.assignments.all()]
    return [*held] or [(None, None, None)]


def sheet_of_units(units: Sequence[UnitCard]) -> Sheet:
    """One row a unit, parents before their children; `below` is the code of its parent where that is seen too."""
    codes = {unit.path: unit.code for unit in units}
    rows = [(unit.code, unit.name, unit.kind.value, codes.get(_path_above(unit.path)), unit.depth) for unit in units]
    return Sheet(_("Units"), UNITS, rows, [(_("Table"), _("Units"))])


def _path_above(path: str) -> str:
    """The path of the parent.

    >>> _path_above("/1/4/9/")
    '/1/4/'
    """
    return path.rstrip("/").rpartition("/")[0] + "/"


def sheet_of_keys(found: Iterable[ApiKey]) -> Sheet:
    """One row a key: what the page shows of it, and nothing by which it could be used."""
    rows = [
        (
            *(key.name, f"ais_{key.prefix}", key.unit.code, key.unit.name, " ".join(key.scopes)),
            *(key.created_at, key.created_by.name if key.created_by else None, key.last_used_at, key.revoked_at),
        )
        for key in found
    ]
    return Sheet(_("API keys"), KEYS, rows, _about_personal(_("API keys")))


def sheet_of_trail(viewer: Viewer, found: QuerySet[AuditEntry]) -> Sheet:
    """The lines that there are now: the one that says that they were taken is not among them."""
    last = found.aggregate(last=Max("pk"))["last"] or 0
    standing = found.filter(pk__lte=last)
    return Sheet(
        _("Audit trail"), TRAIL, _lines(viewer, standing), _about_personal(_("Audit trail")), size=standing.count()
    )


def _lines(viewer: Viewer, found: QuerySet[AuditEntry]) -> Iterator[tuple[Any, ...]]:
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE):
        names = names_of_objects(viewer, some)
        yield from (_line(entry, names) for entry in some)


def _line(entry: AuditEntry, names: dict[tuple[str, str], str]) -> tuple[Any, ...]:
    name = names.get((entry.object_type, entry.object_id), entry.object_id)
    return (
        *(entry.at, entry.actor_kind, entry.actor_name or None, entry.action, action_name(entry.action)),
        *(entry.object_type, entry.object_id or None, object_name(entry.object_type, name)),
        *(" · ".join(change_lines(entry, names)) or None, entry.address or None),
    )


def _about_personal(title: str) -> list[tuple[str, str]]:
    kept = _("Keep this file no longer than you need it. That it was taken is on record.")
    return [(_("Table"), title), (_("Personal data"), kept)]
