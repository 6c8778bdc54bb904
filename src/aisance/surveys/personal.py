"""What surveys keep about customers: answers, and decisions whether to ask."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen
from aisance.core.translated import translated
from aisance.surveys.models import REASON_NAMES, Answer, Invitation, Response, Review
from aisance.surveys.queries.questions import question_names
from aisance.surveys.questionnaires.rules import items_of
from aisance.surveys.services.erasing import (
    take_out_of_invitations,
    take_out_of_invitations_before,
    take_out_of_responses,
    take_out_of_responses_before,
)


def responses(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every response with its answers, also those that count in no figure."""
    rows = Response.objects.filter(customer_id__in=customer_ids).select_related("version__programme", "unit")
    for row in rows.prefetch_related("answers").order_by("answered_at", "pk"):
        title = translated(row.version.programme.name) if row.version else _("Answers")
        yield Item(row.answered_at, title, tuple(_answered(row)), row.source)


def _answered(row: Response) -> Iterator[tuple[Any, Any]]:
    wordings = {item.code: translated(item.wording) for item in items_of(row.version)} if row.version else {}
    answers: Sequence[Answer] = sorted(row.answers.all(), key=lambda answer: answer.pk)
    names = question_names({answer.question for answer in answers})
    for answer in answers:
        said = [part for part in (answer.score, answer.value, answer.text) if part not in (None, "")]
        asked = wordings.get(answer.question) or names.get(answer.question) or answer.question
        yield asked, said[0] if len(said) == 1 else said
    about = (
        (_("Unit"), row.unit.name),
        (_("Given by"), row.collected_by),
        (_("Language"), row.language),
        (_("Number at the source"), row.external_id),
        (_("Counts in no figure"), row.set_apart),
        *_published(row),
    )
    yield from ((title, value) for title, value in about if value)


def _published(row: Response) -> Iterator[tuple[Any, Any]]:
    """What stands beside a public review."""
    for review in Review.objects.filter(response=row).select_related("source"):
        yield _("Published on"), review.source.name
        yield _("By"), " ".join(filter(None, (review.author, review.handle)))
        yield _("Reach"), review.reach
        yield _("Link"), review.link
        yield _("Place"), review.place


def invitations(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every decision to ask or not, with its reason."""
    rows = Invitation.objects.filter(customer_id__in=customer_ids).select_related("programme")
    for row in rows.order_by("decided_at", "pk"):
        fields = (
            (_("State"), row.state),
            (_("Why not"), REASON_NAMES.get(row.reason, row.reason)),  # type: ignore[call-overload]  # a code, or words
            (_("Rule"), row.rule),
            (_("Language"), row.language),
            (_("Sent"), row.sent_at.isoformat() if row.sent_at else ""),
            (_("First answered"), row.opened_at.isoformat() if row.opened_at else ""),
            (_("Reminders"), row.reminders_sent or ""),
        )
        known = tuple((title, value) for title, value in fields if value)
        yield Item(row.decided_at, translated(row.programme.name), known, "aisance")


@says_who_was_seen
def answered(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those who answered since a moment."""
    rows = Response.objects.filter(customer_id__in=customer_ids, answered_at__gte=moment)
    return {pk for pk in rows.values_list("customer_id", flat=True).distinct() if pk is not None}


holds_personal(
    Holding(
        name="surveys.responses",
        title=_("Answers to questionnaires"),
        purpose=_("To learn what is easy and what is not, and to answer who asks for it"),
        legal_basis=_("Our legitimate interest in good service; answering is free"),
        shown=responses,
        erase=take_out_of_responses,
        columns=(
            *("surveys.Response.external_id", "surveys.Answer.text", "surveys.Answer.value"),
            *(f"surveys.Review.{name}" for name in ("author", "handle", "reach", "link", "place")),
        ),
        keep_days=1095,
        keep_between=(90, 3650),
        overdue=take_out_of_responses_before,
    )
)
holds_personal(
    Holding(
        name="surveys.invitations",
        title=_("Decisions to ask or not"),
        purpose=_("To ask seldom, each contact at most once, and to say why somebody was not asked"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=invitations,
        erase=take_out_of_invitations,
        columns=("surveys.Invitation.token", "surveys.Invitation.reason"),
        keep_days=1095,
        keep_between=(90, 3650),
        overdue=take_out_of_invitations_before,
    )
)
impersonal(
    "Codes that the company or the product chose.",
    *(f"surveys.Response.{name}" for name in ("source", "kind", "channel", "collected_by", "set_apart", "language")),
    *(f"surveys.Invitation.{name}" for name in ("state", "rule", "route", "language")),
    "surveys.Answer.question",
    "surveys.Answer.scale",
    "surveys.Reminder.*",
)
impersonal(
    "The company's own programmes, questionnaires and links.",
    *(
        f"surveys.{table}.*"
        for table in (
            *("Programme", "ProgrammeVersion", "Questionnaire", "QuestionnaireVersion", "OwnQuestion", "OpenLink"),
            *("Wave", "ReviewSource"),
        )
    ),
)
