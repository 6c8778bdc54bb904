"""The mail that lets a new colleague choose a password."""

from allauth.account import app_settings as allauth_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from aisance.accounts.models import Person
from aisance.core import audit
from aisance.core.permissions import Viewer


def invite_person(*, person_id: int, by: Viewer) -> None:
    """Send somebody the link with which they choose a password; it works once, for three days.

    Raises OSError where the mail server does not take it; the person stays added and may be invited again.
    """
    person = Person.objects.get(pk=person_id)
    words = {
        "person": person,
        "inviter": by.name,
        "url": password_link(person),
        "company": settings.ENVIRONMENT.company,
    }
    with translation.override(person.language):
        subject = " ".join(render_to_string("accounts/mail/invitation_subject.txt", words).split())
        body = render_to_string("accounts/mail/invitation.txt", words)
    EmailMessage(subject, body, to=[person.email]).send()
    audit.record(by, "person.invited", what="person", which=person.pk)


def password_link(person: Person) -> str:
    """The address of the page where the person chooses a password, signed, good once."""
    token = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})
    return f"{settings.BASE_URL}{path}"
