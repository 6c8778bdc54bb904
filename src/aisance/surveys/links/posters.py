"""What a poster or a card with a QR code says, and as PDF."""

from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.core.translated import translated
from aisance.surveys.links.qr import qr_svg
from aisance.surveys.links.queries import address_of
from aisance.surveys.models import OpenLink
from aisance.surveys.queries.programmes import version_shown
from aisance.ui import paper

SOURCE = Path(__file__).parent / "poster.typ"
SIZES = ("a4", "a5", "a6")


def poster(link: OpenLink, size: str) -> bytes:
    """The link on paper of a size in SIZES: the first question, the QR code, the address to type."""
    language = link.language.split("-")[0] or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        return paper.pdf(SOURCE, _document(link, language), size)


def _document(link: OpenLink, language: str) -> dict[str, object]:
    version = version_shown(link.programme)
    questions = version.questions if version else []
    address = address_of(link.code)
    count = len(questions)
    return {
        "lang": language,
        "title": _("Your opinion"),
        "company": settings.ENVIRONMENT.company,
        "headline": translated(questions[0]["wording"]) if questions else _("Your opinion"),
        "what": _("Scan this with your phone."),
        "how": ngettext(
            "%(count)d question, no sign-in, nothing to install.",
            "At most %(count)d questions, no sign-in, nothing to install.",
            count,
        )
        % {"count": count},
        "or": _("Or type this address:"),
        "address": address.partition("://")[2].rstrip("/"),
        "alt": _("QR code of the address %(address)s") % {"address": address},
        "qr": qr_svg(address).decode(),
    }
