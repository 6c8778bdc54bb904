"""Files without a mail: what a crash between the writing of a file and that of its row leaves behind."""

from datetime import UTC, datetime, timedelta

from aisance.cases.bridges.mail.files import folder
from aisance.cases.models import MailFile
from aisance.core import clock

STRAY_AFTER = timedelta(hours=6)


def discard_strays() -> int:
    """Remove files that belong to no mail since hours; how many."""
    if not folder().is_dir():
        return 0
    before = clock.now() - STRAY_AFTER
    old = {one.name: one for one in folder().iterdir() if datetime.fromtimestamp(one.stat().st_mtime, UTC) < before}
    known = set(MailFile.objects.filter(stored__in=list(old)).values_list("stored", flat=True)) if old else set()
    strays = [file for name, file in old.items() if name not in known]
    for file in strays:
        file.unlink(missing_ok=True)
    return len(strays)
