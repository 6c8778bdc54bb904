"""Asks for testimonials: by hand, or by the rule that a manager switches on."""

from django.db import IntegrityError, transaction

from aisance.advocacy.contracts import AdvocacyRefusedError
from aisance.advocacy.models import Switches, Testimonial
from aisance.advocacy.promoters.letters import key_of, request_letter
from aisance.advocacy.promoters.queries import PURPOSE, Promoter, asked_within_a_year, promoters
from aisance.cases.public import with_open_case
from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer, system_viewer
from aisance.core.translated import LANGUAGES
from aisance.customers.public import current, languages
from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass
from aisance.outreach.public import propose, weigh

BY_RULE = system_viewer("rule of testimonials")


def ask(*, customer_id: int, unit_id: int, by: Viewer) -> int:
    """Ask a customer for a testimonial; its id. Raises AdvocacyRefusedError with the reason, and then nothing is left.

    At most once a year a person, never while a case of theirs is open, only with their consent to be asked, and only
    where contact pressure leaves room.
    """
    head = current([customer_id]).get(customer_id)
    if head is None:
        raise AdvocacyRefusedError("unknown_customer")
    try:
        with transaction.atomic():
            return _asked(head, unit_id, by)
    except IntegrityError:  # somebody else asks at this very moment
        raise AdvocacyRefusedError("asked_within_a_year") from None


def _asked(head: int, unit_id: int, by: Viewer) -> int:
    if asked_within_a_year([head]):
        raise AdvocacyRefusedError("asked_within_a_year")
    if with_open_case([head]):
        raise AdvocacyRefusedError("open_case")
    row = Testimonial.objects.create(
        customer_id=head,
        year=clock.today().year,
        unit_id=unit_id,
        language=_language(head),
        asked_at=clock.now(),
        asked_by_id=by.person_id,
    )
    _send(row)
    audit.record(by, "testimonial.asked", what="testimonial", which=row.pk)
    return row.pk


def _language(customer_id: int) -> str:
    known = languages([customer_id]).get(customer_id, "")[:2]
    return known if known in LANGUAGES else LANGUAGES[0]


def _send(row: Testimonial) -> None:
    """Weigh and file the request; with what forbids it the whole request is taken back."""
    now = clock.now()
    # It may leave now or not at all: whoever asks wants to know, and may ask again another day.
    request = ContactRequest(
        *(
            key_of(row.pk),
            row.customer_id or 0,
            MessageClass.MARKETING,
            PURPOSE,
            PURPOSE,
            MessageChannel.EMAIL,
            now,
            now,
        )
    )
    decision = propose(request_letter(row))
    if isinstance(decision, Refused):
        raise AdvocacyRefusedError(str(decision.reason))
    if not weigh([request])[0]:
        raise AdvocacyRefusedError("under_pressure")


def note_failure(testimonial_id: int, reason: str) -> None:
    """The request did not leave: the customer was not asked, and may be."""
    Testimonial.objects.filter(pk=testimonial_id).update(problem=reason[:60] or "failed")


def run_rule() -> int:
    """Ask the most pleased of those who may be asked, once a day, as many as a manager allowed; how many were asked."""
    today = clock.today()
    due = Switches.objects.filter(pk=1, asks_by_rule=True).exclude(rule_ran_on=today)
    # Taken before the work, so that of two workers one does it.
    if not due.exists() or not due.update(rule_ran_on=today):
        return 0
    limit = Switches.objects.get(pk=1).asks_a_day
    asked = 0
    for one in promoters(BY_RULE):
        if asked >= limit:
            break
        asked += not one.not_now and _asks(one)
    return asked


def _asks(one: Promoter) -> bool:
    try:
        ask(customer_id=one.customer_id, unit_id=one.unit_id, by=BY_RULE)
    except AdvocacyRefusedError:
        return False
    return True
