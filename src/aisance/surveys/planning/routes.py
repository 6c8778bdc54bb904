"""On what a customer is asked: the first way, in the programme's order, that they have and accept."""

from collections.abc import Collection, Sequence


def route_of(
    ordered: Sequence[str], open_to: Collection[str], *, answered_by: str = "", unanswered_by: Collection[str] = ()
) -> str:
    """The message channel to ask by; empty where none is left.

    A channel on which the customer answered before comes first; those that stayed without an answer last time come
    last, and are still taken where nothing else is left.

    >>> route_of(["email", "sms"], {"email", "sms"})
    'email'
    >>> route_of(["email", "sms"], {"email", "sms"}, answered_by="sms")
    'sms'
    >>> route_of(["email", "sms"], {"email", "sms"}, unanswered_by={"email"})
    'sms'
    >>> route_of(["email", "sms"], {"email"}, unanswered_by={"email"})
    'email'
    >>> route_of(["email"], set())
    ''
    """
    left = [route for route in ordered if route in open_to]
    return min(
        left,
        key=lambda route: (route in unanswered_by, route != answered_by, left.index(route)),
        default="",
    )


def routes_left(ordered: Sequence[str], first: str) -> list[str]:
    """The ways to try, the chosen one first.

    >>> routes_left(["email", "sms"], "sms")
    ['sms', 'email']
    """
    return [first, *(route for route in ordered if route != first)] if first else list(ordered)
