"""The board of causes as a file, one row a reason, figures as numbers."""

from datetime import date

from django.utils.translation import gettext as _

from aisance.improvement.causes.queries import Board, Cause, Sought
from aisance.indicators.contracts import Estimate
from aisance.ui.sheets import Column, Sheet
from aisance.verbatims.public import theme_names

COLUMNS = (
    Column("from", "day"),
    Column("to", "day"),
    Column("reason"),
    Column("reason_name"),
    Column("square"),
    Column("worth_to_customer", "whole"),
    Column("worth_to_company", "whole"),
    Column("contacts", "whole"),
    Column("contacts_before", "whole"),
    Column("repeats_n", "whole"),
    Column("repeats", "number"),
    Column("repeats_low", "number"),
    Column("repeats_high", "number"),
    Column("timed_contacts", "whole"),
    Column("handling_minutes", "number"),
    Column("cost", "number"),
    Column("currency"),
    Column("net_easy_n", "whole"),
    Column("net_easy", "number"),
    Column("net_easy_low", "number"),
    Column("net_easy_high", "number"),
    Column("irritants"),
    Column("owner"),
    Column("owner_team"),
    Column("owner_mail"),
)


def sheet_of_causes(board: Board, sought: Sought) -> Sheet:
    """Every cause of the page, in its order."""
    names = theme_names()
    currency = board.minute.currency if board.minute else ""
    rows = [_row(cause, sought.period, currency, names) for cause in board.causes]
    title = _("Causes of contacts")
    about = [(_("Table"), title), (_("Cost of a minute"), _minute(board)), (_("Repeats"), repeats_in_words())]
    return Sheet(title, COLUMNS, rows, about)


def repeats_in_words() -> str:
    """What a repeat is, in a sentence."""
    return _("Contacts that follow one of the same customer for the same reason, or branch of reasons, within 7 days.")


def _minute(board: Board) -> str:
    minute = board.minute
    if minute is None:
        return _("not set")
    words = {"amount": minute.amount, "currency": minute.currency, "since": minute.since, "source": minute.source}
    return _("%(amount)s %(currency)s since %(since)s, %(source)s") % words


def _row(cause: Cause, period: tuple[date, date], currency: str, themes: dict[str, str]) -> tuple[object, ...]:
    judged = cause.judgement
    irritants = "; ".join(f"{themes.get(one.theme, one.theme)} ({one.bad}/{one.n})" for one in cause.irritants)
    return (
        *(*period, cause.code, cause.name, cause.square.value if cause.square else None),
        *(judged.to_customer if judged else None, judged.to_company if judged else None),
        *(cause.contacts, cause.before, *_figure(cause.repeats)),
        *(cause.timed, cause.handling_seconds / 60, None if cause.cost is None else float(cause.cost), currency),
        *(*_figure(cause.ease), irritants),
        *((judged.owner_name, judged.owner_team, judged.owner_mail) if judged else ("", "", "")),
    )


def _figure(estimate: Estimate) -> tuple[object, ...]:
    return estimate.n, estimate.value, estimate.low, estimate.high
