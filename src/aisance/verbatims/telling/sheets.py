"""The tables of what the words tell as files."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from aisance.ui.sheets import Column, Sheet
from aisance.verbatims.sheets import about_words, cells
from aisance.verbatims.telling.cells import Beside, StepMap
from aisance.verbatims.telling.held import Chosen, Held
from aisance.verbatims.telling.newness import News
from aisance.verbatims.telling.themes import theme_names
from aisance.verbatims.telling.weighing import Impacts, Irritant, Weight


def _triple(name: str) -> tuple[Column, ...]:
    return tuple(Column(f"{name}{end}", "number") for end in ("", "_low", "_high"))


def _of(weight: Weight) -> tuple[float | None, float | None, float | None]:
    return weight.value, weight.low, weight.high


def sheet_of_irritants(found: Sequence[Irritant], texts: Held, chosen: Chosen) -> Sheet:
    """One row a theme: its weight and the three factors."""
    names = theme_names()
    columns = (
        *(Column("theme"), Column("title"), Column("displeased", "whole"), *_triple("weight")),
        *(Column("frequency", "number"), Column("severity", "number"), Column("cost", "number")),
    )
    rows = []
    for one in found:
        code = texts.codes[one.theme]
        factors = (one.frequency, one.severity, one.cost)
        rows.append((code, names.get(code, code), one.texts, *_of(one.weight), *factors))
    title = _("What weighs most")
    definition = _("1,000 × frequency × severity × cost; a cost that is not known counts as 1.")
    return Sheet(title, columns, rows, [*about_words(title, chosen), (_("Definition"), definition)], size=len(rows))


def sheet_of_impacts(model: Impacts, texts: Held, chosen: Chosen) -> Sheet:
    """One row a theme; the parts and the baseline add up to the mean."""
    names = theme_names()
    columns = (
        *(Column("theme"), Column("title"), Column("texts", "whole"), *_triple("part")),
        *(*_triple("reward"), *_triple("penalty"), Column("left_out", "number")),
    )
    rows = []
    for one in model.themes:
        code = texts.codes[one.theme]
        figures = (*_of(one.impact), *_of(one.reward), *_of(one.penalty), one.left_out)
        rows.append((code, names.get(code, code), one.texts, *figures))
    title = _("What goes with the score")
    about = [
        *about_words(title, chosen),
        (_("Texts with a score"), str(model.n)),
        (_("Mean, from −1 to 1"), repr(model.mean)),
        (_("Without any theme"), repr(model.baseline)),
    ]
    return Sheet(title, columns, rows, about, size=len(rows))


def sheet_of_news(found: Sequence[News], shapes: Mapping[str, str], chosen: Chosen) -> Sheet:
    """One row a word that emerges, with those of the same texts; `shapes` says how each is written."""
    columns = (
        *(Column("word"), Column("beside"), Column("texts_now", "whole"), Column("texts_before", "whole")),
        *_triple("odds_times"),
    )
    rows = []
    for one in found:
        beside = " ".join(shapes[word] for word in one.beside)
        term = one.term
        rows.append((shapes[one.word], beside, term.now, term.before, term.times, term.low, term.high))
    title = _("What is new")
    return Sheet(title, columns, rows, about_words(title, chosen), size=len(rows))


def sheet_of_map(found: StepMap, chosen: Chosen) -> Sheet:
    """One row a theme and step."""
    names = theme_names()
    columns = (Column("theme"), Column("title"), Column("step"), Column("texts", "whole"), *_triple("displeased"))
    rows = [
        (row.code, names.get(row.code, row.code), step, cell.n, *cells(cell))
        for row in found.rows
        for (_id, step), cell in zip(found.steps, row.cells, strict=True)
    ]
    title = _("Themes by step")
    return Sheet(title, columns, rows, about_words(title, chosen), size=len(rows))


def sheet_of_periods(rows: Sequence[Beside], chosen: Chosen, other: Chosen) -> Sheet:
    """One row a theme: both periods and what moved."""
    names = theme_names()
    columns = (
        *(Column("theme"), Column("title"), *_triple("mentioned"), *_triple("mentioned_other")),
        *(*_triple("displeased"), *_triple("displeased_other"), *_triple("displeased_change")),
    )
    lines = []
    for row in rows:
        shares = [figure for share in (*row.told, *row.bad) for figure in cells(share)]
        moved = (row.bad_moved.value, row.bad_moved.low, row.bad_moved.high)
        lines.append((row.code, names.get(row.code, row.code), *shares, *moved))
    title = _("Two periods side by side")
    about = [*about_words(title, chosen), (_("Other days"), f"{other.start} – {other.end}")]
    return Sheet(title, columns, lines, about, size=len(lines))
