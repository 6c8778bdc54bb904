"""What the ledger of contacts tells on every channel: resolution as observed, repeats, promises; and response rates."""

from dataclasses import replace
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry.worth import DIRECTION, OPERATIONS, SERVICE

CONTACTS = _("The contact itself")
USUAL_WINDOW = 7
"""In how many days a contact is a repeat, where nobody says otherwise."""


def _with_days(text: Any, days: int) -> str:
    return str(text) % {"days": days}


_said_of: Any = lazy(_with_days, str)

WINDOWED: dict[str, dict[str, Any]] = {
    "resolved_observed": {
        "description": _(
            "The share of served contacts that the customer did not repeat within %(days)s days, on any channel."
        ),
        "formula": _(
            "served contacts without another one for the same reason in the next %(days)s days ÷ served contacts"
        ),
        "eligibility": _(
            "Inbound contacts of known customers with a known reason that were served, once the days have passed: "
            "those of the last %(days)s days are not mature and not counted. Contacts of one customer are one cluster."
        ),
    },
    "repeat_contacts": {
        "description": _(
            "The share of contacts that follow one of the same customer for the same reason within %(days)s days."
        ),
        "formula": _("contacts with another one for the same reason in the %(days)s days before ÷ contacts"),
    },
}
"""The texts that name the window of an indicator."""


def with_window(definition: Definition, days: int) -> Definition:
    """A definition whose texts name the window that was asked for; itself where it has none."""
    texts: dict[str, Any] = {name: _said_of(text, days) for name, text in WINDOWED.get(definition.name, {}).items()}
    return replace(definition, **texts)


_OBSERVED = Definition(
    name="resolved_observed",
    version=1,
    title=_("Resolved at first contact, observed"),
    question=_("How many customers did not have to come back for the same reason?"),
    description="",
    measure="share",
    unit="%",
    fact="interactions",
    formula="",
    eligibility="",
    strength=_("Needs no answer from anybody: customers say it with their feet."),
    weakness=_(
        "Somebody who gave up does not come back either, and a second contact may be welcome: "
        "read it beside what customers say."
    ),
    source=CONTACTS,
    source_url="",
    page="resolved-observed",
    minimum_n=10,
    cluster="customer_id",
    owner=SERVICE,
)

RESOLVED_OBSERVED = with_window(_OBSERVED, USUAL_WINDOW)

_REPEATED = replace(
    RESOLVED_OBSERVED,
    name="repeat_contacts",
    title=_("Repeat contacts"),
    question=_("How many contacts come again for the same reason?"),
    eligibility=_(
        "Inbound contacts of known customers with a known reason, on any channel, over. "
        "Contacts of one customer are one cluster."
    ),
    strength=_("Known the same day, and every repeat has a cost: the first place to look for work to remove."),
    weakness=_("Contacts without a known customer or reason are not among them; if many are unknown, so is this."),
    higher_is_better=False,
    owner=OPERATIONS,
)

REPEAT_CONTACTS = with_window(_REPEATED, USUAL_WINDOW)

PROMISE_KEPT = Definition(
    name="promise_kept",
    version=1,
    title=_("Promised time kept"),
    question=_("How many requests were done by the time promised?"),
    description=_("The share of requests with a promised time that were done by then."),
    measure="share",
    unit="%",
    fact="interactions",
    formula=_("requests done by the promised time ÷ requests done or past their promised time"),
    eligibility=_(
        "Contacts with a promised time that are done, or not done and past it at the beginning of today. "
        "Those still within their time are not counted."
    ),
    strength=_("Measures the company against its own word."),
    weakness=_("A generous promise is easy to keep: read it with the processing time."),
    source=CONTACTS,
    source_url="",
    page="share",
    minimum_n=1,
    owner=OPERATIONS,
)

PROCESSING_TIME = replace(
    PROMISE_KEPT,
    name="processing_time",
    title=_("Processing time"),
    question=_("How long did a request with a promised time take until it was done?"),
    description=_("The mean time from the contact to the end of its treatment."),
    measure="seconds",
    unit="hours",
    formula=_("sum of times from the contact to the end of its treatment ÷ number of requests done"),
    eligibility=_("Contacts with a promised time that are done."),
    strength=_("The wait as customers live it, nights and weekends included."),
    weakness=_("Requests still open are not in it: a backlog shows here only once it is worked off."),
    page="mean-time",
    higher_is_better=False,
)

RESPONSE_RATE = Definition(
    name="response_rate",
    version=1,
    title=_("Response rate"),
    question=_("How many of those we asked answered?"),
    description=_("The share of invitations delivered to customers that got at least one answer."),
    measure="share",
    unit="%",
    fact="invitations",
    formula=_("invitations with at least one answer ÷ invitations delivered"),
    eligibility=_("Invitations of programmes that ask right after a contact, delivered, by the day they were decided."),
    strength=_("Tells how far the other figures can be trusted, and how welcome our questions are."),
    weakness=_("The last days are still filling up; a high rate of a picked few is worth less than a low one of all."),
    source=_("AAPOR, Standard Definitions, 2023, response rate 1"),
    source_url="https://aapor.org/standards-and-ethics/standard-definitions/",
    page="share",
    minimum_n=10,
    owner=DIRECTION,
)

CONTACT_INDICATORS = (RESOLVED_OBSERVED, REPEAT_CONTACTS, PROMISE_KEPT, PROCESSING_TIME, RESPONSE_RATE)
