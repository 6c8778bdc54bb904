"""The pages that change a draft: its frame, one item, its place, its languages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.core.decisions import Decision
from aisance.core.permissions import ViewerRequest, requires
from aisance.surveys.models import Questionnaire
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES
from aisance.surveys.questionnaires import edits
from aisance.surveys.questionnaires.adding import items_to_add
from aisance.surveys.questionnaires.checks import Surroundings, scale_asked_of
from aisance.surveys.questionnaires.contracts import Content, Item
from aisance.surveys.questionnaires.describing import kind_names
from aisance.surveys.questionnaires.forms import FrameForm, LanguageForm, WordsForm
from aisance.surveys.questionnaires.item_form import LANGUAGES_SIDE_BY_SIDE, ItemForm
from aisance.surveys.questionnaires.kinds import KNOWN_PLACES, PIPED_PLACES
from aisance.surveys.questionnaires.languages import direction, language_name, languages_of, text_in
from aisance.surveys.questionnaires.pages import Reading
from aisance.surveys.questionnaires.places import known_names, places_before, values_by_place
from aisance.surveys.questionnaires.queries import draft_of, surroundings
from aisance.surveys.questionnaires.rules import ANSWER, content_of, is_scored
from aisance.surveys.questionnaires.services import change_draft
from aisance.surveys.questionnaires.views import questionnaire_to_edit, say


def draft_to_edit(request: ViewerRequest, code: str) -> tuple[Questionnaire, Content]:
    """The draft of a questionnaire to change; without one there is nothing to edit."""
    row = questionnaire_to_edit(request, code)
    draft = draft_of(row)
    if draft is None:
        raise Http404
    return row, content_of(draft.content)


def _change(request: ViewerRequest, row: Questionnaire, change: edits.Change) -> Decision:
    return change_draft(questionnaire_id=row.pk, change=change, by=request.viewer)


def _to_item(code: str, item: str) -> HttpResponse:
    return redirect(f"{reverse('questionnaire-detail', args=[code])}#item-{item}")


@requires(EDIT_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
def frame_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """The title, the thanks and the usual language."""
    row, content = draft_to_edit(request, code)
    form = FrameForm(request.POST or None, content=content, languages=languages_of(content))
    if request.method == "POST" and form.is_valid():
        frame = form.frame()
        say(request, _change(request, row, lambda held: edits.put_frame(held, **frame)), _("Saved."))
        return redirect("questionnaire-detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {"row": row, "form": form, "name": text_in(content.title, content.language, content.language)}
    return render(request, "surveys/questionnaires/frame.html", context, status=status)


@requires(EDIT_QUESTIONNAIRES)
@require_POST
def item_add(request: ViewerRequest, code: str) -> HttpResponse:
    """Put an item in, or a set of them, behind another one or at the end; then on to its page."""
    row, content = draft_to_edit(request, code)
    items = items_to_add(request.POST.get("kind", ""), content)
    if not items:
        messages.error(request, _("Choose what to add; a scored question can be asked once."))
        return redirect("questionnaire-detail", code=code)
    after = request.POST.get("after", "")
    _change(request, row, lambda held: edits.put_items(held, items, after))
    if len(items) > 1:
        return _to_item(code, items[0].code)
    return redirect("questionnaire-item", code=code, item=items[0].code)


MOVES = {"up": -1, "down": 1}


@requires(EDIT_QUESTIONNAIRES)
@require_POST
def item_act(request: ViewerRequest, code: str, item: str) -> HttpResponse:
    """Move an item up or down, copy it or take it out."""
    row, content = draft_to_edit(request, code)
    _item_of(content, item)
    act = request.POST.get("act", "")
    if act in MOVES:
        _change(request, row, lambda held: edits.move_item(held, item, MOVES[act]))
    elif act == "copy":
        _change(request, row, lambda held: edits.copy_item(held, item))
    elif act == "remove":
        done = _("“%(question)s” is taken out.") % {"question": item}
        say(request, _change(request, row, lambda held: edits.remove_item(held, item)), done)
        return redirect("questionnaire-detail", code=code)
    return _to_item(code, item)


def _item_of(content: Content, code: str) -> Item:
    found = next((item for item in content.items if item.code == code), None)
    if found is None:
        raise Http404
    return found


def item_form(request: ViewerRequest, content: Content, item: Item, around: Surroundings) -> ItemForm:
    """The form of an item, with what was sent where something was."""
    names = known_names(content, request.viewer)
    return ItemForm(
        request.POST if request.method == "POST" else None,
        item=item,
        content=content,
        own=around.own,
        languages=languages_of(content)[:LANGUAGES_SIDE_BY_SIDE],
        places=places_before(item, content),
        words=values_by_place(item, content, names),
    )


@requires(EDIT_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
def item_edit(request: ViewerRequest, code: str, item: str) -> HttpResponse:
    """One item beside a phone that shows it, also before it is saved."""
    row, content = draft_to_edit(request, code)
    found, around = _item_of(content, item), surroundings()
    form = item_form(request, content, found, around)
    if request.method == "POST" and form.is_valid() and (saved := _saved(request, row, content, form)):
        return saved
    context = {**_item_page(request, row, content, found, around), "form": form}
    return render(request, "surveys/questionnaires/item.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: ViewerRequest, row: Questionnaire, content: Content, form: ItemForm) -> HttpResponse | None:
    """Write the item and go back to the editor; null where its code is another's."""
    new, old = form.item(), form.item_before.code
    if new.code != old and any(other.code == new.code for other in content.items):
        form.refuse_code()
        return None
    decision = _change(request, row, lambda held: edits.rewrite_item(held, new, old, form.mark))
    if not say(request, decision, _("“%(question)s” is saved.") % {"question": new.code}):
        return redirect("questionnaire-item", code=row.code, item=old)
    return _to_item(row.code, new.code)


