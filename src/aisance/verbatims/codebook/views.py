"""The pages of the code book: its tree, one theme with what a change would do, its versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.verbatims.codebook.forms import NoteForm, ThemeForm
from aisance.verbatims.codebook.queries import book_in_force, draft, entries_in_force, number_in_force, versions
from aisance.verbatims.codebook.services import discard_draft, publish, put_in_force, remove_theme, save_theme
from aisance.verbatims.codebook.trying import try_theme
from aisance.verbatims.learning.queries import models_learned
from aisance.verbatims.permissions import EDIT_BOOK
from aisance.verbatims.reading.book import Entry


def _entries(viewer: Viewer) -> list[Entry]:
    """The themes of the draft, or of the book in force where there is no draft."""
    held = draft(viewer)
    return list(held.themes) if held else entries_in_force()


@require_safe
@requires(EDIT_BOOK)
def book_detail(request: ViewerRequest) -> HttpResponse:
    """The tree of themes, the draft, and the versions."""
    held = draft(request.viewer)
    in_force = number_in_force()
    context = {
        "draft": held,
        "themes": [_line(entry, held is not None) for entry in _entries(request.viewer)],
        "versions": [(one, one.number == in_force) for one in versions(request.viewer)],
        "note": NoteForm(),
        "models": models_learned(request.viewer)[:5],
    }
    return render(request, "verbatims/book/book.html", context)


def _line(entry: Entry, is_draft: bool) -> dict[str, Any]:
    in_force = {one["code"]: one for one in entries_in_force()} if is_draft else {}
    now = in_force.get(entry["code"])
    lists = {key: sum(len(some) for some in entry.get(key, {}).values()) for key in ("lemmas", "not", "says")}
    return {
        "code": entry["code"],
        "title": translated(entry["title"]),
        "about": translated(entry.get("about", {})) if entry.get("about") else "",
        "depth": entry["code"].count("."),
        "patterns": lists["lemmas"],
        "says": lists["says"],
        "change": "" if not is_draft or now == entry else "new" if now is None else "changed",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_BOOK)
def theme_add(request: ViewerRequest) -> HttpResponse:
    """A new theme, tried before it is saved to the draft."""
    form = ThemeForm(request.POST or None, themes=_entries(request.viewer))
    return _edited(request, form, _("A new theme"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_BOOK)
def theme_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """One theme: what finds it, what rules it out, what customers say of it; tried before it is saved."""
    themes = _entries(request.viewer)
    theme = next((one for one in themes if one["code"] == code), None)
    if theme is None:
        raise Http404
    form = ThemeForm(request.POST or None, themes=themes, theme=theme)
    return _edited(request, form, translated(theme["title"]), code)


def _edited(request: ViewerRequest, form: ThemeForm, title: str, code: str = "") -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "code": code}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") != "try":
            save_theme(form.entry, by=request.viewer)
            messages.success(request, _("The theme is in the draft; the book in force is as it was."))
            return redirect("book")
        context["tried"] = try_theme(request.viewer, book_in_force(), form.entry)
    return render(request, "verbatims/book/theme.html", context, status=422 if form.errors else 200)


@requires(EDIT_BOOK)
@require_POST
def theme_remove(request: ViewerRequest, code: str) -> HttpResponse:
    """Take a theme, and those below it, out of the draft."""
    if not any(one["code"] == code for one in _entries(request.viewer)):
        raise Http404
    try:
        remove_theme(code, by=request.viewer)
    except ValueError:
        messages.error(request, _("The last theme stays: a book has at least one."))
    else:
        messages.success(request, _("The theme is out of the draft; the book in force is as it was."))
    return redirect("book")


@requires(EDIT_BOOK)
@require_POST
def book_publish(request: ViewerRequest) -> HttpResponse:
    """Put the draft in force."""
    form = NoteForm(request.POST)
    if form.is_valid() and publish(form.cleaned_data["note"], by=request.viewer):
        messages.success(request, _("The book is in force. The worker reads the past again, the newest words first."))
    return redirect("book")


@requires(EDIT_BOOK)
@require_POST
def book_discard(request: ViewerRequest) -> HttpResponse:
    """Throw the draft away."""
    if discard_draft(by=request.viewer):
        messages.success(request, _("The draft is gone; the book in force is as it was."))
    return redirect("book")


@requires(EDIT_BOOK)
@require_POST
def book_force(request: ViewerRequest, number: int) -> HttpResponse:
    """Put a version in force again."""
    if not put_in_force(number, by=request.viewer):
        raise Http404
    messages.success(request, _("This version is in force. The worker reads the past again, the newest words first."))
    return redirect("book")
