"""Imports as runs: a file is kept, looked into, begun by a person and read by the worker; each says what it added."""

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.importing import CustomerImporter
from aisance.customers.models import ImportRun
from aisance.customers.purchases.importing import STARTERS
from aisance.intake.contracts import ImportKind, Report, WrongUse
from aisance.intake.public import Progress, import_file, kinds, mapping_of

MOST_BYTES = 500_000_000
LEASE = timedelta(minutes=2)
KEPT_DRAFTS = timedelta(days=7)
KEPT_REFUSALS = timedelta(days=30)
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
KINDS = ("customers", "purchases", "visits")


class TooLargeError(Exception):
    """A file is larger than what a page takes; the command takes any."""


def folder() -> Path:
    """Where files wait until they are read."""
    return Path(settings.ENVIRONMENT.home) / "uploads"


def file_of(run: ImportRun) -> Path:
    """The file of a run, in the home folder."""
    return folder() / run.stored


def refused_file_of(run: ImportRun) -> Path:
    """The rows of a run that were refused."""
    return folder() / f"{run.pk}.refused.csv"


def kind_of_run(run_id: int, kind: ImportKind) -> ImportKind:
    """The kind whose import notes for the run what it adds."""
    starter: Callable[[int | None], Any] = STARTERS.get(kind.name, CustomerImporter)
    return replace(kind, start=lambda: starter(run_id))


def keep_upload(*, kind: str, name: str, chunks: Iterable[bytes], by: Viewer) -> ImportRun:
    """Write a file that somebody sent into the home folder, readable by the product alone. Raises TooLargeError."""
    suffix = Path(name).suffix.lower()
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = f"{secrets.token_hex(16)}{suffix if suffix in SUFFIXES else '.csv'}"
    path, size = folder() / stored, 0
    path.touch(mode=0o600)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise TooLargeError
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return _new(kind, name, by, state="draft", stored=stored, size=size)


def _new(kind: str, name: str, by: Viewer, **fields: Any) -> ImportRun:
    return ImportRun.objects.create(
        kind=kind, file_name=name[:200], person_id=by.person_id, by_name=by.name[:150], created_at=clock.now(), **fields
    )


def plan_run(*, run_id: int, plan: dict[str, Any]) -> None:
    """Change how the columns of a draft are read."""
    ImportRun.objects.filter(pk=run_id, state="draft").update(plan=plan)


def begin_run(*, run_id: int, by: Viewer) -> bool:
    """Hand a draft to the worker; false where somebody did already."""
    with transaction.atomic():
        begun = ImportRun.objects.filter(pk=run_id, state="draft").update(state="waiting")
        if begun:
            kind = ImportRun.objects.values_list("kind", flat=True).get(pk=run_id)
            audit.record(by, "import.begun", what="import", which=run_id, changes={"kind": kind})
    return bool(begun)


def drop_run(*, run_id: int, by: Viewer) -> None:
    """Throw the file of a draft away."""
    run = ImportRun.objects.filter(pk=run_id, state="draft").first()
    if run is not None:
        with transaction.atomic():
            ImportRun.objects.filter(pk=run_id, state="draft").update(state="dropped")
            audit.record(by, "import.dropped", what="import", which=run_id)
        file_of(run).unlink(missing_ok=True)


def begin_by_command(kind: str, name: str, *, by: Viewer) -> int:
    """A run that a command reads itself, at once."""
    run = _new(kind, name, by, state="running", started_at=clock.now())
    return run.pk


def end_run(run_id: int, report: Report, *, by: Viewer) -> None:
    """Write down how a run ended."""
    totals = report.totals
    counts = {name: getattr(totals, name) for name in ("read", "accepted", "known", "left_out", "refused")}
    with transaction.atomic():
        state = "stopped" if report.interrupted else "done"
        ImportRun.objects.filter(pk=run_id).update(state=state, ended_at=clock.now(), claimed_until=None, **counts)
        audit.record(by, "import.ended", what="import", which=run_id, changes=counts)


def fail_run(run_id: int, why: str) -> None:
    """Write down that a run could not be read on; what it had brought stays and can be taken back."""
    ImportRun.objects.filter(pk=run_id).update(
        state="failed", ended_at=clock.now(), claimed_until=None, complaint=why[:500]
    )


def read_waiting(*, by: Viewer) -> int:
    """Read one file that waits, or whose reader died; how many were read. Reading again harms nothing."""
    run = _claimed()
    if run is None:
        return 0
    kind = kinds()[run.kind]
    try:
        report = import_file(
            kind_of_run(run.pk, kind),
            file_of(run),
            by=replace(by, name=run.by_name, person_id=run.person_id),
            mapping=mapping_of(run.plan, kind),
            refused=refused_file_of(run),
            watch=lambda progress: _watch(run.pk, progress),
        )
    except WrongUse as problem:
        fail_run(run.pk, str(problem).replace(str(file_of(run)), run.file_name))
    except OSError:
        fail_run(run.pk, _("The file is no longer there."))
    else:
        end_run(run.pk, report, by=by)
    with suppress(OSError):
        file_of(run).unlink(missing_ok=True)
    return 1


def _claimed() -> ImportRun | None:
    now = clock.now()
    with transaction.atomic():
        waiting = ImportRun.objects.filter(state="waiting") | ImportRun.objects.filter(
            state="running", claimed_until__lt=now
        )
        run = waiting.select_for_update(skip_locked=_skips()).order_by("pk").first()
        if run is not None:
            run.state, run.started_at, run.claimed_until = "running", run.started_at or now, now + LEASE
            run.save(update_fields=["state", "started_at", "claimed_until"])
    return run


def _skips() -> bool:
    from django.db import connection

    return bool(connection.features.has_select_for_update_skip_locked)


def _watch(run_id: int, progress: Progress) -> bool:
    ImportRun.objects.filter(pk=run_id).update(done=progress.done, claimed_until=clock.now() + LEASE)
    return True


def tidy() -> int:
    """Throw away drafts that nobody began, and refused rows that nobody fetched in a month."""
    now = clock.now()
    old = ImportRun.objects.filter(state="draft", created_at__lt=now - KEPT_DRAFTS)
    for run in old:
        file_of(run).unlink(missing_ok=True)
    dropped = old.update(state="dropped")
    for run in ImportRun.objects.filter(refused__gt=0, ended_at__lt=now - KEPT_REFUSALS):
        refused_file_of(run).unlink(missing_ok=True)
    return dropped
