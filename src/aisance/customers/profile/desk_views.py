"""What an advisor sees and does on a customer's page: what is known, the next question, the client book."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core import audit, clock
from aisance.core.once import asked_once
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.models import BookNote
from aisance.customers.permissions import READ_BOOK, RECORD_PROFILE, REVIEW_BOOK, VIEW_PROFILE, WRITE_BOOK
from aisance.customers.profile.asking import WrongValueError, give_value, note_asked, take_back_value
from aisance.customers.profile.book import (
    change_note,
    confirmed_notes,
    may_change,
    note_seen,
    notes_about,
    remove_note,
    versions_before,
    write_note,
)
from aisance.customers.profile.book_forms import NoteForm
from aisance.customers.profile.contracts import Fate, FieldCard, Known, Purpose, Subject, Way
from aisance.customers.profile.exchange import chosen_services
from aisance.customers.profile.forms import AnswerForm
from aisance.customers.profile.queries import field_card, field_cards, people_rows, profile_of, questions_for
from aisance.customers.profile.tokens import services_link
from aisance.customers.profile.wording import (
    PURPOSE_NAMES,
    SENSITIVE_NAMES,
    SOURCE_NAMES,
    SUBJECT_NAMES,
    name_of,
    notice,
    shown_value,
)
from aisance.customers.queries import names
from aisance.customers.seeing import may_see
from aisance.ui.blocks import shown_at
from aisance.ui.timeline import Moment, tells

NOTES_A_PAGE = 50


def _customer(viewer: Viewer, customer_id: int) -> int:
    if not may_see(viewer, customer_id):
        raise Http404
    return customer_id


def _contact(viewer: Viewer) -> str:
    """One day of one advisor is one contact: the page does not know when one ends and the next begins."""
    return f"desk:{viewer.person_id or 0}:{clock.today().isoformat()}"


@shown_at("customer")
def profile_block(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """What the customer told of themselves, and the next question worth asking."""
    if not viewer.holds(VIEW_PROFILE):
        return None
    known = profile_of(customer_id)
    may_record = viewer.holds(RECORD_PROFILE)
    asked = questions_for(customer_id, 1, contact=_contact(viewer)) if may_record else []
    context = {
        "customer_id": customer_id,
        "known": [_told(one) for one in known],
        "question": _question(asked[0]) if asked else None,
        "others": _others(known) if may_record else [],
        "chosen": [row.service for row in chosen_services(people_rows(customer_id)).values()],
        "link": services_link(customer_id) if may_record else "",
        "may_record": may_record,
    }
    shows = context["known"] or context["question"] or context["chosen"] or context["others"]
    return ("customers/profile/customer.html", context) if shows else None


def _told(one: Known) -> dict[str, Any]:
    return {
        "code": one.field.code,
        "name": name_of(one.field),
        "value": shown_value(one.field, one.value),
        "given_at": one.given_at,
        "expires_at": one.expires_at,
        "source": SOURCE_NAMES.get(one.source, one.source),
    }


def _question(card: FieldCard) -> dict[str, Any]:
    return {"card": card, "form": AnswerForm(card=card), "notice": notice(card)}


def _others(known: Sequence[Known]) -> list[tuple[str, str]]:
    """The fields of which nothing is known, for what a customer tells unasked."""
    codes = {one.field.code for one in known}
    return [(card.code, name_of(card)) for card in field_cards() if card.code not in codes]


@requires(RECORD_PROFILE)
@require_http_methods(["GET", "HEAD", "POST"])
def profile_answer(request: ViewerRequest, customer_id: int, code: str) -> HttpResponse:
    """Note what a customer answered to one field, that they would not say, or that they were not asked after all."""
    _customer(request.viewer, customer_id)
    card = field_card(code)
    if card is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, card=card)
    if request.method == "POST" and _noted(request, customer_id, form):
        return redirect("customer-detail", customer_id)
    context = {"form": form, "card": card, "name": name_of(card), "notice": notice(card), "customer_id": customer_id}
    return render(request, "customers/profile/answer.html", context, status=422 if form.errors else 200)


def _noted(request: ViewerRequest, customer_id: int, form: AnswerForm) -> bool:
    """Whether the post said something that could be kept; what is wrong with it stands on the form."""
    viewer, code = request.viewer, form.card.code
    contact = _contact(viewer)
    if fate := {"refused": Fate.REFUSED, "later": Fate.SKIPPED}.get(request.POST.get("said", "")):
        note_asked(customer_id, [code], way=Way.QUESTIONNAIRE, fate=fate, contact=contact, by=viewer)
        messages.success(request, _("Noted. It will not be asked for a while."))
        return True
    is_heard = request.POST.get("said") == "heard"
    way, source = (Way.LISTENING, "book") if is_heard else (Way.QUESTIONNAIRE, "desk")
    if not form.is_valid():
        return False
    given = form.cleaned_data["value"]
    try:
        give_value(customer_id=customer_id, code=code, given=given, way=way, source=source, contact=contact, by=viewer)
    except WrongValueError as problem:
        form.say(problem)
        return False
    messages.success(request, _("Noted. Thank you for asking."))
    return True


@requires(RECORD_PROFILE)
@require_POST
def profile_remove(request: ViewerRequest, customer_id: int, code: str) -> HttpResponse:
    """Remove what is known of a field, because the customer wants it so."""
    _customer(request.viewer, customer_id)
    if take_back_value(customer_id=customer_id, code=code, by=request.viewer):
        messages.success(request, _("It is removed, with what was known before."))
    return redirect("customer-detail", customer_id)


@shown_at("customer")
def book_block(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """The client book: the notes that the viewer may read, and where to write one."""
    if not viewer.holds(READ_BOOK):
        return None
    notes = _in_the_book(viewer, people_rows(customer_id))
    context = {
        "customer_id": customer_id,
        "notes": [_read(viewer, note) for note in notes],
        "form": NoteForm(viewer=viewer) if viewer.holds(WRITE_BOOK) else None,
    }
    return "customers/profile/book.html", context


@asked_once
def _in_the_book(viewer: Viewer, customer_ids: tuple[int, ...]) -> list[BookNote]:
    """What the viewer may read: told beside the customer, and again in the time line."""
    return list(notes_about(viewer, customer_ids))


def _read(viewer: Viewer, note: BookNote) -> dict[str, Any]:
    return {
        "note": note,
        "subject": SUBJECT_NAMES[Subject(note.subject)],
        "purpose": PURPOSE_NAMES[Purpose(note.purpose)],
        "sensitive": [SENSITIVE_NAMES[kind] for kind in note.sensitive],
        "may_change": may_change(viewer, note),
    }


@tells("note", gettext_lazy("Client book"))
def tell_notes(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterator[Moment]:
    """The notes that the viewer may read, as moments."""
    if not viewer.holds(READ_BOOK):
        return
    notes = (note for note in _in_the_book(viewer, tuple(customer_ids)) if not before or note.written_at < before)
    for note in islice(notes, limit):
        title = SUBJECT_NAMES[Subject(note.subject)]
        yield Moment(note.written_at, "note", title, (note.unit.name, note.author), words=note.heard)


@requires(WRITE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Write a note about a customer."""
    _customer(request.viewer, customer_id)
    form = NoteForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        write_note(customer_id=customer_id, draft=form.draft(), by=request.viewer)
        messages.success(request, _("The note is in the client book."))
        return redirect("customer-detail", customer_id)
    return _draw_note(request, customer_id, form, None)