def _item_page(
    request: ViewerRequest, row: Questionnaire, content: Content, item: Item, around: Surroundings
) -> dict[str, Any]:
    draft = draft_of(row)
    assert draft is not None, "the caller has found it"
    reading = Reading(row, draft, request.viewer)
    number = [other.code for other in content.items].index(item.code) + 1
    shown = next(entry for entry in reading.item_rows() if entry["number"] == number)
    names = known_names(content, request.viewer)
    return {
        **reading.context(),
        "item": item,
        "number": number,
        "kind": kind_names([item.kind])[item.kind],
        "shown": shown,
        "others": languages_of(content)[LANGUAGES_SIDE_BY_SIDE:],
        "piped": _to_pipe(item, content),
        "vocabulary": _vocabulary(item, content, around, names),
    }


def _to_pipe(item: Item, content: Content) -> list[tuple[str, Any]]:
    """What can be piped into the words of an item, as one writes it."""
    before = [label for place, label in places_before(item, content) if place.startswith(ANSWER)]
    codes = [place for place, _label in places_before(item, content) if place.startswith(ANSWER)]
    answers = [(f"{{{place}}}", label) for place, label in zip(codes, before, strict=True)]
    return [*((f"{{{place}}}", words) for place, words in PIPED_PLACES.items()), *answers]


def _vocabulary(
    item: Item, content: Content, around: Surroundings, names: dict[str, dict[str, str]]
) -> list[tuple[Any, str]]:
    """What may stand in a condition, place by place, in words."""
    words = values_by_place(item, content, names)
    found: list[tuple[Any, str]] = []
    for place, label in places_before(item, content):
        source = next((other for other in content.items if f"{ANSWER}{other.code}" == place), None)
        scale = scale_asked_of(source, around.own) if source and is_scored(source.kind) else None
        values = ", ".join(words.get(place, {}).values()) or (f"{scale.minimum}–{scale.maximum}" if scale else "")
        if values:
            found.append((KNOWN_PLACES.get(place, label), values))
    return found


@requires(EDIT_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
def words_edit(request: ViewerRequest, code: str, language: str) -> HttpResponse:
    """Every text in one language, beside the usual one."""
    row, content = draft_to_edit(request, code)
    if language not in languages_of(content):
        raise Http404
    texts = edits.texts_of(content)
    form = WordsForm(request.POST or None, texts=texts, language=language, usual=content.language)
    if request.method == "POST" and form.is_valid():
        written = form.texts()
        say(request, _change(request, row, lambda held: edits.put_words(held, language, written)), _("Saved."))
        return redirect("questionnaire-detail", code=code)
    context = {
        "row": row,
        "form": form,
        "name": text_in(content.title, content.language, content.language),
        "language": language,
        "language_name": language_name(language),
        "direction": direction(language),
        "usual": content.language,
        "usual_name": language_name(content.language),
        "may_drop": language != content.language,
    }
    return render(
        request, "surveys/questionnaires/words.html", context, status=422 if request.method == "POST" else 200
    )


@requires(EDIT_QUESTIONNAIRES)
@require_POST
def language_change(request: ViewerRequest, code: str) -> HttpResponse:
    """One more language, then on to the page that writes it; or one less."""
    row, content = draft_to_edit(request, code)
    if dropped := request.POST.get("drop", ""):
        done = _("The language is taken out, with its words.")
        say(request, _change(request, row, lambda held: edits.drop_language(held, dropped)), done)
        return redirect("questionnaire-detail", code=code)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["code"][0]))
        return redirect("questionnaire-detail", code=code)
    language = form.cleaned_data["code"]
    title = content.title.get(language, "")
    _change(request, row, lambda held: edits.put_words(held, language, {"title": title}))
    return redirect("questionnaire-words", code=code, language=language)
