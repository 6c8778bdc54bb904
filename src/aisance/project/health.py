"""What `aisance doctor` looks at: each check says what it saw and, where something is wrong, what to do."""

import shlex
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.db import DatabaseError, connection

from aisance.core import clock
from aisance.core.models import Event
from aisance.lake.contracts import EngineError
from aisance.outreach.channels.sms.opening import open_gateway
from aisance.outreach.channels.sms.session import leave
from aisance.outreach.channels.sms.settings import sms_settings
from aisance.project.installation import pending_migrations
from aisance.verbatims.encoding.choosing import stages_here

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
    first = (_configuration, _storage, _database, _company, _events)
    for check in (*first, _consents, _erased, _store, _mail, _texts, _words):
        yield from check()


def _configuration() -> Iterator[Finding]:
    environment = settings.ENVIRONMENT
    production = environment.mode == "production"
    seen = f"{environment.mode}, {environment.base_url}, {environment.time_zone}"
    if production and environment.base_url.startswith("http://"):
        yield Finding("configuration", seen, "Set AISANCE_BASE_URL to an https:// address and serve it through TLS.")
    elif production and not environment.trusted_proxies:
        yield Finding("configuration", seen, "Set AISANCE_TRUSTED_PROXIES to the number of proxies; one ends TLS.")
    elif production and "localhost" in environment.mail_from:
        yield Finding("configuration", seen, "Set AISANCE_MAIL_FROM to an address of your own domain.")
    else:
        yield Finding("configuration", seen)


def _storage() -> Iterator[Finding]:
    home = settings.ENVIRONMENT.home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_open = bool(home.stat().st_mode & stat.S_IRWXO)
        with tempfile.TemporaryFile(dir=home):
            free = shutil.disk_usage(home).free / 1e9
    except OSError as problem:
        yield Finding(
            "storage", f"{home}: {problem.strerror}", "Give this user the right to write there, or set AISANCE_HOME."
        )
        return
    mend = "" if free >= FREE_GIGABYTES else f"Make room: less than {FREE_GIGABYTES:g} GB is free."
    if is_open:
        mend = f"Everybody on this machine may look in there. Run: chmod o= {shlex.quote(str(home))}"
    yield Finding("storage", f"{home}, {free:.1f} GB free", mend)


def _database() -> Iterator[Finding]:
    kind = connection.vendor
    try:
        missing = pending_migrations()
    except DatabaseError as problem:
        yield Finding("database", f"{kind}: {_first_line(problem)}", _database_mend())
        return
    mend = f"Run: aisance migrate ({len(missing)} migrations are missing)." if missing else ""
    yield Finding("database", f"{kind}, {_database_version()}", mend)


def _database_mend() -> str:
    if connection.vendor == "sqlite":
        return "Run: aisance migrate. Where that fails, check AISANCE_HOME and DATABASE_URL."
    return "Check DATABASE_URL and that the server runs."


def _first_line(problem: Exception) -> str:
    return " ".join(str(problem).split("\n", 1)[0].split()) or type(problem).__name__


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


def _erased() -> Iterator[Finding]:
    from aisance.consent.rights import erased_list

    def look() -> Finding:
        try:
            listed = erased_list.read()
        except OSError as problem:
            return Finding(
                "erasures", f"the list cannot be read: {type(problem).__name__}", "Mend AISANCE_ERASED_LIST."
            )
        if listed is None:
            return Finding("erasures", "nobody was erased")
        back = sum(1 for _ in erased_list.back_again())
        mend = f"A backup brought {back} erased customers back. Run: aisance erase replay" if back else ""
        return Finding("erasures", f"the list is {erased_list.place()}", mend)

    finding = _quietly(look)
    if finding:
        yield finding


