"""What the answer of a web service says of a message."""

from aisance.outreach.channels.outcomes import Busy, Never, NotNow, Outcome, Unclear


def of_status(status: int, words: str) -> Outcome:
    """What an HTTP status other than a success says of a message.

    A server that fails while it works on a request may have taken it; one that is overloaded or does not know us has
    not.

    >>> of_status(429, ""), of_status(401, ""), of_status(400, ""), of_status(502, "")
    (Busy(words=''), NotNow(words=''), Never(words='', dead=False), Unclear(words=''))
    """
    if status in {429, 503}:
        return Busy(words)
    if status in {401, 402, 403, 404, 405}:
        return NotNow(words)  # it is us that it does not like
    if 400 <= status < 500:
        return Never(words)
    return Unclear(words)
