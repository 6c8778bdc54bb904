"""A small company to measure on, and twins of its tables for the bare side."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django
from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Place:
    """What the sections need: the manager's id and the text of an API key."""

    manager_id: int
    key: str


def set_up() -> Place:
    """Create the database and a company with one centre of four teams, a journey, reasons, a manager and a key."""
    django.setup()
    from aisance.accounts.contracts import UnitKind
    from aisance.accounts.public import add_person, add_unit, assign_role, root_unit
    from aisance.accounts.services import create_api_key
    from aisance.core.permissions import Role, system_viewer
    from aisance.indicators.permissions import VIEW
    from aisance.journeys.permissions import RECORD
    from aisance.journeys.public import add_journey, ensure_reasons
    from aisance.project.installation import prepare

    prepare()
    by = system_viewer("bench")
    root = add_unit(code="company", name="Company", kind=UnitKind.COMPANY, parent_id=None, by=by)
    for number in range(4):
        add_unit(code=f"team-{number}", name=f"Team {number}", kind=UnitKind.TEAM, parent_id=root.pk, by=by)
    steps = [(f"step-{number}", {"en": f"Step {number}"}) for number in range(8)]
    add_journey(code="journey", names={"en": "Journey"}, steps=steps, is_main=True, by=by)
    ensure_reasons({f"reason-{number}": {"en": f"Reason {number}"} for number in range(10)}, by=by)
    manager = add_person(email="bench@example.org", name="Bench", password="bench for ever", by=by)
    assign_role(person_id=manager.pk, role=Role.MANAGER, unit_id=root_unit().id, by=by)
    _, key = create_api_key(name="bench", unit_id=root.pk, scopes=[RECORD, VIEW], by=by)
    return Place(manager.pk, key)


class Twin:
    """A table like one of ours, with the same columns, constraints and indexes, written without any of our code."""

    def __init__(self, table: str) -> None:
        self.table, self.twin = table, f"bare_{table}"
        if self.twin not in connection.introspection.table_names():
            self._create()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            self.columns = [column[0] for column in cursor.description or ()]

    def _create(self) -> None:
        table = self.table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE {self.twin} (LIKE {table} INCLUDING ALL)")
            else:
                cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
                for (sql,) in cursor.fetchall():
                    cursor.execute(sql.replace(f'"{table}"', f'"{self.twin}"').replace('INDEX "', 'INDEX "bare_'))

    def last_id(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {self.table}")
            return int(cursor.fetchone()[0])

    def rows_after(self, last: int) -> list[tuple[Any, ...]]:
        """The rows that our side wrote since, in a form that the bare side can write again."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {self.table} WHERE id > %s", [last])
            return [tuple(json.dumps(v) if isinstance(v, dict | list) else v for v in row) for row in cursor.fetchall()]

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """One transaction: executemany on SQLite, COPY on PostgreSQL."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.twin} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {self.twin} ({names}) VALUES ({marks})", rows)
