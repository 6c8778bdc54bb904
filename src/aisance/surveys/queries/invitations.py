"""Reads behind the customers' page. Who is asking is whoever holds the link."""

from dataclasses import dataclass
from typing import Any

from aisance.core import clock
from aisance.core.translated import translated
from aisance.journeys.public import interactions
from aisance.surveys.catalogue import COMPONENT_LABELS, IN_WORDS_ONLY
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, InvitationState
from aisance.surveys.models import Answer, Invitation
from aisance.surveys.queries.questions import points_asked, scale_asked
from aisance.surveys.tokens import unsign
from aisance.surveys.wording import contact_words


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: the question in the active language, its points, and what was given before.

    On the screen of components, `points` are codes with their words and `ticked` those ticked before.
    """

    number: int
    count: int
    kind: str
    wording: str
    points: list[tuple[Any, Any]]
    score: int | None
    text: str
    ticked: tuple[str, ...] = ()
    has_numbers: bool = True


def invitation_of_link(signed: str) -> Invitation | None:
    """The invitation that a link opens; null for a link that is not ours or that was never sent."""
    token = unsign(signed)
    if token is None:
        return None
    sent = Invitation.objects.exclude(state__in=[InvitationState.PLANNED, InvitationState.REFUSED])
    return sent.select_related("version", "programme").filter(token=token).first()


def is_over(invitation: Invitation) -> bool:
    """Whether the time to answer has passed."""
    return clock.now() > invitation.expires_at


def question(invitation: Invitation, number: int) -> Question | None:
    """Question `number` (from 1) of a questionnaire; null where it has no such question."""
    asked = invitation.version.questions
    if not 1 <= number <= len(asked):
        return None
    kind, wording = asked[number - 1]["kind"], translated(asked[number - 1]["wording"])
    held = {a.question: a for a in Answer.objects.filter(response__invitation=invitation)}
    before, scale = held.get(kind), scale_asked(kind)
    return Question(
        number=number,
        count=len(asked),
        kind=kind,
        wording=wording,
        points=list(COMPONENT_LABELS.items()) if kind == COMPONENTS_SCREEN else points_asked(kind),
        score=before.score if before else None,
        text=before.text if before else "",
        ticked=tuple(code for code in EFFORT_COMPONENTS if code in held and held[code].score),
        has_numbers=scale is not None and scale.code not in IN_WORDS_ONLY,
    )


def contact_of(invitation: Invitation) -> str:
    """The contact that is asked about, in the active language: its channel and day, nothing else."""
    found = interactions([invitation.interaction_id] if invitation.interaction_id else [])
    return contact_words(found[0].channel, found[0].ended_at or found[0].started_at) if found else ""
