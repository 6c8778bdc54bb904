"""Writes weightings: declared once, removed when nobody needs them. What is declared is never edited."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.accounts.public import units_in
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.core.scope import EVERYTHING
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.dimensions import kept_values
from aisance.indicators.models import Weighting
from aisance.indicators.statistics.weighting import SUM_TOLERANCE
from aisance.indicators.weights import ELIGIBLE, weighting_of

WEIGHTED_BY = ("channel", "step", "reason", "unit", "language")
MOST_DIMENSIONS = 3

type Targets = Mapping[str, Mapping[str, float] | str]


def declare_weighting(
    *, code: str, names: Mapping[str, str], targets: Targets, least: float = 0.2, most: float = 5.0, by: Viewer
) -> Weighting:
    """Declare the shares that answers should have, by dimension; or "eligible": those of all contacts.

    Raises IndicatorError naming what is wrong: a share that is none, shares that do not add up to 1, a code that is not
    known or lies in another one, a code that is taken.
    """
    _check(targets, least, most)
    try:
        with transaction.atomic():
            held = Weighting.objects.create(
                code=code,
                name={language: words for language, words in names.items() if words},
                targets={dimension: _stored(shares) for dimension, shares in targets.items()},
                least=least,
                most=most,
                created_by_id=by.person_id,
                created_at=clock.now(),
            )
            audit.record(by, "weighting.declared", what="weighting", which=code, changes={"targets": held.targets})
    except IntegrityError:
        message = _("code: a weighting “%(code)s” is declared already.") % {"code": code}
        raise IndicatorError(message, field="code", value=code) from None
    return held


def remove_weighting(*, code: str, by: Viewer) -> None:
    """Take a weighting away; addresses that name it say from then on that there is none."""
    with transaction.atomic():
        held = weighting_of(code)
        audit.record(by, "weighting.removed", what="weighting", which=code, changes={"targets": held.targets})
        held.delete()


def _stored(shares: Mapping[str, float] | str) -> Any:
    return shares if isinstance(shares, str) else {code: share for code, share in shares.items() if share > 0}


def _check(targets: Targets, least: float, most: float) -> None:
    if not 0 < len(targets) <= MOST_DIMENSIONS:
        message = _("targets: declare shares for one to %(most)s dimensions.") % {"most": MOST_DIMENSIONS}
        raise IndicatorError(message, field="targets")
    if not (0 <= least <= 1 <= most and isfinite(most)):
        message = _("least: weights average 1, so the least is at most 1 and the most at least 1.")
        raise IndicatorError(message, field="least")
    for dimension, shares in targets.items():
        if dimension not in WEIGHTED_BY:
            raise unknown("targets", dimension, WEIGHTED_BY)
        if isinstance(shares, str):
            _check_word(dimension, shares)
        else:
            _check_shares(dimension, shares)


def _check_word(dimension: str, word: str) -> None:
    if word != ELIGIBLE:
        raise unknown(dimension, word, (ELIGIBLE,))


def _check_shares(dimension: str, shares: Mapping[str, float]) -> None:
    for code, share in shares.items():
        if not 0 <= share <= 1:
            message = _("%(dimension)s: the share of “%(code)s” lies between 0%% and 100%%.")
            raise IndicatorError(message % {"dimension": dimension, "code": code}, field=dimension, value=code)
    total = sum(shares.values())
    if abs(total - 1) > SUM_TOLERANCE:
        message = _("%(dimension)s: the shares add up to %(total)s%% and not to 100%%.")
        words = {"dimension": dimension, "total": f"{100 * total:.4g}"}
        raise IndicatorError(message % words, field=dimension, value=words["total"])
    _check_apart(dimension, [code for code, share in shares.items() if share > 0])


def _check_apart(dimension: str, codes: list[str]) -> None:
    """A unit inside another one, or a reason, would be counted twice."""
    units, seen = units_in(EVERYTHING), dict[Any, str]()
    for code in codes:
        for value in kept_values(dimension, [code], units):
            if value in seen:
                message = _("%(dimension)s: “%(code)s” and “%(other)s” lie one in the other.")
                words = {"dimension": dimension, "code": code, "other": seen[value]}
                raise IndicatorError(message % words, field=dimension, value=code)
            seen[value] = code
