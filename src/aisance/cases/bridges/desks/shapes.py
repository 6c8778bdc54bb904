"""The two shapes in which other desks speak of a matter. Fields that we do not know are left alone; those we know are
taken only in their own form."""

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator

from aisance.cases.bridges.desks.contracts import Comment, Desk, TheirTicket


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


type Name = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=80)]
type Short = Annotated[str, Field(max_length=300)]
type Long = Annotated[str, Field(max_length=20_000)]


class ZendeskRequesterIn(Schema):
    """Who asked."""

    email: Short | None = None
    name: Short | None = None
    external_id: Annotated[str | None, BeforeValidator(_as_text)] = None


class ZendeskCommentIn(Schema):
    """Words added to a ticket."""

    id: Name
    body: Long
    public: bool = True
    by_requester: bool = False
    created_at: AwareDatetime | None = None


class ZendeskTicketIn(Schema):
    """A ticket as a Zendesk trigger or an export writes it."""

    id: Name
    status: Annotated[str, Field(min_length=1, max_length=60)]
    subject: Short | None = None
    description: Long | None = None
    priority: Short | None = None
    requester: ZendeskRequesterIn
    url: Short | None = None
    updated_at: AwareDatetime | None = None
    comments: list[ZendeskCommentIn] = Field(default_factory=list, max_length=200)


class ZendeskBodyIn(Schema):
    """What is posted."""

    ticket: ZendeskTicketIn


class JiraNamed(Schema):
    """Anything of Jira's that has a name."""

    name: Annotated[str, Field(min_length=1, max_length=60)]


class JiraReporterIn(Schema):
    """Who asked. The customer's number in your systems goes into a field of your own."""

    emailAddress: Short | None = None  # noqa: N815  their word
    displayName: Short | None = None  # noqa: N815  their word
    externalId: Annotated[str | None, BeforeValidator(_as_text)] = None  # noqa: N815  in their manner


class JiraCommentIn(Schema):
    """Words added to an issue."""

    id: Name
    body: Long
    jsdPublic: bool = True  # noqa: N815  their word
    byReporter: bool = False  # noqa: N815  in their manner
    created: AwareDatetime | None = None


class JiraCommentsIn(Schema):
    """The comments of an issue."""

    comments: list[JiraCommentIn] = Field(default_factory=list, max_length=200)


class JiraFieldsIn(Schema):
    """The fields of an issue."""

    status: JiraNamed
    summary: Short | None = None
    description: Long | None = None
    priority: JiraNamed | None = None
    reporter: JiraReporterIn
    updated: AwareDatetime | None = None
    comment: JiraCommentsIn | None = None


class JiraIssueIn(Schema):
    """An issue as a Jira webhook writes it."""

    key: Name
    self: Short | None = None
    fields: JiraFieldsIn


class JiraBodyIn(Schema):
    """What is posted."""

    issue: JiraIssueIn


def from_zendesk(body: ZendeskBodyIn) -> TheirTicket:
    """A ticket of theirs in our words."""
    given, who = body.ticket, body.ticket.requester
    comments = tuple(Comment(c.id, c.body, c.public, c.by_requester, c.created_at) for c in given.comments)
    return TheirTicket(
        desk=Desk.ZENDESK,
        their_id=given.id,
        status=given.status,
        subject=given.subject or "",
        words=given.description or "",
        priority=given.priority or "",
        email=who.email or "",
        name=who.name or "",
        external_id=who.external_id or "",
        url=given.url or "",
        updated_at=given.updated_at,
        comments=comments,
    )


def from_jira(body: JiraBodyIn) -> TheirTicket:
    """An issue of theirs in our words."""
    given, who = body.issue.fields, body.issue.fields.reporter
    listed = given.comment.comments if given.comment else []
    return TheirTicket(
        desk=Desk.JIRA,
        their_id=body.issue.key,
        status=given.status.name,
        subject=given.summary or "",
        words=given.description or "",
        priority=given.priority.name if given.priority else "",
        email=who.emailAddress or "",
        name=who.displayName or "",
        external_id=who.externalId or "",
        url=body.issue.self or "",
        updated_at=given.updated,
        comments=tuple(Comment(c.id, c.body, c.jsdPublic, c.byReporter, c.created) for c in listed),
    )
