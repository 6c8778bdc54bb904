"""The page of channels: ranks, and which channel to suggest for which reason."""

from typing import Any, NamedTuple

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.indicators.channels.comparison import EASE, MINIMUM_N, Comparison, channels_compared
from aisance.indicators.channels.documents import caveat
from aisance.indicators.channels.rules import MOVED, Suggestion
from aisance.indicators.channels.sheets import sheet_of_channels, sheet_of_suggestions
from aisance.indicators.contracts import Asked
from aisance.indicators.dashboard.selection import Span
from aisance.indicators.drilling import Chosen
from aisance.indicators.forms import FilterForm
from aisance.indicators.permissions import VIEW
from aisance.indicators.sheets import asked_of, selection_words
from aisance.journeys.public import channel_names
from aisance.ui.numbers import shown_with_unit
from aisance.ui.sheets import Wanted, wanted

MOST_SUGGESTED = 10


class Gain(NamedTuple):
    """The interval of a gain, for the filters that write intervals."""

    low: float
    high: float


@requires(VIEW)
@require_GET
def show_channels(request: ViewerRequest) -> HttpResponseBase:
    """Channels by ease for the chosen days and unit."""
    words = request.GET.copy()
    words.pop("channel", None)  # the filters of other pages may keep one; here all channels are compared
    form = FilterForm(words, viewer=request.viewer, default=Span.YEAR)
    if not form.is_valid():
        return render(request, "indicators/channels/page.html", {"form": form}, status=422)
    selection = form.selection
    found = channels_compared(request.viewer, where=selection.where, period=(selection.start, selection.end))
    if file := wanted(request):
        return _taken(file, found, asked_of(selection))
    chosen = Chosen(request.viewer, selection.start, selection.end, selection.where)
    page = {"form": form, "found": found, "chosen": chosen, "computed_at": clock.now()}
    return render(request, "indicators/channels/page.html", page | _context(found))


def _context(found: Comparison) -> dict[str, Any]:
    shown = [_in_words(found, one) for one in found.suggested[:MOST_SUGGESTED]]
    more = max(0, len(found.suggested) - MOST_SUGGESTED)
    standard = found.standard
    names = channel_names()
    return {
        "definition": EASE,
        "minimum_n": MINIMUM_N,
        "reasons_compared": ",".join(standard.weights) if standard else "",
        "moved": shown_with_unit(MOVED, "%", more=-1),
        "suggested": shown,
        "more": more,
        "caveat": caveat(),
        "compared": [(found.reason_names.get(code, code), share) for code, share in standard.weights.items()]
        if standard
        else [],
        "dropped": [(names[code], share) for code, share in standard.dropped.items()] if standard else [],
    }


def _in_words(found: Comparison, one: Suggestion) -> dict[str, Any]:
    """A suggestion with names in place of codes."""
    names = channel_names()
    return {
        "one": one,
        "reason": found.reason_names.get(one.reason, one.reason),
        "channel": names[one.channel],
        "instead_of": names[one.instead_of],
        "gain": Gain(one.gain_low, one.gain_high),
    }


def _taken(file: Wanted, found: Comparison, asked: Asked) -> HttpResponseBase:
    """The suggestions where they are asked for, else the ranking."""
    if file.table == "suggestions":
        return file.of(sheet_of_suggestions(found, asked), "suggestions", EASE.name, *selection_words(asked))
    return file.of(sheet_of_channels(found, asked), "channels", EASE.name, *selection_words(asked))
