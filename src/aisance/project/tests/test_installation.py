"""Several processes that start at once on one database."""

import psycopg
import pytest
from django.db import connection

from aisance.project.installation import PREPARING_LOCK, nobody_else


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has the lock of its file")
def test_one_process_prepares_a_database_at_a_time(db: None) -> None:
    held = connection.settings_dict
    words = {name: held[name.upper()] for name in ("host", "port", "user", "password") if held[name.upper()]}
    with psycopg.connect(dbname=str(held["NAME"]), **words, autocommit=True) as other:

        def is_free() -> bool:
            row = other.execute("SELECT pg_try_advisory_lock(%s)", [PREPARING_LOCK]).fetchone()
            other.execute("SELECT pg_advisory_unlock_all()")
            return bool(row and row[0])

        assert is_free()
        with nobody_else():
            assert not is_free()
        assert is_free()
