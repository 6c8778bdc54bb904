"""What is filed with outreach for an invitation or a reminder: the words, on the message channel chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.customers.contracts import CustomerCard
from aisance.journeys.contracts import InteractionCard
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent
from aisance.surveys.models import Invitation
from aisance.surveys.queries.candidates import PURPOSE
from aisance.surveys.texting.links import short_link
from aisance.surveys.texting.wording import question_text
from aisance.surveys.tokens import answer_link, new_token
from aisance.surveys.wording import compose


@dataclass(frozen=True, slots=True)
class Recipients:
    """The customers of a batch, the contacts that they are asked about, and who stayed silent in the wave before."""

    customers: Mapping[int, CustomerCard]
    contacts: Mapping[int, InteractionCard]
    silent: frozenset[int] = frozenset()

    def has(self, row: Invitation) -> bool:
        """Whether the customer, and the contact where there was one, are still known."""
        return row.customer_id in self.customers and (row.wave_id is not None or row.interaction_id in self.contacts)


def intent(
    row: Invitation,
    known: Recipients,
    *,
    key: str,
    route: str,
    subject: Mapping[str, str] | None = None,
    is_reminder: bool = False,
) -> MessageIntent:
    """The message of an invitation. `subject` replaces the version's own where it has words."""
    # The half of an anonymous link that ties answers together is in this message only, which forgets it once it left.
    secret = new_token() if row.programme.anonymous else ""
    link = answer_link(row.token, secret)
    again = row.wave.again_subject if row.wave and row.pk in known.silent else None
    title, body = _letter(row, known, link, subject or again or row.version.subject, is_reminder=is_reminder)
    if route == MessageChannel.SMS:
        body = question_text(row.version, row.language, title, short_link(row.pk, secret))
    return MessageIntent(
        key=key,
        customer_id=row.customer_id or 0,
        channel=MessageChannel(route),
        purpose=PURPOSE,
        language=row.language,
        subject=title,
        body=body,
        unsubscribe_url=f"{answer_link(row.token)}stop/",
        message_class=MessageClass.SURVEY,
    )


def _letter(
    row: Invitation, known: Recipients, link: str, subject: Mapping[str, str], *, is_reminder: bool
) -> tuple[str, str]:
    contact = known.contacts.get(row.interaction_id or 0)
    title, body = compose(
        subject=subject,
        words=row.version.invitation,
        questions=row.version.questions,
        language=row.language,
        name=known.customers[row.customer_id or 0].name,
        company=settings.ENVIRONMENT.company,
        channel=contact.channel if contact else None,
        ended_at=(contact.ended_at or contact.started_at) if contact else row.due_at,
        link=link,
        reminders=len(row.version.reminders),
    )
    if is_reminder and subject is row.version.subject:
        with translation.override(row.language):
            title = _("Reminder: %(subject)s") % {"subject": title}
    return title, body
