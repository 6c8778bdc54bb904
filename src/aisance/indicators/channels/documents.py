"""Channels and suggestions as documents for machines."""

from typing import Any

from django.utils.translation import gettext as _

from aisance.indicators.channels.comparison import EASE, ChannelRow, Comparison
from aisance.indicators.channels.rules import MOVED


def caveat() -> str:
    """What stands beside every suggestion."""
    return _(
        "Customers choose their channel: those who chose the easier one may have had easier matters. "
        "The gain is an association and no promise; try it on a small scale first. "
        "Suggest, and leave the choice to the customer."
    )


def ranking_document(found: Comparison) -> dict[str, Any]:
    """The JSON object of the ranking. Values are fractions; null where there is no value."""
    standard = found.standard
    return {
        "indicator": EASE.name,
        "version": EASE.version,
        "mix": {
            "of": found.mix,
            "reasons": dict(standard.weights) if standard else {},
            "coverage": standard.coverage if standard else None,
            "dropped": dict(standard.dropped) if standard else {},
            "cells_left_out": found.left_out,
            "minimum_n": EASE.minimum_n,
        },
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: ChannelRow) -> dict[str, Any]:
    shown = row.standard
    alike = {"n": shown.n, "value": shown.value, "low": shown.low, "high": shown.high} if shown else None
    raw = {"n": row.raw.n, "value": row.raw.value, "low": row.raw.low, "high": row.raw.high}
    return {
        "channel": row.code,
        "contacts": row.contacts,
        "raw": raw | {"ranks": row.raw_ranks, "masked": row.raw.masked is not None},
        "standardised": alike and alike | {"ranks": row.standard_ranks},
    }


def suggestions_document(found: Comparison) -> dict[str, Any]:
    """The JSON object of the suggestions, with the caveat that belongs to them."""
    return {
        "indicator": EASE.name,
        "version": EASE.version,
        "moved": MOVED,
        "caveat": caveat(),
        "rows": [one._asdict() for one in found.suggested],
    }
