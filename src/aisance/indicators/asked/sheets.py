"""The tables of the page as files."""

from typing import Any

from django.utils.translation import gettext as _

from aisance.indicators.asked.account import Account, AskedAbout, Place, Share
from aisance.indicators.asked.silence import Reply
from aisance.indicators.asked.wording import CAUTION, SIGN_NAMES, value_name
from aisance.indicators.sheets import reading_notes
from aisance.surveys.contracts import NotAskedReason
from aisance.ui.sheets import Column, Sheet

REASONS = tuple(reason.value for reason in NotAskedReason)
OPENING = (Column("from", "day"), Column("to", "day"), Column("kept_unit"))
PLACE = (Column("by"), Column("code"), Column("name"))
ACCOUNT = (
    Column("eligible", "whole"),
    *(Column(reason, "whole") for reason in REASONS),
    Column("planned", "whole"),
    Column("invited", "whole"),
    Column("on_its_way", "whole"),
    Column("failed", "whole"),
    Column("silent", "whole"),
    Column("answered", "whole"),
    *(Column(name, "number") for name in ("response_rate", "response_rate_low", "response_rate_high")),
    *(Column(name, "number") for name in ("left_out", "left_out_low", "left_out_high")),
    Column("verdict"),
)
TESTS = (
    Column("sign"),
    Column("sign_name"),
    *(Column(name, "whole") for name in ("hard", "hard_left_out", "other", "other_left_out")),
    Column("odds_ratio_elsewhere", "number"),
    Column("p_value", "number"),
    Column("p_adjusted", "number"),
    Column("found_from", "number"),
    Column("verdict"),
)
REPLIES = (
    Column("dimension"),
    Column("code"),
    Column("name"),
    Column("n", "whole"),
    Column("answered", "whole"),
    *(Column(name, "number") for name in ("response_rate", "low", "high")),
    Column("other_n", "whole"),
    *(Column(name, "number") for name in ("difference", "difference_low", "difference_high", "p_adjusted")),
)


def _opening(asked: AskedAbout) -> tuple[Any, ...]:
    return (asked.drawn.start, asked.drawn.end, asked.unit or None)


def _share(share: Share) -> tuple[float | None, ...]:
    return (share.value, share.low, share.high)


def sheet_of_account(account: Account, asked: AskedAbout) -> Sheet:
    """One row a place: its eligible contacts, why some were not asked, invited, answered."""
    rows = [(*_opening(asked), account.by, row.code or None, row.name or None, *_fates(row)) for row in account.rows]
    title = _("Who was asked, who was not and why")
    sums = _("Reasons, planned and invited add up to eligible; on its way, failed, silent and answered to invited.")
    about = [(_("Table"), title), (_("Adding up"), sums), (_("Caution"), str(CAUTION)), *reading_notes()]
    return Sheet(title, [*OPENING, *PLACE, *ACCOUNT], rows, about)


def _fates(row: Place) -> tuple[Any, ...]:
    fates = row.fates
    return (
        *(fates.eligible, *(fates.refused.get(reason, 0) for reason in REASONS), fates.planned, fates.invited),
        *(fates.on_its_way, fates.failed, fates.silent, fates.answered),
        *(*_share(fates.rate), *_share(fates.left_out), row.verdict),
    )


def sheet_of_tests(account: Account, asked: AskedAbout) -> Sheet:
    """One row a place and sign: the table of two by two, the exact test, and what it would have found."""
    rows = [
        (
            *(*_opening(asked), account.by, row.code or None, row.name or None),
            *(one.sign, str(SIGN_NAMES[one.sign]), *one.table),
            *(one.elsewhere, one.p_value, one.p_adjusted, one.found_from),
            "to_verify" if one.is_established else "nothing" if one.p_value is not None else "untold",
        )
        for row in account.rows
        for one in row.found
    ]
    title = _("Whether being asked depends on how the contact went")
    about = [(_("Table"), title), (_("Caution"), str(CAUTION)), *reading_notes()]
    return Sheet(title, [*OPENING, *PLACE, *TESTS], rows, about)


def sheet_of_replies(found: list[Reply], asked: AskedAbout) -> Sheet:
    """One row a value of each dimension: how many answered, against all others."""
    rows = [
        (
            *(*_opening(asked), one.dimension, one.value, value_name(one), one.share.n, one.share.count),
            *(*_share(one.share), one.others.n, one.difference, one.low, one.high, one.p_adjusted),
        )
        for one in found
    ]
    title = _("Who does not answer")
    return Sheet(title, [*OPENING, *REPLIES], rows, [(_("Table"), title), *reading_notes()])
