"""Lays all tables into an empty database at once, as the sum of all migrations describes them.

One migration after the other, Django draws its models anew at each of eight hundred steps: seventeen seconds of a first
start, in which no row is moved. A database that holds a table takes that way, and both lead to the same:
`tests/test_first_tables.py` compares them.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model

SHAPING = {("consent", "0002_kept")}
"""Migrations whose Python changes what the database is; that of all others moves rows, of which there are none."""


def lay_tables(executor: MigrationExecutor) -> bool:
    """Create every table of this release and note its migrations as applied, in one transaction.

    Does nothing, and returns False, where the database holds a table already.
    """
    if connection.introspection.table_names():
        return False
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = executor.loader.project_state()
    with connection.schema_editor() as editor:
        if connection.introspection.table_names():
            return False  # another process was first; SQLite let this one begin only when that had ended
        models: list[type[Model]] = [MigrationRecorder.Migration, *state.apps.get_models()]
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        _shape(plan, state, editor)
        _note(plan)
    return True


def _shape(plan: Iterable[Migration], state: ProjectState, editor: BaseDatabaseSchemaEditor) -> None:
    for migration in plan:
        if (migration.app_label, migration.name) in SHAPING:
            for operation in migration.operations:
                operation.database_forwards(migration.app_label, editor, state, state)


def _note(plan: Iterable[Migration]) -> None:
    recorder = MigrationRecorder(connection)
    for migration in plan:
        for app, name in migration.replaces or [(migration.app_label, migration.name)]:
            recorder.record_applied(app, name)
