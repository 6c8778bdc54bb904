"""The only writers of win-backs."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.advocacy.contracts import AdvocacyRefusedError, Arm
from aisance.advocacy.models import MendedCause, WinBack, WinBackAttempt
from aisance.advocacy.rules import draw_control
from aisance.advocacy.winback.queries import PURPOSE, candidates
from aisance.advocacy.winback.tokens import offer_link
from aisance.cases.public import cannot_promise, with_open_case
from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer
from aisance.core.translated import LANGUAGES, translated
from aisance.customers.public import bought_between, languages, members
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent
from aisance.outreach.public import propose

SENT = "sent"
PORTION = 50


@transaction.atomic
def mend_cause(*, reason_id: int, since: date, words: str, by: Viewer, plan: int | None = None) -> int:
    """Note that a contact reason drives nobody away any more, and what was done; said again, it is changed. Its id."""
    about = {"since": since, "words": words, "plan": plan, "noted_by_id": by.person_id, "noted_at": clock.now()}
    row, is_new = MendedCause.objects.update_or_create(reason_id=reason_id, defaults=about)
    audit.record(by, "cause.mended", what="mended_cause", which=row.pk, changes={"new": is_new})
    return row.pk


@transaction.atomic
def plan_win_back(
    *,
    cause_id: int,
    apology: Mapping[str, str],
    offer: Mapping[str, str],
    control_percent: int,
    return_days: int,
    by: Viewer,
    gesture: str = "",
    amount_minor: int | None = None,
    segment: str = "",
) -> int:
    """Prepare an apology and an offer; nobody is asked before it is started. Its id.

    With a gesture of the catalogue, whoever accepts is given it. Raises AdvocacyRefusedError where whoever prepares it
    may not promise that: they decide alone what it costs, and the budgets have room for it.
    """
    problem = cannot_promise(by, gesture, amount_minor or 0) if gesture else None
    if problem:
        raise AdvocacyRefusedError(f"gesture_{problem.value}")
    row = WinBack.objects.create(
        cause_id=cause_id,
        apology=dict(apology),
        offer=dict(offer),
        gesture=gesture,
        amount_minor=amount_minor if gesture else None,
        segment=segment,
        control_percent=control_percent,
        return_days=return_days,
        seed=secrets.randbits(31),
        made_by_id=by.person_id,
        made_at=clock.now(),
    )
    audit.record(by, "win_back.planned", what="win_back", which=row.pk)
    return row.pk


def start(*, win_back_id: int, by: Viewer) -> int:
    """Draw who is left alone, once; how many there are in all. The worker writes to the others.

    Raises AdvocacyRefusedError.
    """
    try:
        with transaction.atomic():
            return _started(WinBack.objects.select_for_update(of=("self",)).get(pk=win_back_id), by)
    except IntegrityError:  # another win-back asks one of them at this very moment
        raise AdvocacyRefusedError("asked_meanwhile") from None


def _started(row: WinBack, by: Viewer) -> int:
    if row.started_at is not None:
        raise AdvocacyRefusedError("started")
    found = candidates(row)
    if not found.ids:
        raise AdvocacyRefusedError("nobody")
    now, alone = clock.now(), draw_control(found.ids, row.control_percent, row.seed)
    attempts = [
        WinBackAttempt(win_back=row, customer_id=pk, arm=Arm.CONTROL if pk in alone else Arm.TREATED, at=now)
        for pk in found.ids
    ]
    WinBackAttempt.objects.bulk_create(attempts)
    row.started_at, row.left_out = now, dict(found.left_out)
    row.save(update_fields=["started_at", "left_out"])
    changes = {"asked": len(attempts) - len(alone), "left_alone": len(alone)}
    audit.record(by, "win_back.started", what="win_back", which=row.pk, changes=changes)
    return len(attempts)


@transaction.atomic
def write_waiting(limit: int = PORTION) -> int:
    """Write to those drawn for it, some at a time, each once by the key of the message; how many were dealt with.

    Whoever cannot be written to any more stays in their group: the comparison is by what was meant.
    """
    rows = WinBackAttempt.objects.filter(arm=Arm.TREATED, outcome="", customer__isnull=False).order_by("pk")
    locks = connection.features.has_select_for_update_skip_locked
    waiting = list(rows.select_for_update(of=("self",), skip_locked=locks).select_related("win_back")[:limit])
    known = languages([one.customer_id for one in waiting if one.customer_id])
    unhappy = with_open_case([one.customer_id for one in waiting if one.customer_id])
    for one in waiting:
        language = known.get(one.customer_id or 0, "")
        one.outcome = "open_case" if one.customer_id in unhappy else _written_to(one, language)
    WinBackAttempt.objects.bulk_update(waiting, ["outcome"])
    return len(waiting)


def _written_to(one: WinBackAttempt, language: str) -> str:
    decision = propose(_letter(one, one.win_back, language))
    return str(decision.reason)[:40] if isinstance(decision, Refused) else SENT


def _letter(one: WinBackAttempt, row: WinBack, known: str) -> MessageIntent:
    language = known[:2] if known[:2] in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        subject = _("We put it right")
        body = _(
            "Hello,\n\n%(apology)s\n\n%(offer)s\n\nTo accept:\n%(link)s\n\nWe ask only this once.\n\n%(company)s"
        ) % {
            "link": offer_link(one.pk),
            "apology": translated(row.apology, language),
            "offer": translated(row.offer, language),
            "company": settings.ENVIRONMENT.company,
        }
    return MessageIntent(
        key=f"advocacy.win_back:{row.pk}:{one.customer_id}",
        customer_id=one.customer_id or 0,
        channel=MessageChannel.EMAIL,
        purpose=PURPOSE,
        language=language,
        subject=subject,
        body=body,
        message_class=MessageClass.MARKETING,
    )


@transaction.atomic
def note_returns() -> int:
    """Note who bought within their days, of either arm, by whatever record they bought; how many are new."""
    noted = 0
    for row in WinBack.objects.filter(attempts__returned_at__isnull=True, started_at__isnull=False).distinct():
        end = (row.started_at or clock.now()) + timedelta(days=row.return_days)
        if clock.now() < end + timedelta(days=30):  # what was bought in time may come in late
            noted += _note_returns(row)
    return noted


def _note_returns(row: WinBack) -> int:
    open_ones = {one.customer_id: one for one in row.attempts.filter(returned_at__isnull=True) if one.customer_id}
    person = {part: pk for pk, parts in members(open_ones).items() for part in parts}
    start = row.started_at or clock.now()
    first: dict[int, WinBackAttempt] = {}
    for part, at in bought_between(person, start, start + timedelta(days=row.return_days)):
        one = open_ones[person[part]]
        if one.pk not in first:
            one.returned_at = at
            first[one.pk] = one
    WinBackAttempt.objects.bulk_update(first.values(), ["returned_at"], batch_size=500)
    return len(first)
