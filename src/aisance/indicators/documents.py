"""Figures as documents for machines: the JSON of the API and of the command line, and CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Comparison, Definition, Estimate
from aisance.ui.sheets.writers import harmless


def as_document(definition: Definition, estimates: Sequence[Estimate]) -> dict[str, Any]:
    """The JSON object of an indicator. Values are fractions, whatever the unit; null where there is no value."""
    return {
        "indicator": definition.name,
        "version": definition.version,
        "unit": definition.unit,
        "rows": [_row(estimate) for estimate in estimates],
    }


def _row(estimate: Estimate) -> dict[str, Any]:
    row = {
        "dimensions": dict(estimate.dimensions),
        "n": estimate.n,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
    }
    if estimate.masked:
        row["masked"] = {"minimum_n": estimate.masked, "reason": withheld_because(estimate)}
    if estimate.n_effective is not None:
        row |= {"n_effective": estimate.n_effective, "design_effect": estimate.design_effect}
    if estimate.raw is not None:
        row["raw"] = estimate.raw
    return row | ({"compare": _comparison(estimate.compare)} if estimate.compare else {})


def withheld_because(estimate: Estimate) -> str:
    """Why a cell that is masked shows no value."""
    return _("Fewer than %(minimum)s answers: the value is withheld.") % {"minimum": estimate.masked}


def _comparison(compare: Comparison) -> dict[str, Any]:
    return {
        "difference": compare.difference,
        "low": compare.low,
        "high": compare.high,
        "p_value": compare.p_value,
        "p_adjusted": compare.p_adjusted,
        "verdict": compare.verdict.value if compare.verdict else None,
        "answers_needed": compare.answers_needed,
    }


def as_csv(definition: Definition, estimates: Sequence[Estimate], by: Sequence[str]) -> str:
    """The same rows as CSV: one column a dimension, then n, value and bounds as fractions; empty for no value.

    The last column is the minimum n under which a value is withheld, where it is.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["indicator", "version", "unit", *by, "n", "value", "low", "high", "masked_under"])
    for estimate in estimates:
        codes = [harmless(estimate.dimensions[dimension]) for dimension in by]
        figures = [estimate.n, estimate.value, estimate.low, estimate.high, estimate.masked]
        writer.writerow([definition.name, definition.version, definition.unit, *codes, *figures])
    return text.getvalue()
