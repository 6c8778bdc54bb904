"""What the database itself refuses: an entry of the ledger is neither changed nor removed, by nobody.

Kept as they are: migrations run them.
"""

from django.db import connection

_SQLITE = (
    """CREATE TRIGGER consent_entry_unchanged BEFORE UPDATE ON consent_entry
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is not changed'); END""",
    """CREATE TRIGGER consent_entry_kept BEFORE DELETE ON consent_entry
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is not removed'); END""",
    """CREATE TRIGGER consent_notice_unchanged BEFORE UPDATE ON consent_notice
    BEGIN SELECT RAISE(ABORT, 'a notice is not changed'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION consent_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'the ledger of consent is neither changed nor shortened'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER consent_entry_kept BEFORE UPDATE OR DELETE ON consent_entry
    FOR EACH ROW EXECUTE FUNCTION consent_refuse()""",
    """CREATE TRIGGER consent_notice_unchanged BEFORE UPDATE ON consent_notice
    FOR EACH ROW EXECUTE FUNCTION consent_refuse()""",
)
_SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("consent_entry_unchanged", "consent_entry_kept", "consent_notice_unchanged")
)
_POSTGRESQL_OFF = (
    "DROP TRIGGER IF EXISTS consent_entry_kept ON consent_entry",
    "DROP TRIGGER IF EXISTS consent_notice_unchanged ON consent_notice",
    "DROP FUNCTION IF EXISTS consent_refuse()",
)


def put_up() -> None:
    """Let the database refuse; what was put up before is put up anew."""
    take_down()
    _run(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def take_down() -> None:
    """Let the database take anything: for tests that tamper, and to empty a database of tests."""
    _run(_SQLITE_OFF if connection.vendor == "sqlite" else _POSTGRESQL_OFF)


def _run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
