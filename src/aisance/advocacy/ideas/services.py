"""The only writers of ideas."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.accounts.public import root_unit
from aisance.advocacy.contracts import AdvocacyRefusedError, IdeaSource, IdeaStatus
from aisance.advocacy.models import Idea, IdeaAuthor, IdeaComment, IdeaVote
from aisance.advocacy.models.ideas import STATUS_NAMES
from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer
from aisance.core.translated import LANGUAGES
from aisance.customers.public import current, languages
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent
from aisance.outreach.public import propose
from aisance.surveys.public import AnswerPlace, places_of_answers
from aisance.verbatims.contracts import ReadWords
from aisance.verbatims.public import read_of

SENT = "sent"


@transaction.atomic
def note_ideas(answer_ids: Collection[int]) -> int:
    """Keep the answers to questions for ideas, their words masked; doing it twice harms nothing. How many are new."""
    places = {pk: place for pk, place in places_of_answers(answer_ids).items() if place.is_idea}
    known = set(Idea.objects.filter(answer_id__in=places).values_list("answer_id", flat=True))
    read = read_of([pk for pk in places if pk not in known])
    heads = current({place.customer_id for place in places.values() if place.customer_id})
    for pk, words in read.items():
        if words.text:
            _from_answer(places[pk], words, heads.get(places[pk].customer_id or 0))
    return len(read)


def _from_answer(place: AnswerPlace, words: ReadWords, customer_id: int | None) -> None:
    row, is_new = Idea.objects.get_or_create(
        answer_id=place.answer_id,
        defaults={
            "words": words.text,
            "language": words.language or place.language,
            "source": IdeaSource.ANSWER,
            "unit_id": place.unit_id,
            "given_at": place.at,
        },
    )
    if is_new and customer_id is not None:
        IdeaAuthor.objects.create(idea=row, customer_id=customer_id, at=place.at)


@transaction.atomic
def give_idea(*, title: str, words: str, unit_id: int, by: Viewer) -> int:
    """An idea of a colleague; they vote for it by giving it. Its id."""
    now = clock.now()
    language = (translation.get_language() or LANGUAGES[0])[:2]
    about = {"source": IdeaSource.STAFF, "unit_id": unit_id, "language": language, "given_at": now}
    row = Idea.objects.create(title=title, words=words, **about)
    if by.person_id:
        IdeaAuthor.objects.create(idea=row, person_id=by.person_id, at=now)
        IdeaVote.objects.create(idea=row, person_id=by.person_id, at=now)
    audit.record(by, "idea.given", what="idea", which=row.pk)
    return row.pk


@transaction.atomic
def idea_of_customer(*, words: str, language: str, customer_id: int, unit_id: int, by: Viewer) -> int:
    """An idea that a customer told one of us; they are told what comes of it. Its id."""
    now = clock.now()
    head = current([customer_id]).get(customer_id, customer_id)
    about = {"source": IdeaSource.TOLD, "unit_id": unit_id, "language": language, "given_at": now}
    row = Idea.objects.create(words=words, **about)
    IdeaAuthor.objects.create(idea=row, customer_id=head, at=now)
    audit.record(by, "idea.given", what="idea", which=row.pk)
    return row.pk


@transaction.atomic
def give_from_page(*, words: str, by: Viewer) -> int:
    """An idea of somebody unknown, from the public page. It is shown to nobody outside before a colleague names it."""
    language = (translation.get_language() or LANGUAGES[0])[:2]
    row = Idea.objects.create(
        words=words, language=language, source=IdeaSource.PAGE, unit_id=root_unit().id, given_at=clock.now()
    )
    audit.record(by, "idea.given", what="idea", which=row.pk)
    return row.pk


@transaction.atomic
def vote(*, idea_id: int, by: Viewer, browser: str = "") -> bool:
    """One vote a colleague or a browser; pressed again it is taken back. Whether it stands now."""
    who = {"person_id": by.person_id} if by.person_id else {"browser": browser}
    row, is_new = IdeaVote.objects.get_or_create(idea_id=idea_id, **who, defaults={"at": clock.now()})
    if not is_new:
        row.delete()
    return is_new


@transaction.atomic
def comment(*, row: Idea, words: str, by: Viewer) -> None:
    """Say something about an idea, for colleagues."""
    IdeaComment.objects.create(idea=row, person_id=by.person_id, words=words, at=clock.now())
    audit.record(by, "idea.commented", what="idea", which=row.pk)


def comment_on(*, idea_id: int, words: str, by: Viewer) -> None:
    """The same by number."""
    comment(row=Idea.objects.get(pk=idea_id), words=words, by=by)


@transaction.atomic
def merge(*, row: Idea, into: Idea, by: Viewer) -> None:
    """Two ideas are one: authors, votes and comments move; nobody votes twice in the end."""
    # In the order of their numbers, so that two who merge crosswise do not wait for each other for ever.
    held = {one.pk: one for one in Idea.objects.select_for_update().filter(pk__in=[row.pk, into.pk]).order_by("pk")}
    if row.pk == into.pk or any(one.merged_into_id for one in held.values()):
        raise AdvocacyRefusedError("into_itself")
    authors, votes = IdeaAuthor.objects.filter(idea=into), IdeaVote.objects.filter(idea=into)
    persons, customers = set(authors.values_list("person", flat=True)), set(authors.values_list("customer", flat=True))
    both = row.authors.exclude(person__in=persons - {None}).exclude(customer__in=customers - {None})
    both.update(idea=into)
    voters = set(votes.values_list("person", flat=True)) - {None}
    browsers = set(votes.exclude(browser="").values_list("browser", flat=True))
    row.votes.exclude(person__in=voters).exclude(browser__in=browsers).update(idea=into)
    row.votes.all().delete()
    row.comments.update(idea=into)
    Idea.objects.filter(merged_into=row).update(merged_into=into)
    Idea.objects.filter(pk=row.pk).update(merged_into=into, is_public=False)
    audit.record(by, "idea.merged", what="idea", which=into.pk, changes={"merged": row.pk})


@transaction.atomic
def decide(*, row: Idea, title: str, status: IdeaStatus, reply: str, is_public: bool, by: Viewer) -> list[IdeaAuthor]:
    """Name an idea, say where it stands and what its authors are told; those whom a new status was told, or not."""
    if status == IdeaStatus.DECLINED and not reply.strip():
        raise AdvocacyRefusedError("declined_without_reason")
    found = Idea.objects.select_for_update().get(pk=row.pk)
    before, found.status = found.status, status
    found.title, found.reply, found.is_public = title, reply, is_public and bool(title)
    found.decided_at = clock.now() if before != status else found.decided_at
    found.save()
    changes = {"status": [before, status.value], "is_public": found.is_public}
    audit.record(by, "idea.decided", what="idea", which=row.pk, changes=changes)
    return tell_authors(found) if before != status and status != IdeaStatus.NEW else []


def decide_one(*, idea_id: int, title: str, status: IdeaStatus, reply: str, is_public: bool, by: Viewer) -> None:
    """The same by number."""
    decide(row=Idea.objects.get(pk=idea_id), title=title, status=status, reply=reply, is_public=is_public, by=by)


@transaction.atomic
def finish(idea_ids: Collection[int], *, reply: str, by: Viewer) -> int:
    """What these ideas asked for is done: their authors are told, once; how many customers were."""
    held = Idea.objects.filter(pk__in=idea_ids).values_list("pk", "merged_into_id")
    rows = Idea.objects.filter(pk__in={into or pk for pk, into in held}).exclude(status=IdeaStatus.DONE)
    told = []
    for row in rows.order_by("pk"):
        told += decide(row=row, title=row.title, status=IdeaStatus.DONE, reply=reply, is_public=row.is_public, by=by)
    return sum(author.told == SENT for author in told)


def tell_authors(row: Idea) -> list[IdeaAuthor]:
    """Tell every author who is a customer where their idea stands, and keep what became of telling them."""
    told = []
    for author in row.authors.filter(customer__isnull=False):
        decision = propose(_letter(row, author))
        author.told = str(decision.reason) if isinstance(decision, Refused) else SENT
        author.told_status, author.told_at = row.status, clock.now()
        author.save(update_fields=["told", "told_status", "told_at"])
        told.append(author)
    return told


def _letter(row: Idea, author: IdeaAuthor) -> MessageIntent:
    known = languages([author.customer_id or 0]).get(author.customer_id or 0, "")[:2]
    language = known if known in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        subject = _("Your idea: %(status)s") % {"status": str(STATUS_NAMES[row.status]).lower()}
        body = _(
            "Hello,\n\nYou gave us an idea: %(idea)s\n\nWhere it stands: %(status)s.\n%(reply)s\n\nThank you for it."
            "\n\n%(company)s"
        ) % {
            "idea": row.title or row.words,
            "status": STATUS_NAMES[row.status],
            "reply": row.reply,
            "company": settings.ENVIRONMENT.company,
        }
    return MessageIntent(
        key=f"advocacy.idea:{row.pk}:{author.pk}:{row.status}",
        customer_id=author.customer_id or 0,
        channel=MessageChannel.EMAIL,
        purpose="service",
        language=language,
        subject=subject,
        body=body,
        message_class=MessageClass.SERVICE,
    )
