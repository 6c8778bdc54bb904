"""What `aisance doctor` looks at: each check says what it saw and, where something is wrong, what to do."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import DatabaseError, connection

from aisance.core import clock
from aisance.core.models import Event
from aisance.project.installation import pending_migrations

FREE_GIGABYTES = 1.0
EVENT_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result; `mend` is empty where all is well."""

    check: str
    seen: str
    mend: str = ""

    @property
    def healthy(self) -> bool:
        return not self.mend


def examine() -> Iterator[Finding]:
    """Run every check, in an order in which the first trouble explains the later ones."""
    for check in (_configuration, _storage, _database, _company, _events, _store, _mail):
        yield from check()


def _configuration() -> Iterator[Finding]:
    environment = settings.ENVIRONMENT
    seen = f"{environment.mode}, {environment.base_url}, {environment.time_zone}"
    if environment.mode == "production" and environment.base_url.startswith("http://"):
        yield Finding("configuration", seen, "Set AISANCE_BASE_URL to an https:// address and serve it through TLS.")
    elif environment.mode == "production" and "localhost" in environment.mail_from:
        yield Finding("configuration", seen, "Set AISANCE_MAIL_FROM to an address of your own domain.")
    else:
        yield Finding("configuration", seen)


def _storage() -> Iterator[Finding]:
    home = settings.ENVIRONMENT.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            free = shutil.disk_usage(home).free / 1e9
    except OSError as problem:
        yield Finding(
            "storage", f"{home}: {problem.strerror}", "Give this user the right to write there, or set AISANCE_HOME."
        )
        return
    mend = "" if free >= FREE_GIGABYTES else f"Make room: less than {FREE_GIGABYTES:g} GB is free."
    yield Finding("storage", f"{home}, {free:.1f} GB free", mend)


def _database() -> Iterator[Finding]:
    kind = connection.vendor
    try:
        missing = pending_migrations()
    except DatabaseError as problem:
        yield Finding("database", f"{kind}: {type(problem).__name__}", "Check DATABASE_URL and that the server runs.")
        return
    mend = f"Run: aisance migrate ({len(missing)} migrations are missing)." if missing else ""
    yield Finding("database", f"{kind}, {_database_version()}", mend)


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0])


def _quietly(work: Callable[[], Finding]) -> Finding | None:
    """The finding, or null where the tables are missing, which the database check has already said."""
    try:
        return work()
    except DatabaseError:
        return None


def _company() -> Iterator[Finding]:
    from aisance.accounts.models import Assignment, Unit
    from aisance.core.permissions import Role

    def look() -> Finding:
        units = Unit.objects.count()
        active = Assignment.objects.filter(role=Role.ADMINISTRATOR.value, person__is_active=True)
        administrators = active.values("person_id").distinct().count()
        mend = "" if administrators else "Run: aisance createadmin"
        return Finding("company", f"{units} units, {administrators} administrators", mend)

    finding = _quietly(look)
    if finding:
        yield finding


def _events() -> Iterator[Finding]:
    def look() -> Finding:
        waiting = Event.objects.filter(handled_at__isnull=True)
        oldest = waiting.order_by("pk").first()
        late = oldest is not None and clock.now() - oldest.emitted_at > EVENT_PATIENCE
        mend = "Start a worker: aisance worker (or aisance serve, which has one inside)." if late else ""
        return Finding("worker", f"{waiting.count()} events wait", mend)

    finding = _quietly(look)
    if finding:
        yield finding


def _store() -> Iterator[Finding]:
    from aisance.lake.public import status

    def look() -> Finding:
        said: dict[str, Any] = status()
        return Finding("fact store", ", ".join(f"{key}: {value}" for key, value in said.items() if key != "facts"))

    finding = _quietly(look)
    if finding:
        yield finding


def _mail() -> Iterator[Finding]:
    if not settings.ENVIRONMENT.smtp_url:
        wanted = settings.ENVIRONMENT.mode == "production"
        mend = "Set AISANCE_SMTP_URL: mail now goes to a folder, not to customers." if wanted else ""
        yield Finding("mail", f"to the folder {settings.ENVIRONMENT.mail_folder}", mend)
        return
    try:
        mailer = mailers["default"]
        mailer.open()
        mailer.close()
    except (OSError, socket.gaierror) as problem:
        yield Finding("mail", f"the server does not answer: {problem}", "Check AISANCE_SMTP_URL.")
        return
    yield Finding("mail", "the server answers")
