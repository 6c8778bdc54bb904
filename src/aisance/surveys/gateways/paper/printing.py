"""The form of a paper link as PDF: each question with its numbers and boxes, and a QR code for phones."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.core.translated import translated
from aisance.surveys.catalogue import COMPONENT_LABELS
from aisance.surveys.collection.reading import IN_WORDS, YES_OR_NO
from aisance.surveys.contracts import COMPONENTS_SCREEN, Scale
from aisance.surveys.gateways.paper.services import blank_sheet
from aisance.surveys.links.qr import qr_svg
from aisance.surveys.links.queries import address_of
from aisance.surveys.models import OpenLink
from aisance.surveys.queries.questions import points_asked
from aisance.surveys.questionnaires.contracts import Item, ItemKind
from aisance.ui import paper

SOURCE = Path(__file__).parent / "form.typ"


def printed_form(link: OpenLink) -> bytes | None:
    """The form on A4; null where the programme has no questions yet."""
    sitting = blank_sheet(link)
    if sitting is None:
        return None
    language = link.language.split("-")[0] or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        address = address_of(link.code)
        document = {
            "lang": language,
            "title": _("Your opinion"),
            "company": settings.ENVIRONMENT.company,
            "sheet": _("Sheet"),
            "lede": _("Put a cross into one box for each question, unless it says otherwise. You may leave out any."),
            "or": _("By phone, if you prefer:"),
            "qr": qr_svg(address).decode(),
            "alt": _("QR code of the address %(address)s") % {"address": address},
            "code": f"{link.code} · {sitting.version_id}",
            "items": [_item(item, sitting.scales.get(item.code)) for item in sitting.items],
        }
        return paper.pdf(SOURCE, document)


def _item(item: Item, scale: Scale | None) -> dict[str, Any]:
    """One question: its words, how to fill it, and boxes as (number, words), or lines to write on."""
    told: dict[str, Any] = {"words": translated(item.wording), "how": "", "boxes": [], "lines": 0, "rows": []}
    if item.kind == ItemKind.MATRIX and scale is not None:
        told["rows"] = [translated(option.wording) for option in item.options]
        told["boxes"] = [[str(point), ""] for point in range(scale.minimum, scale.maximum + 1)]
    elif item.kind == COMPONENTS_SCREEN:
        told["how"] = _("As many as you like.")
        told["boxes"] = [[str(place), str(words)] for place, words in enumerate(COMPONENT_LABELS.values(), start=1)]
    elif item.options:
        several = {ItemKind.MULTIPLE: _("As many as you like."), ItemKind.RANKING: _("Number them, beginning with 1.")}
        told["how"] = several.get(ItemKind(item.kind), "")
        told["boxes"] = [[str(place), translated(o.wording)] for place, o in enumerate(item.options, start=1)]
    elif item.kind in YES_OR_NO:
        told["boxes"] = [["1", _("Yes")], ["0", _("No")]]
    elif scale is not None:
        words = {score: str(name) for score, name in points_asked(item.kind) if name}
        told["boxes"] = [[str(p), words.get(p, "")] for p in range(scale.minimum, scale.maximum + 1)]
    else:
        told["lines"] = 3 if item.kind in IN_WORDS else 1
    return told
