"""Forgets the words of messages."""

from aisance.outreach.models import Message

LEFT = (Message.State.SENT, Message.State.UNACKNOWLEDGED)


def forget_words(key: str) -> bool:
    """Blank the words of a message that left, where they hold what nobody may keep; whether there was one."""
    return bool(Message.objects.filter(key=key, state__in=LEFT).exclude(body="").update(body=""))