def _store() -> Iterator[Finding]:
    from aisance.lake.public import status

    try:
        facts: dict[str, dict[str, Any]] = status()["facts"]
    except EngineError as problem:
        yield Finding("fact store", "no engine", str(problem))
        return
    except Exception as problem:  # whatever the files hold, they can be written anew from the database
        mend = f"Move {settings.ENVIRONMENT.home / 'lake'} away; the worker writes it anew from the database."
        yield Finding("fact store", f"cannot be read: {type(problem).__name__}", mend)
        return
    yield Finding("fact store", "; ".join(f"{name}: {_held(fact)}" for name, fact in facts.items()))


def _held(fact: dict[str, Any]) -> str:
    """How many rows a fact has, and since when none came."""
    age = fact["newest_row_age_seconds"]
    return f"{fact['rows']:,} rows" + ("" if age is None else f", the newest {_age(age)} old")


def _age(seconds: float) -> str:
    """A length of time in the unit in which it is short to read.

    >>> _age(50), _age(5400), _age(200_000)
    ('50 s', '90 min', '56 h')
    """
    minutes = seconds / 60
    return f"{seconds:.0f} s" if minutes < 2 else f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _mail() -> Iterator[Finding]:
    if settings.ENVIRONMENT.mail_provider and not settings.ENVIRONMENT.smtp_url:
        yield _provider()
        return
    if not settings.ENVIRONMENT.smtp_url:
        wanted = settings.ENVIRONMENT.mode == "production"
        mend = "Set AISANCE_SMTP_URL: mail now goes to a folder, not to customers." if wanted else ""
        yield Finding("mail", f"to the folder {settings.ENVIRONMENT.mail_folder}", mend)
        return
    try:
        mailer = mailers["default"]
        mailer.open()
        mailer.close()
    except (OSError, SMTPException) as problem:
        yield Finding("mail", f"the server does not answer: {_first_line(problem)}", "Check AISANCE_SMTP_URL.")
        return
    yield Finding("mail", "the server answers")


def _provider() -> Finding:
    """Whether the provider's settings are complete, and whether it may report; it is not called."""
    provider = settings.ENVIRONMENT.mail_provider
    try:
        mailers["default"]  # making it reads its options
    except Exception as problem:  # each provider asks for other things in its own words
        return Finding("mail", f"{provider}: {_first_line(problem)}", "Mend AISANCE_MAIL_PROVIDER_OPTIONS.")
    if not settings.ENVIRONMENT.mail_webhook_secret:
        return Finding("mail", f"by {provider}", "Set AISANCE_MAIL_WEBHOOK_SECRET: bounces and complaints are refused.")
    return Finding("mail", f"by {provider}, whose reports come to {settings.BASE_URL}/hooks/mail/")


def _consents() -> Iterator[Finding]:
    from aisance.consent.verifying import verify

    def look() -> Finding:
        found = verify()
        seen = f"{found.entries:,} entries, {found.erased:,} of them without a person"
        if found.broken_at is None:
            return Finding("ledger of consent", seen)
        seen = f"entry {found.broken_at} does not hold: {found.why}"
        mend = "Compare it with a backup or a proof pack, and find out who wrote to the database."
        return Finding("ledger of consent", seen, mend)

    finding = _quietly(look)
    if finding:
        yield finding


def _texts() -> Iterator[Finding]:
    given = sms_settings()
    if not given.url:
        yield Finding("text messages", f"to the folder {given.folder}")
        return
    kind = "an SMS centre" if urlsplit(given.url).scheme.startswith("smpp") else "a gateway"
    try:
        open_gateway().close()
        leave()
    except OSError as problem:
        yield Finding("text messages", f"{kind} does not answer: {_first_line(problem)}", "Check AISANCE_SMS_URL.")
        return
    if not given.sender:
        yield Finding("text messages", f"{kind} answers", "Set AISANCE_SMS_SENDER.")
    elif kind == "a gateway" and not given.secret:
        yield Finding("text messages", f"{kind} answers", "Set AISANCE_SMS_SECRET: answers and receipts are refused.")
    else:
        yield Finding("text messages", f"{kind} answers")


def _words() -> Iterator[Finding]:
    yield Finding("words", *stages_here())
