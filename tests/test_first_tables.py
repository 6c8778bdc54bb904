"""A new database, whose tables are laid at once, is as one that was brought up step by step."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import migrated

STEP_BY_STEP = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from aisance.project.installation import prepare
executor = MigrationExecutor(connection)
executor.migrate([key for key in executor.loader.graph.nodes if key[1] == "0001_initial"])
connection.close()
print(len(prepare()))
"""
POSTGRESQL = (
    """SELECT 'column', table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable,
       column_default, is_identity, identity_generation, collation_name
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), condeferrable, condeferred
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT 'sequence', sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
)
ROWS_HELD = (
    "SELECT 'row', 'migration', app, name FROM django_migrations",
    "SELECT 'row', 'type', app_label, model FROM django_content_type",
    """SELECT 'row', 'permission', app_label, model, codename, name
       FROM auth_permission JOIN django_content_type ON django_content_type.id = content_type_id""",
)


def _pieces(statement: str) -> tuple[str, list[str]]:
    """What is created, and each column and constraint of a table, in no order."""
    head, _, body = statement.partition("(")
    if not head.startswith("CREATE TABLE"):
        return statement, []
    body, _, tail = body.rpartition(")")
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(body):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(body[start:place].strip())
            start = place + 1
    return f"{head.strip()} {tail}".replace('"', ""), sorted([*parts, body[start:].strip()])


def _described(database: str) -> list[str]:
    """Everything that this database is, and the rows that a new one holds; each as a line."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as link:
            made = link.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            rows = [row for question in ROWS_HELD for row in link.execute(question)]
        return sorted(json.dumps(one) for one in [*(_pieces(sql) for (sql,) in made), *rows])
    with psycopg.connect(database) as postgres:
        rows = [row for question in (*POSTGRESQL, *ROWS_HELD) for row in postgres.execute(question.encode())]
    return sorted(json.dumps(row, default=str) for row in rows)


def _brought_up_step_by_step(home: Path) -> str:
    """What such a database is, as JSON."""
    database = migrated.empty_database(home)
    names = {name: value for name, value in os.environ.items() if not name.startswith("AISANCE_")}
    environment = {**names, "AISANCE_HOME": str(home), "DATABASE_URL": database}
    command = [sys.executable, "-c", STEP_BY_STEP]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20  # what the first release did not have, over the tables that it had
    return json.dumps(_described(database))


def _laid_at_once(home: Path) -> str:
    """What a new database is, as JSON. No copy of one: PostgreSQL says a condition otherwise once it was restored."""
    database = migrated.empty_database(home)
    migrated.migrate(str(home), database)
    return json.dumps(_described(database))


@pytest.mark.kill  # a process of twenty seconds, with a database of its own
def test_a_new_database_is_as_one_that_was_brought_up_step_by_step(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in ("new", "stepped")]
    for home in homes:
        home.mkdir()

    new = json.loads(migrated.remembered("new", lambda: _laid_at_once(homes[0])))
    stepped = json.loads(migrated.remembered("stepped", lambda: _brought_up_step_by_step(homes[1])))

    assert len(new) > 1_000
    assert new == stepped
