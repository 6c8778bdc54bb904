"""What a link says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """Where a link is used, and what it knows of the contact, since nobody knows the customer.

    `origins` are the web sites that may show the widget; `per_hour` bounds the responses that begin within an hour.
    """

    name: str
    use: str
    unit_id: int
    channel: str = ""
    step_id: int | None = None
    language: str = ""
    per_hour: int = 300
    origins: tuple[str, ...] = ()
