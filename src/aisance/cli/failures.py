"""What a command says when the database fails it: a sentence, where Django would show where it stood."""

import click


def explained(problem: Exception) -> click.ClickException | None:
    """The sentence for a failure of the database; null for any other failure, which is a fault of ours."""
    from django.db import DatabaseError

    from aisance.project.installation import pending_migrations

    if not isinstance(problem, DatabaseError):
        return None
    try:
        missing = pending_migrations()
    except DatabaseError as deeper:
        return click.ClickException(_unusable(deeper))
    return old_tables(missing) if missing else None


def old_tables(missing: list[str]) -> click.ClickException:
    """What to do where migrations are missing."""
    return click.ClickException(f"The database lacks {len(missing)} migrations. Run: aisance migrate")


def _unusable(problem: Exception) -> str:
    said = " ".join(str(problem).split("\n", 1)[0].split()).rstrip(".")
    return f"The database cannot be used: {said}. `aisance doctor` says what to mend."
