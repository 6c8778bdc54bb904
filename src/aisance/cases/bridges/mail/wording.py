"""Why a mail is apart or aside, in words."""

from django.utils.translation import gettext_lazy as _

from aisance.cases.bridges.mail.contracts import Apart, Automatic, FileRefused

REASONS = {
    Apart.STRANGER: _("We know nobody with this address"),
    Apart.NO_CASE: _("This customer has no open case"),
    Apart.SEVERAL_CASES: _("This customer has several open cases"),
    Apart.NOT_THEIRS: _("It names the case of somebody else"),
    Apart.FORGED: _("The sender’s own mail server disowns it"),
    Apart.TOO_MANY: _("More than twenty mails of this sender in a day"),
    Apart.UNREADABLE: _("The mail cannot be read; it is kept as a file"),
    Apart.UNWORDED: _("There are no words in it"),
    Apart.MACHINE: _("A machine wrote it, about no case"),
    Apart.OUR_OWN: _("Our own mail, come back"),
    Apart.BOUNCE: _("Undelivered mail; its address is now marked"),
    Apart.BY_HAND: _("Somebody laid it aside"),
    Apart.FAILED: _("It failed again and again; look at it by hand"),
}
AUTOMATICS = {
    Automatic.BOUNCE: _("Undelivered mail"),
    Automatic.OUT_OF_OFFICE: _("Automatic answer, out of office"),
    Automatic.MACHINE: _("Written by a machine"),
}
FILES_REFUSED = {
    FileRefused.TOO_LARGE: _("too large, not kept"),
    FileRefused.TOO_MANY: _("too many files, not kept"),
    FileRefused.KIND: _("this kind of file is not kept"),
}


def reason_words(code: str) -> str:
    """The reason of a mail; empty where it has none."""
    return str(REASONS[Apart(code)]) if code in REASONS else ""
