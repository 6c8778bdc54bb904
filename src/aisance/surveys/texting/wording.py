"""The words of the texts that ask, and of those that follow an answer."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.core.translated import translated
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.public import Length, measure, simplified, texts_can_be_answered
from aisance.surveys.collection.cells import scale_of_item
from aisance.surveys.collection.reading import IN_WORDS
from aisance.surveys.contracts import OWN_SCALE, Scale
from aisance.surveys.models import ProgrammeVersion
from aisance.surveys.queries.candidates import routes_of
from aisance.surveys.queries.questions import own_scales, points_asked, points_on
from aisance.surveys.queries.sittings import Sitting
from aisance.surveys.questionnaires.contracts import Item
from aisance.surveys.questionnaires.rules import is_scored, items_of
from aisance.surveys.texting.links import short_link

A_LONG_NUMBER = 99_999_999
"""The number of an invitation that a length is foretold with."""


def by_answer(version: ProgrammeVersion) -> tuple[Item, Scale] | None:
    """The item that may be answered by text, with its scale: the first one, where it is a score in figures.

    Null where it is none, where nobody can write back to the sender, and for anonymous programmes: an answer comes
    from a number.
    """
    items = items_of(version)
    if not items or version.programme.anonymous or not texts_can_be_answered():
        return None
    first = items[0]
    if not is_scored(first.kind) or first.show_if.conditions:
        return None
    scale = scale_of_item(first, own_scales([first.kind]))
    return (first, scale) if scale is not None and scale.maximum > 1 else None


def question_text(version: ProgrammeVersion, language: str, subject: str, link: str) -> str:
    """The text that asks: the first question where it may be answered by text, else what it is about; then the link."""
    asked = by_answer(version)
    with translation.override(language):
        fillings = {"company": settings.ENVIRONMENT.company, "link": link}
        if asked is None:
            words = _("%(company)s: %(subject)s %(link)s\nTo be asked no more, answer STOP.")
            return words % {**fillings, "subject": subject}
        item, scale = asked
        words = _("%(company)s: %(question)s Answer %(points)s, or here: %(link)s\nTo be asked no more: STOP.")
        return words % {**fillings, "question": translated(item.wording, language), "points": _points(item, scale)}


def _points(item: Item, scale: Scale) -> str:
    """As "0 (not at all likely) to 10 (extremely likely)": a figure alone does not say which end is the good one."""
    own = scale.code.startswith(OWN_SCALE)
    names = {score: str(name) for score, name in (points_asked(item.kind) if own else points_on(scale))}
    ends = [f"{end} ({names[end].lower()})" if names.get(end) else str(end) for end in (scale.minimum, scale.maximum)]
    return _("%(lowest)s to %(highest)s") % {"lowest": ends[0], "highest": ends[1]}


@dataclass(frozen=True, slots=True)
class TextShown:
    """The text of a version in one language, and how long it is."""

    language: str
    name: str
    words: str
    length: Length


def texts_shown(version: ProgrammeVersion) -> list[TextShown]:
    """The texts that ask, in each language of the version; none where it does not ask by text."""
    if MessageChannel.SMS not in routes_of(version):
        return []
    return [_shown(version, language) for language in sorted({*version.subject, *version.invitation})]


def _shown(version: ProgrammeVersion, language: str) -> TextShown:
    subject = translated(version.subject, language).replace("{company}", settings.ENVIRONMENT.company)
    subject = subject.replace("{contact}", "…")
    words = simplified(question_text(version, language, subject, short_link(A_LONG_NUMBER)))
    return TextShown(language, _name_of(language), words, measure(words))


def _name_of(language: str) -> str:
    try:
        return str(translation.get_language_info(language)["name_translated"]).capitalize()
    except KeyError:
        return language


def scale_by_text(sitting: Sitting, item: Item) -> Scale | None:
    """The scale on which an item is answered by a number in a text; null for what is answered otherwise."""
    scale = sitting.scales.get(item.code)
    return scale if is_scored(item.kind) and scale is not None and scale.maximum > 1 else None


def next_text(item: Item, scale: Scale | None, language: str, link: str) -> str:
    """The text that follows an answer, when this item is next; `scale` where a number answers it."""
    with translation.override(language):
        words = {"question": translated(item.wording, language), "link": link}
        if item.kind in IN_WORDS:
            return _("Thank you! %(question)s Write it to us, or here: %(link)s") % words
        if scale is not None:
            return _("Thank you! %(question)s Answer %(points)s, or here: %(link)s") % {
                **words,
                "points": _points(item, scale),
            }
        return _("Thank you! The other questions take less than a minute: %(link)s") % {"link": link}


def misread_text(item: Item, scale: Scale, language: str, link: str) -> str:
    """The text that follows words in which there is no score."""
    with translation.override(language):
        return _("Please answer %(points)s, or here: %(link)s") % {"points": _points(item, scale), "link": link}
