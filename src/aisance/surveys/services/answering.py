"""What customers do on their page: answer a question, pass it, ask to be left alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aisance.core import clock, events
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.lake.public import mark_stale
from aisance.outreach.public import stop
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, ResponseCompleted
from aisance.surveys.models import Answer, Invitation, Response
from aisance.surveys.queries.questions import scale_asked
from aisance.surveys.rules import TEXT_LIMIT
from aisance.surveys.services.asking import KEY
from aisance.surveys.services.deciding import PURPOSE
from aisance.surveys.services.recording import OWN_SOURCE


@dataclass(frozen=True, slots=True)
class Given:
    """What a customer gave to a question; neither score nor text is a question passed.

    `ticked` are the components of effort ticked on their screen, none of them being an answer too; null elsewhere.
    """

    score: int | None = None
    text: str = ""
    ticked: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        return self.score is None and not self.text.strip()

    def by_question(self, kind: str) -> dict[str, "Given"]:
        """What is to be stored for each question of a screen."""
        if kind != COMPONENTS_SCREEN:
            return {kind: self}
        if self.ticked is None:
            return {code.value: Given() for code in EFFORT_COMPONENTS}
        return {code.value: Given(score=int(code in self.ticked)) for code in EFFORT_COMPONENTS}


def give_answer(*, invitation_id: int, number: int, given: Given, language: str) -> bool:
    """Store what was given to question `number` (from 1); true where the questionnaire is complete after that.

    Until it is complete an answer may be changed or taken back, afterwards nothing changes. Giving the same twice
    changes nothing. Raises ValueError where the score does not lie on the question's scale or the text is too long.
    """
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("version")
        invitation = rows.get(pk=invitation_id)
        if invitation.is_complete or clock.now() > invitation.expires_at:
            return invitation.is_complete
        kind = str(invitation.version.questions[number - 1]["kind"])
        _check(kind, given)
        for question, part in given.by_question(kind).items():
            _store(invitation, question, part, language)
        invitation.opened_at = invitation.opened_at or clock.now()
        invitation.reached = max(invitation.reached, number)
        invitation.save(update_fields=["opened_at", "reached"])
        if invitation.is_complete:
            _complete(invitation)
        return invitation.is_complete


def _check(kind: str, given: Given) -> None:
    scale = scale_asked(kind)
    if given.score is not None and (scale is None or not scale.holds(given.score)):
        raise ValueError("The score does not lie on the scale.")
    if given.ticked is not None and (kind != COMPONENTS_SCREEN or not set(given.ticked) <= set(EFFORT_COMPONENTS)):
        raise ValueError("What was ticked does not belong to the question.")
    if len(given.text) > TEXT_LIMIT:
        raise ValueError("The text is too long.")


def _store(invitation: Invitation, kind: str, given: Given, language: str) -> None:
    response = Response.objects.filter(invitation=invitation).first()
    held = Answer.objects.filter(response=response, question=kind).first() if response else None
    if given.is_empty:
        _take_back(held)
    elif held is None:
        response = response or _response(invitation, language, clock.now())
        _add(response, kind, given)
    elif (held.score, held.text) != (given.score, given.text.strip()):
        held.score, held.text = given.score, given.text.strip()
        held.save(update_fields=["score", "text"])
        mark_stale("answers", [held.day])


def _take_back(held: Answer | None) -> None:
    """A question that was answered and then passed has no answer: it must leave the figures too."""
    if held is not None:
        day = held.day
        held.delete()
        mark_stale("answers", [day])


def _add(response: Response, kind: str, given: Given) -> None:
    scale = scale_asked(kind)
    Answer.objects.create(
        response=response,
        question=kind,
        scale=scale.code if scale else "",
        score=given.score,
        text=given.text.strip(),
        day=clock.local_day(response.answered_at),
        recorded_at=clock.now(),
    )


def _response(invitation: Invitation, language: str, now: datetime) -> Response:
    contact = _contact(invitation)
    mark_stale("invitations", [invitation.day])
    return Response.objects.create(
        source=OWN_SOURCE,
        external_id=str(invitation.pk),
        invitation=invitation,
        version=invitation.version,
        kind=invitation.programme.kind,
        interaction_id=invitation.interaction_id,
        customer_id=invitation.customer_id,
        channel=contact.channel.value if contact else "",
        step_id=contact.step_id if contact else None,
        reason_id=contact.reason_id if contact else None,
        unit_id=contact.unit_id if contact else invitation.unit_id,
        advisor_id=contact.advisor_id if contact else None,
        language=language,
        answered_at=now,
    )


def _contact(invitation: Invitation) -> InteractionCard | None:
    """What the invitation is about; null for one of a barometer."""
    return interactions([invitation.interaction_id])[0] if invitation.interaction_id else None


def _complete(invitation: Invitation) -> None:
    response = Response.objects.filter(invitation=invitation).first()
    if response is not None:
        response.completed_at = clock.now()
        response.save(update_fields=["completed_at"])
        events.emit(ResponseCompleted(response.pk))


def stop_asking(*, invitation_id: int) -> None:
    """The customer of an invitation wants no more questions; asking twice changes nothing."""
    with transaction.atomic():
        invitation = Invitation.objects.get(pk=invitation_id)
        if invitation.customer_id is not None:
            stop(invitation.customer_id, PURPOSE, via=f"{KEY}{invitation.pk}")
