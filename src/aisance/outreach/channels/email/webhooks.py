"""Which view of django-anymail reads the reports of a provider."""

from django.core.mail import mailers

from aisance.outreach.channels.email.opening import PROVIDERS

_CLASSES = {
    "amazon_ses": "AmazonSES",
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "mailgun": "Mailgun",
    "mailjet": "Mailjet",
    "mailtrap": "Mailtrap",
    "mandrill": "MandrillCombined",
    "postal": "Postal",
    "postmark": "Postmark",
    "resend": "Resend",
    "sendgrid": "SendGrid",
    "sparkpost": "SparkPost",
    "unisender_go": "UnisenderGo",
}


def provider_in_force() -> str:
    """The provider that mail leaves by, as anymail names it; empty where it leaves in another way."""
    backend = str(mailers.settings["default"]["BACKEND"])
    return backend.removeprefix(PROVIDERS).partition(".")[0] if backend.startswith(PROVIDERS) else ""


def tracking_view(provider: str) -> str | None:
    """The dotted name of the view's class; null for a provider that reports nothing.

    >>> tracking_view("postmark")
    'anymail.webhooks.postmark.PostmarkTrackingWebhookView'
    """
    name = _CLASSES.get(provider)
    if name is None:
        return None
    kind = "WebhookView" if name.endswith("Combined") else "TrackingWebhookView"
    return f"anymail.webhooks.{provider}.{name}{kind}"
