"""The words of the product around a company's own: names of contacts, the text of an invitation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.translated import translated
from aisance.journeys.contracts import Channel
from aisance.surveys.queries.questions import points_asked
from aisance.ui.dates import date_format

CONTACT_WORDS = {
    Channel.PHONE: gettext_lazy("your call of %(date)s"),
    Channel.IVR: gettext_lazy("your call of %(date)s"),
    Channel.EMAIL: gettext_lazy("your e-mail of %(date)s"),
    Channel.WEB: gettext_lazy("your visit to our web site on %(date)s"),
    Channel.SELFCARE: gettext_lazy("your visit to your customer account on %(date)s"),
    Channel.CHAT: gettext_lazy("your chat of %(date)s"),
    Channel.SMS: gettext_lazy("your text message of %(date)s"),
    Channel.SOCIAL: gettext_lazy("your message of %(date)s"),
    Channel.LETTER: gettext_lazy("your letter of %(date)s"),
    Channel.SHOP: gettext_lazy("your visit to our shop on %(date)s"),
}


def contact_words(channel: Channel, moment: datetime) -> str:
    """A contact in the active language, as in "your call of 19 November"."""
    day = timezone.localtime(moment, timezone.get_default_timezone())
    return str(CONTACT_WORDS[channel]) % {"date": date_format(day, "j F")}


def compose(
    *,
    subject: Mapping[str, str],
    words: Mapping[str, str],
    questions: list[dict[str, Any]],
    language: str,
    name: str,
    company: str,
    channel: Channel | None,
    ended_at: datetime,
    link: str,
    reminders: int = 0,
) -> tuple[str, str]:
    """The subject and the plain text of an invitation, in a language.

    The company writes the subject and the first words, in which `{company}` and `{contact}` are filled in; what a
    customer needs (the links, why they get this, how to stop it) is added here and cannot be forgotten. A barometer is
    about no contact: there `{contact}` stands for the company.
    """
    with translation.override(language):
        contact = contact_words(channel, ended_at) if channel else company
        fillings = {"{company}": company, "{contact}": contact}
        hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
        parts = [
            hello,
            _filled(translated(words, language), fillings),
            *_ways_in(questions, language, link),
            _("With our thanks,\n%(company)s") % {"company": company},
            _footer(company, contact if channel else "", link, reminders),
        ]
        return _filled(translated(subject, language), fillings), "\n\n".join(parts) + "\n"


def _filled(text: str, fillings: Mapping[str, str]) -> str:
    for place, words in fillings.items():
        text = text.replace(place, words)
    return text


def _ways_in(questions: list[dict[str, Any]], language: str, link: str) -> list[str]:
    """The first question with one link a point where its points are worded and few; else the plain link."""
    first = questions[0] if questions else None
    points = points_asked(first["kind"]) if first else []
    if first is None or not 2 <= len(points) <= 7 or not all(label for _score, label in points):
        return [_("Answer here, it takes less than a minute:") + f"\n{link}"]
    lines = [f"{label}\n{link}1/?score={score}" for score, label in points]
    how = _("Choose your answer, nothing is recorded before you confirm:")
    return [
        f"{translated(first['wording'], language)}\n{how}",
        "\n".join(lines),
        _("Or open the questions here, it takes less than a minute:") + f"\n{link}",
    ]


def _footer(company: str, contact: str, link: str, reminders: int) -> str:
    why = _("You receive this message once, from %(company)s, because of %(contact)s.")
    if reminders:
        why = _("You receive this message from %(company)s because of %(contact)s; no more of them once you answer.")
    if not contact:
        why = _("You receive this message from %(company)s because you are one of its customers, drawn by chance.")
    stop = _("To be asked no more:")
    return f"-- \n{why % {'company': company, 'contact': contact}}\n{stop}\n{link}stop/"