def _draw_note(request: ViewerRequest, customer_id: int, form: NoteForm, note: BookNote | None) -> HttpResponse:
    found = [(SENSITIVE_NAMES[one.kind], one.word) for one in form.found]
    context = {"form": form, "customer_id": customer_id, "note": note, "found": found}
    context["before"] = versions_before(note) if note else []
    return render(request, "customers/profile/note.html", context, status=422 if form.errors else 200)


def _note(viewer: Viewer, note_id: int) -> BookNote:
    """A note that the viewer may change: 404 where they may not read it, 403 where they may only read it."""
    note = note_seen(viewer, note_id)
    if note is None or not may_see(viewer, note.customer_id):
        raise Http404
    if not may_change(viewer, note):
        raise PermissionDenied(WRITE_BOOK.code)
    return note


@requires(WRITE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: ViewerRequest, note_id: int) -> HttpResponse:
    """Change a note: what it said before is kept as an earlier version."""
    note = _note(request.viewer, note_id)
    form = NoteForm(request.POST if request.method == "POST" else None, viewer=request.viewer, note=note)
    if request.method == "POST" and form.is_valid():
        change_note(note_id=note.pk, draft=form.draft(), by=request.viewer)
        messages.success(request, _("The note is changed."))
        return redirect("customer-detail", note.customer_id)
    return _draw_note(request, note.customer_id, form, note)


@requires(WRITE_BOOK)
@require_POST
def note_remove(request: ViewerRequest, note_id: int) -> HttpResponse:
    """Remove a note with all its versions."""
    note = _note(request.viewer, note_id)
    remove_note(note_id=note.pk, is_wish="wish" in request.POST, by=request.viewer)
    messages.success(request, _("The note is gone, with its earlier versions."))
    return redirect("customer-detail", note.customer_id)


@requires(REVIEW_BOOK)
@require_safe
def sensitive_notes(request: ViewerRequest) -> HttpResponse:
    """The notes whose sensitive words an author confirmed, for the data protection officer; each look is on record."""
    page = Paginator(confirmed_notes(request.viewer), NOTES_A_PAGE).get_page(request.GET.get("page"))
    notes = list(page.object_list)
    called = names({note.customer_id for note in notes})
    if notes and request.method == "GET":
        audit.record(request.viewer, "notes.reviewed", what="note", which="", changes={"notes": len(notes)})
    rows = [{**_read(request.viewer, note), "customer": called.get(note.customer_id, "")} for note in notes]
    return render(request, "customers/profile/sensitive.html", {"page": page, "rows": rows})


@requires(REVIEW_BOOK)
@require_POST
def note_strike(request: ViewerRequest, note_id: int) -> HttpResponse:
    """Remove a sensitive note that should not have been kept."""
    note = confirmed_notes(request.viewer).filter(pk=note_id).first()
    if note is None:
        raise Http404
    remove_note(note_id=note.pk, is_wish=False, by=request.viewer)
    messages.success(request, _("The note is gone, with its earlier versions."))
    return redirect("notes-sensitive")
