"""The pages of what customers write."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.journeys.public import channel_names
from aisance.ui.sheets import wanted
from aisance.verbatims import queries
from aisance.verbatims.forms import QuoteForm, WordsForm
from aisance.verbatims.models import Mention
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.queries import Account, Chosen, ThemeRow
from aisance.verbatims.reading.book import Feeling, delivered
from aisance.verbatims.sheets import sheet_of_themes
from aisance.verbatims.wording import FEELING_NAMES, STATE_NAMES, theme_names

QUOTES_A_PAGE = 25


@require_safe
@requires(VIEW_WORDS)
def theme_list(request: ViewerRequest) -> HttpResponseBase:
    """What is written about: themes by how many texts are displeased, with shares and intervals."""
    form = WordsForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "verbatims/theme_list.html", {"form": form}, status=422)
    chosen = form.chosen
    account = queries.account_of(request.viewer, chosen)
    if file := wanted(request):
        return file.of(sheet_of_themes(account, chosen), "themes", chosen.kind, chosen.start, chosen.end)
    lines = [_line(row, chosen) for row in account.themes]
    context = {
        "form": form,
        "account": account,
        "lines": lines,
        "headline": _headline(account),
        "feelings": [(FEELING_NAMES[code], queries.share(n, account.read), n) for code, n in account.feelings.items()],
        "apart": [(STATE_NAMES[state], n) for state, n in account.apart.items()],
    }
    return render(request, "verbatims/theme_list.html", context)


def _line(row: ThemeRow, chosen: Chosen) -> dict[str, Any]:
    names = theme_names()
    path = row.code.split(".")
    above = [names.get(".".join(path[: depth + 1]), "") for depth in range(len(path) - 1)]
    return {
        "row": row,
        "name": names.get(row.code, row.code),
        "above": " · ".join(above),
        "url": f"{reverse('theme-detail', args=[row.code])}?{urlencode(_words(chosen))}",
        "bars": _bars(row),
    }


def _bars(row: ThemeRow) -> list[tuple[str, float, float]]:
    """Displeased, neither, pleased: the class of each stretch, where it begins and how wide it is, in per cent."""
    found, place = [], 0.0
    for name, n in (("bad", row.bad), ("neither", row.neither), ("good", row.good)):
        width = 100 * n / row.texts if row.texts else 0.0
        found.append((name, round(place, 2), round(width, 2)))
        place += width
    return found


def _words(chosen: Chosen) -> dict[str, str]:
    """A choice as it stands in an address."""
    words = {"start": chosen.start, "end": chosen.end, "kind": chosen.kind, "unit": chosen.unit}
    words |= {"channel": chosen.channel, "language": chosen.language}
    return {name: str(value) for name, value in words.items() if value}


def _headline(account: Account) -> str:
    """The page in one sentence."""
    if not account.read:
        return _("Nobody wrote anything here")
    first = next((row for row in account.themes if row.code != "general"), None)
    if first is None or not first.bad:
        return _("Nothing displeases more than anything else")
    return _("What displeases most: %(theme)s") % {"theme": theme_names().get(first.code, first.code)}


@require_safe
@requires(VIEW_WORDS)
def theme_detail(request: ViewerRequest, code: str) -> HttpResponse:
    """One theme: how it is found, and the words that speak of it."""
    if not queries.known_theme(code):
        raise Http404
    form = QuoteForm(request.GET, viewer=request.viewer)
    theme = delivered().theme(code)
    context: dict[str, Any] = {
        "form": form,
        "theme": theme,
        "title": translated(theme.title),
        "about": translated(theme.about),
    }
    if not form.is_valid():
        return render(request, "verbatims/theme_detail.html", context, status=422)
    found = queries.mentions_of(request.viewer, form.chosen, code, form.felt)
    channels = channel_names()
    page = Paginator(found, QUOTES_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "quotes": [_quote(mention, channels) for mention in page.object_list],
        "back": f"{reverse('theme-list')}?{urlencode(_words(form.chosen))}",
    }
    return render(request, "verbatims/theme_detail.html", context)


def _quote(mention: Mention, channels: Mapping[str, str]) -> dict[str, Any]:
    """The words of a mention in three pieces: before its clause, the clause, and after."""
    verbatim = mention.verbatim
    response = verbatim.answer.response
    return {
        "before": verbatim.text[: mention.start],
        "clause": verbatim.text[mention.start : mention.end],
        "after": verbatim.text[mention.end :],
        "language": verbatim.language,
        "feeling": FEELING_NAMES[mention.feeling],
        "tone": {Feeling.BAD: "worse", Feeling.GOOD: "better"}.get(Feeling(mention.feeling), "unsure"),
        "at": response.answered_at,
        "unit": response.unit.name,
        "channel": channels.get(response.channel, ""),
    }
