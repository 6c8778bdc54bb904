"""The pages of what the words tell beyond counts: what weighs, what goes with the score, what is new, by step."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from aisance.core.permissions import ViewerRequest, requires
from aisance.journeys.public import channel_names
from aisance.ui.drawings import axis_over
from aisance.ui.sheets import Sheet, wanted
from aisance.verbatims.forms import PeriodsForm, WordsForm
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.reading.reading import GENERAL
from aisance.verbatims.telling import sheets
from aisance.verbatims.telling.addresses import texts_url, theme_url
from aisance.verbatims.telling.cells import MapRow, StepMap, side_by_side, step_map
from aisance.verbatims.telling.effort import EFFORT_NAMES, efforts
from aisance.verbatims.telling.first_sight import first_sight
from aisance.verbatims.telling.held import Chosen, Held, held
from aisance.verbatims.telling.newness import BEFORE_TIMES, news_of
from aisance.verbatims.telling.quotes import quote_of_text
from aisance.verbatims.telling.search.queries import waiting_to_be_found
from aisance.verbatims.telling.surfaces import as_written
from aisance.verbatims.telling.themes import full_name, theme_names
from aisance.verbatims.telling.weighing import impacts, irritants, reserves
from aisance.verbatims.views import move_in_words

type Told = tuple[dict[str, Any], Callable[[], Sheet] | None]
"""What a page shows, and its table as a file."""


def _page(
    request: ViewerRequest, here: str, told: Callable[[ViewerRequest, Any], Told], form_of: type[WordsForm] = WordsForm
) -> HttpResponseBase:
    """A page of words under its filters; `told` says what it shows for a valid form."""
    form = form_of(request.GET, viewer=request.viewer)
    template = f"verbatims/telling/{here}.html"
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422)
    context, sheet = told(request, form)
    if sheet and (file := wanted(request)):
        chosen = form.chosen
        return file.of(sheet(), here, chosen.kind, chosen.start, chosen.end)
    context |= {"form": form, "told": True, "first_sight": first_sight(request.viewer, form.chosen)}
    return render(request, template, context)


@require_safe
@requires(VIEW_WORDS)
def show_weight(request: ViewerRequest) -> HttpResponseBase:
    """What weighs most: irritants by frequency, severity and cost; kinds of effort; reserves of delight."""
    return _page(request, "weight", _weight)


def _weight(request: ViewerRequest, form: WordsForm) -> Told:
    chosen = form.chosen
    texts = held(request.viewer, chosen)
    found = irritants(texts.bad, texts.v, texts.seconds)
    names = theme_names()
    axis = axis_over([0.0, *(bound for one in found for bound in (one.weight.low, one.weight.high))], first=3, last=97)
    lines = [(one, *_theme(texts, one.theme, names), _url(texts, one.theme, chosen, feeling=-1)) for one in found]
    model = impacts(texts.bad, texts.good, texts.told, texts.v)
    kept = reserves(model, texts.bad, texts.good, texts.told) if model else []
    kept = [one for one in kept if texts.codes[one.theme] != GENERAL]
    with_object = [line for line in lines if texts.codes[line[0].theme] != GENERAL]
    context = {
        "lines": lines,
        "axis": axis,
        "n": texts.n,
        "no_cost": all(one.cost is None for one in found),
        "headline": _heaviest(with_object),
        "reserves": [(one, *_theme(texts, one.theme, names), _url(texts, one.theme, chosen)) for one in kept],
        "efforts": [(EFFORT_NAMES[kind], share) for kind, share in efforts(texts).items()],
    }
    return context, lambda: sheets.sheet_of_irritants(found, texts, chosen)


def _heaviest(lines: list[Any]) -> str:
    weighed = [line for line in lines if line[0].weight.value]
    if not weighed:
        return _("Nothing weighs yet: too few texts with a score")
    return _("What weighs most: %(theme)s") % {"theme": weighed[0][1]}


def _theme(texts: Held, place: int, names: dict[str, str]) -> tuple[str, str]:
    """The name of a theme, and of those above it."""
    code = texts.codes[place]
    return names.get(code, code), full_name(code.rpartition(".")[0], names) if "." in code else ""


def _url(texts: Held, place: int, chosen: Chosen, **other: Any) -> str:
    return theme_url(texts.codes[place], chosen, **other)


@require_safe
@requires(VIEW_WORDS)
def show_score(request: ViewerRequest) -> HttpResponseBase:
    """What goes with the score: the part of each theme in the mean, which add up."""
    return _page(request, "score", _score)


def _score(request: ViewerRequest, form: WordsForm) -> Told:
    chosen = form.chosen
    texts = held(request.viewer, chosen)
    model = impacts(texts.bad, texts.good, texts.told, texts.v)
    if model is None:
        return {"model": None}, None
    names = theme_names()
    lines = [(one, *_theme(texts, one.theme, names), _url(texts, one.theme, chosen)) for one in model.themes]
    axis = axis_over([0.0, *(b for one in model.themes for b in (one.impact.low, one.impact.high))], first=3, last=97)
    context = {
        "model": model,
        "lines": lines,
        "axis": axis,
        "headline": _lifting([line for line in lines if texts.codes[line[0].theme] != GENERAL]),
    }
    context["left_out_sum"] = sum(one.left_out or 0.0 for one in model.themes)
    context["difference"] = model.mean - model.baseline
    return context, lambda: sheets.sheet_of_impacts(model, texts, chosen)


def _lifting(lines: list[Any]) -> str:
    sure = [line for line in lines if line[0].impact.low > 0 or line[0].impact.high < 0]
    down = min(sure, key=lambda line: line[0].impact.value, default=None)
    if down is None or down[0].impact.value >= 0:
        return _("No theme lowers the score beyond chance")
    return _("What goes with a lower score most: %(theme)s") % {"theme": down[1]}


@require_safe
@requires(VIEW_WORDS)
def show_emerging(request: ViewerRequest) -> HttpResponseBase:
    """The words that are written more often than before, whatever the mix of sources."""
    return _page(request, "emerging", _emerging)


def _emerging(request: ViewerRequest, form: WordsForm) -> Told:
    chosen = form.chosen
    before = chosen.before_times(BEFORE_TIMES)
    found = news_of(request.viewer, chosen, before)
    words = [word for one in found for word in (one.word, *one.beside)]
    shapes = dict(zip(words, as_written(request.viewer, chosen, words), strict=True))
    channels = channel_names()
    lines = [
        {
            "term": one.term,
            "word": shapes[one.word],
            "beside": [shapes[word] for word in one.beside],
            "quotes": [quote_of_text(row, channels) for row in one.examples],
            "url": texts_url(chosen, q=shapes[one.word]),
        }
        for one in found
    ]
    named = ", ".join(
        pgettext("a word customers write", "“%(word)s”") % {"word": shapes[one.word]} for one in found[:3]
    )
    headline = _("Written more than before: %(words)s") % {"words": named}
    context = {"lines": lines, "before": before, "waiting": waiting_to_be_found()}
    context["headline"] = headline if lines else _("No new word beyond chance")
    return context, lambda: sheets.sheet_of_news(found, shapes, chosen)


@require_safe
@requires(VIEW_WORDS)
def show_map(request: ViewerRequest) -> HttpResponseBase:
    """Themes over the steps of journeys."""
    return _page(request, "map", _map)


def _map(request: ViewerRequest, form: WordsForm) -> Told:
    chosen = form.chosen
    found = step_map(request.viewer, chosen)
    names = theme_names()
    rows = [(full_name(row.code, names), theme_url(row.code, chosen), _shaded(row, found)) for row in found.rows]
    heads = [(name, n) for (_id, name), n in zip(found.steps, found.texts, strict=True)]
    context = {"rows": rows, "heads": heads, "headline": _hottest(found, names)}
    return context, lambda: sheets.sheet_of_map(found, chosen)


SHADES = 4


def _shaded(row: MapRow, found: StepMap) -> list[tuple[Any, int]]:
    """Each cell with how dark it is drawn, from 0 to 4, by its share of the largest."""
    most = found.most or 1.0
    return [(cell, round(SHADES * (cell.value or 0.0) / most)) for cell in row.cells]


def _hottest(found: StepMap, names: dict[str, str]) -> str:
    cells = [
        (cell.value or 0.0, row.code, name)
        for row in found.rows
        for cell, (_id, name) in zip(row.cells, found.steps, strict=True)
        if row.code != GENERAL
    ]
    if not cells or not max(cells)[0]:
        return _("Nothing displeases at any step")
    _share, code, step = max(cells)
    return _("What displeases most where: %(theme)s, at “%(step)s”") % {"theme": names.get(code, code), "step": step}


@require_safe
@requires(VIEW_WORDS)
def show_periods(request: ViewerRequest) -> HttpResponseBase:
    """Two periods side by side."""
    return _page(request, "periods", _periods, PeriodsForm)


def _periods(request: ViewerRequest, form: PeriodsForm) -> Told:
    chosen = form.chosen
    start, end = form.other_days
    other = chosen.on(start, end)
    here, there, rows = side_by_side(request.viewer, chosen, other)
    names = theme_names()
    lines = [
        (row, full_name(row.code, names), theme_url(row.code, chosen), move_in_words(row.bad_moved)) for row in rows
    ]
    moved = sum(row.bad_moved.is_established for row in rows)
    headline = ngettext(
        "%(n)s theme displeases more or less than in the other days",
        "%(n)s themes displease more or less than in the other days",
        moved,
    ) % {"n": moved}
    if not moved:
        headline = _("No theme displeases more or less beyond chance")
    context = {"lines": lines, "chosen": chosen, "other": other, "here": here, "there": there, "headline": headline}
    return context, lambda: sheets.sheet_of_periods(rows, chosen, other)
