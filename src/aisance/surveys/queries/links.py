"""Reads of what links lead to."""

from django.db.models import Max, Q

from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Invitation, OpenLink, ProgrammeVersion


def invitation_behind(token: str) -> tuple[int, str] | None:
    """The id and language of the invitation that was sent with this token; it takes no secret to ask for peace."""
    sent = Invitation.objects.exclude(state__in=[InvitationState.PLANNED, InvitationState.REFUSED])
    return sent.filter(token=token).values_list("pk", "language").first()


def version_behind(code: str) -> int | None:
    """The version that an open link's programme asks now; null for a link that nobody made, or without questions."""
    published = Q(programme__versions__published_at__isnull=False)
    found = OpenLink.objects.filter(code=code).annotate(newest=Max("programme__versions__number", filter=published))
    link = found.first()
    if link is None:
        return None
    versions = ProgrammeVersion.objects.filter(programme_id=link.programme_id, number=link.newest)
    return versions.values_list("pk", flat=True).first()
