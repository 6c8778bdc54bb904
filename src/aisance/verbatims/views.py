"""The pages of what customers write: all themes, and one."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.journeys.public import channel_names
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.sheets import wanted
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.forms import QuoteForm, WordsForm
from aisance.verbatims.learning.queries import accuracy_by_theme
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.sheets import sheet_of_places, sheet_of_themes
from aisance.verbatims.telling import quotes
from aisance.verbatims.telling.addresses import address, question_name, theme_url
from aisance.verbatims.telling.assistant.services import model_in_use
from aisance.verbatims.telling.explorer import Account, ThemeRow, account_of, ranked, waiting_to_be_read
from aisance.verbatims.telling.first_sight import first_sight
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.shares import Move, Share, share
from aisance.verbatims.telling.surfaces import as_written
from aisance.verbatims.telling.theme_page import Place, periods_of, places_of, series_of, words_with
from aisance.verbatims.telling.themes import full_name, theme_codes, theme_names
from aisance.verbatims.telling.voices import voices_of
from aisance.verbatims.wording import FEELING_NAMES, LANGUAGE_NAMES, STATE_NAMES

QUOTES_A_PAGE = 25
VOICES = 6
"""Of so many themes the words stand open."""


@require_safe
@requires(VIEW_WORDS)
def theme_list(request: ViewerRequest) -> HttpResponseBase:
    """What is written about: themes by how many texts are displeased, with shares, intervals and moves."""
    form = WordsForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "verbatims/theme_list.html", {"form": form}, status=422)
    chosen = form.chosen
    account = account_of(request.viewer, chosen)
    if file := wanted(request):
        return file.of(sheet_of_themes(account, chosen), "themes", chosen.kind, chosen.start, chosen.end)
    right = _read_right()
    lines = [_line(row, chosen) | {"right": right.get(row.code, [])} for row in account.themes]
    voices = voices_of(request.viewer, chosen, channel_names())
    said = [(line, voices[line["row"].code]) for line in lines if line["row"].code in voices]
    context = {
        "form": form,
        "account": account,
        "unread": waiting_to_be_read(),
        "first_sight": first_sight(request.viewer, chosen),
        "before": chosen.before,
        "lines": lines,
        "voices": said[:VOICES],
        "more_voices": said[VOICES:],
        "headline": _headline(account),
        "feelings": [(FEELING_NAMES[code], share(n, account.read), n) for code, n in account.feelings.items()],
        "apart": [(STATE_NAMES[state], n) for state, n in account.apart.items()],
        "asked": question_name(account.silent.question) if account.silent else "",
        "words": urlencode(address(chosen)),
    }
    return render(request, "verbatims/theme_list.html", context)


def _read_right() -> dict[str, list[tuple[Any, Share]]]:
    """By theme, how often people found it read right in each language; themes that nobody looked at are absent."""
    found: dict[str, list[tuple[Any, Share]]] = {}
    for one in accuracy_by_theme():
        name = LANGUAGE_NAMES.get(one.language, one.language)
        found.setdefault(one.theme, []).append((name, share(one.right, one.n)))
    return found


def _line(row: ThemeRow, chosen: Chosen) -> dict[str, Any]:
    names = theme_names()
    return {
        "row": row,
        "name": names.get(row.code, row.code),
        "above": full_name(row.code.rpartition(".")[0], names) if row.depth else "",
        "url": theme_url(row.code, chosen),
        "url_bad": theme_url(row.code, chosen, feeling=-1),
        "bars": _bars(row),
        "moved": move_in_words(row.moved),
    }


def move_in_words(moved: Move) -> tuple[str, str, str]:
    """The tone, the sign and the words of a change of what displeases."""
    if moved.value is None:
        return "unsure", "same", pgettext("change", "nothing before")
    if not moved.is_established:
        return "unsure", "same", pgettext("change", "as before")
    if moved.value > 0:
        return "worse", "up", pgettext("change", "more than before")
    return "better", "down", pgettext("change", "less than before")


def _bars(row: ThemeRow) -> list[tuple[str, float, float]]:
    """Displeased, neither, pleased: the class of each stretch, where it begins and how wide it is, in per cent."""
    found, place = [], 0.0
    for name, n in (("bad", row.bad), ("neither", row.neither), ("good", row.good)):
        width = 100 * n / row.texts if row.texts else 0.0
        found.append((name, round(place, 2), round(width, 2)))
        place += width
    return found


def _headline(account: Account) -> str:
    """The page in one sentence."""
    if not account.read:
        return _("Nobody wrote anything here")
    first = next(iter(ranked(account.themes)), None)
    if first is None or not first.bad:
        return _("Nothing displeases more than anything else")
    names = {"theme": theme_names().get(first.code, first.code)}
    risen = [row for row in ranked(account.themes) if row.moved.is_established and (row.moved.value or 0) > 0]
    grown = max(risen, key=lambda row: row.moved.value or 0.0, default=None)
    if grown is None:
        return _("What displeases most: %(theme)s") % names
    if grown.code == first.code:
        return _("What displeases most, and more than before: %(theme)s") % names
    grown_name = theme_names().get(grown.code, grown.code)
    return _("What displeases most: %(theme)s. More than before: %(grown)s") % {**names, "grown": grown_name}


@require_safe
@requires(VIEW_WORDS)
def theme_detail(request: ViewerRequest, code: str) -> HttpResponseBase:
    """One theme: its weeks, where it is heard, the words with it, and the texts that speak of it."""
    if code not in theme_codes():
        raise Http404
    form = QuoteForm(request.GET, viewer=request.viewer)
    theme = book_in_force().theme(code)
    context: dict[str, Any] = {"form": form, "code": code, "title": translated(theme.title)}
    context |= {"about": translated(theme.about), "back": reverse("theme-list")}
    if not form.is_valid():
        return render(request, "verbatims/theme_detail.html", context, status=422)
    chosen = form.chosen
    places = places_of(request.viewer, chosen, code)
    if file := wanted(request):
        return file.of(sheet_of_places(code, places, chosen), "theme", code, chosen.kind, chosen.start, chosen.end)
    context |= _whole_theme(request.viewer, chosen, code, places)
    context["back"] = f"{reverse('theme-list')}?{urlencode(address(chosen))}"
    context |= {"may_ask_model": model_in_use() is not None, "choice": address(chosen, theme=code)}
    found = quotes.mentions_of(request.viewer, chosen, code)
    alike = quotes.said_alike(found)
    page = Paginator(alike, QUOTES_A_PAGE).get_page(request.GET.get("page"))
    channels = channel_names()
    rows = found.in_bulk([hit.pk for hit in page.object_list])
    context |= {"page": page, "mentions": found.count(), "different": len(alike), "most": quotes.LISTED}
    context["quotes"] = [
        (quotes.quote_of(rows[hit.pk], channels), hit.times) for hit in page.object_list if hit.pk in rows
    ]
    if page.number == 1 and found.exists():
        context |= _chosen_quotes(request.viewer, chosen, code, channels)
    return render(request, "verbatims/theme_detail.html", context)


def _whole_theme(viewer: Viewer, chosen: Chosen, code: str, places: Mapping[str, Sequence[Place]]) -> dict[str, Any]:
    series = series_of(viewer, chosen, code)
    cut = next((place for place, point in enumerate(series) if point.week >= chosen.start), None)
    tables = [(name, _placed(places[dimension])) for dimension, name in dimension_names() if places[dimension]]
    known = [point.share.value for point in series]
    now, before = periods_of(viewer, chosen, code)
    right = _read_right().get(code, [])
    return {
        "right": right,
        "measured": True,
        "first_sight": first_sight(viewer, chosen),
        "series": series,
        "series_values": known,
        "cut": cut,
        "places": tables,
        "now": now,
        "before": before,
    }


def dimension_names() -> tuple[tuple[str, str], ...]:
    """The ways to cut a theme, in the order of the page."""
    return (
        ("channel", _("Channel")),
        ("step_id", _("Step")),
        ("reason_id", _("Contact reason")),
        ("unit_id", _("Unit")),
    )


def _placed(places: Sequence[Place]) -> tuple[Sequence[Place], Axis]:
    bounds = [bound for place in places for bound in (place.bad.low, place.bad.high)]
    return places[:12], axis_over([0.0, *bounds], first=3.0, last=97.0)


def _chosen_quotes(viewer: Viewer, chosen: Chosen, code: str, channels: Mapping[str, str]) -> dict[str, Any]:
    found = quotes.mentions_of(viewer, chosen, code)
    others = quotes.mentions_beside(viewer, chosen, code)
    terms = words_with(found, others)
    return {
        "typical": [quotes.quote_of(mention, channels) for mention in quotes.typical(found)],
        "extreme": [quotes.quote_of(mention, channels) for mention in quotes.extreme(found, most=1)],
        "terms": as_written(viewer, chosen, [term.word for term in terms]),
    }
