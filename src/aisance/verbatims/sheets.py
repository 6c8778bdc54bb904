"""The tables of the pages as files."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from aisance.ui.sheets import Column, Sheet
from aisance.verbatims.telling.explorer import Account
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.shares import Share
from aisance.verbatims.telling.theme_page import Place
from aisance.verbatims.telling.themes import theme_names

COLUMNS = (
    Column("theme"),
    Column("title"),
    Column("texts", "whole"),
    *(Column(f"share_of_all{end}", "number") for end in ("", "_low", "_high")),
    Column("displeased", "whole"),
    Column("neither", "whole"),
    Column("pleased", "whole"),
    *(Column(f"share_displeased{end}", "number") for end in ("", "_low", "_high")),
    *(Column(f"displeased_of_all_change{end}", "number") for end in ("", "_low", "_high")),
)


def sheet_of_themes(account: Account, chosen: Chosen) -> Sheet:
    """One row a theme, the most displeasing first; shares go from 0 to 1."""
    names = theme_names()
    rows = [
        (
            *(row.code, names.get(row.code, row.code), row.texts, *cells(row.of_all)),
            *(row.bad, row.neither, row.good, *cells(row.displeased)),
            *(row.moved.value, row.moved.low, row.moved.high),
        )
        for row in account.themes
    ]
    definition = _("A text counts once a theme. Displeased: at least one mention of the theme is. Wilson, 95%.")
    about = [*about_words(_("What customers write about"), chosen), (_("Texts read"), str(account.read))]
    return Sheet(
        _("What customers write about"), COLUMNS, rows, [*about, (_("Definition"), definition)], size=len(rows)
    )


PLACE_COLUMNS = (
    Column("dimension"),
    Column("name"),
    Column("texts", "whole"),
    *(Column(f"share_mentioning{end}", "number") for end in ("", "_low", "_high")),
    *(Column(f"share_displeased{end}", "number") for end in ("", "_low", "_high")),
)


def sheet_of_places(code: str, places: Mapping[str, Sequence[Place]], chosen: Chosen) -> Sheet:
    """Where a theme is heard: one row a channel, step, reason and unit; shares of the texts of that place."""
    rows = [
        (dimension.removesuffix("_id"), place.name, place.texts.n, *cells(place.texts), *cells(place.bad))
        for dimension, some in places.items()
        for place in some
    ]
    title = theme_names().get(code, code)
    return Sheet(title, PLACE_COLUMNS, rows, about_words(title, chosen), size=len(rows))


def about_words(title: str, chosen: Chosen) -> list[tuple[str, str]]:
    """What a file says of itself: which table, which days."""
    return [(_("Table"), title), (_("Days"), f"{chosen.start} – {chosen.end}")]


def cells(share: Share) -> tuple[float | None, float | None, float | None]:
    """A share and its bounds."""
    return share.value, share.low, share.high
