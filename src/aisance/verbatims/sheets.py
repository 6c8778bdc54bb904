"""The table of themes as a file."""

from django.utils.translation import gettext as _

from aisance.ui.sheets import Column, Sheet
from aisance.verbatims.queries import Account, Chosen, Share
from aisance.verbatims.wording import theme_names

COLUMNS = (
    Column("theme"),
    Column("title"),
    Column("texts", "whole"),
    *(Column(f"share_of_all{end}", "number") for end in ("", "_low", "_high")),
    Column("displeased", "whole"),
    Column("neither", "whole"),
    Column("pleased", "whole"),
    *(Column(f"share_displeased{end}", "number") for end in ("", "_low", "_high")),
)


def sheet_of_themes(account: Account, chosen: Chosen) -> Sheet:
    """One row a theme, the most displeasing first; shares go from 0 to 1."""
    names = theme_names()
    rows = [
        (
            *(row.code, names.get(row.code, row.code), row.texts, *_cells(row.of_all)),
            *(row.bad, row.neither, row.good, *_cells(row.displeased)),
        )
        for row in account.themes
    ]
    about = [
        (_("Table"), _("What customers write about")),
        (_("Days"), f"{chosen.start} – {chosen.end}"),
        (_("Texts read"), str(account.read)),
        (
            _("Definition"),
            _("A text counts once a theme. Displeased: at least one mention of the theme is. Wilson, 95%."),
        ),
    ]
    return Sheet(_("What customers write about"), COLUMNS, rows, about, size=len(rows))


def _cells(share: Share) -> tuple[float | None, float | None, float | None]:
    return share.value, share.low, share.high
