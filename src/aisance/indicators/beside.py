"""What stands beside a figure on its page: its versions, its parts, its family, what is said and what is observed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.indicators import rules
from aisance.indicators.contracts import Asked, Definition, Estimate, Part, Verdict
from aisance.indicators.queries import conditions_for, shown_estimates
from aisance.indicators.readings import SERVED
from aisance.indicators.registry import definition, own
from aisance.indicators.registry.contacts import with_window
from aisance.indicators.registry.effort import EFFORT_INDICATORS
from aisance.journeys.contracts import Direction
from aisance.lake import public as lake
from aisance.surveys.public import question_of
from aisance.ui.numbers import number, shown_difference, shown_interval

SAID, OBSERVED = "resolved", "resolved_observed"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the definition that it is of."""

    definition: Definition
    estimate: Estimate
    name: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Series:
    """A version with the days of its series, both included; null where it has no beginning or no end."""

    figure: Figure
    first: date | None
    last: date | None
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """First-contact resolution as customers say it and as their contacts show it."""

    said: Figure
    observed: Figure
    words: str
    immature: str

    @property
    def both(self) -> tuple[Figure, Figure]:
        return self.said, self.observed


def series_of(viewer: Viewer, entry: Definition, asked: Asked) -> list[Series]:
    """Every version of an own indicator, the newest first, each over the days of its own series; else nothing."""
    if not entry.is_own:
        return []
    known = own.versions(entry.name)
    series = [_series(viewer, version, known[place + 1 :], asked) for place, version in enumerate(known)]
    return series[::-1]


def _series(viewer: Viewer, version: Definition, later: Sequence[Definition], asked: Asked) -> Series:
    """A later version that only mends words goes on with the same series; one that starts its own ends it."""
    starts = [one.starts_on for one in later if one.starts_on and one.starts_on != version.starts_on]
    last = starts[0] - timedelta(days=1) if starts else None
    estimate = shown_estimates(viewer, version, Asked(where=asked.where, end=last))[0]
    return Series(Figure(version, estimate), version.starts_on, last, is_in_force=not later)


def part_figures(viewer: Viewer, entry: Definition, asked: Asked) -> list[Figure]:
    """Each question of a composite by itself, in the same selection, whoever answered it; else nothing."""
    if not entry.is_composite:
        return []
    alone = whole(asked)
    return [_part_figure(viewer, entry, part, alone) for part in entry.parts]


def _part_figure(viewer: Viewer, entry: Definition, part: Part, asked: Asked) -> Figure:
    alone = replace(entry, parts=(replace(part, weight=1.0),))
    if min(part.values.values()) < 0:
        alone = replace(alone, measure="score", unit="points")
    card = question_of(part.question)
    estimate = shown_estimates(viewer, alone, asked)[0]
    return Figure(alone, estimate, card.name if card else part.question, part.weight)


def whole(asked: Asked) -> Asked:
    """The same selection without cells and without a comparison."""
    return replace(asked, by=(), compare=None, against={}, population=None)


def family_of(entry: Definition) -> tuple[Sequence[Definition], Sequence[Definition]]:
    """For effort: the other readings of the same scale, and those of the other scales; else nothing."""
    if entry.is_own or not any(part.question == "ces" for part in entry.parts):
        return (), ()
    scale = entry.parts[0].scale
    others = [one for one in EFFORT_INDICATORS if one.name != entry.name]
    return (
        [one for one in others if one.parts[0].scale == scale],
        [one for one in others if one.parts[0].scale != scale],
    )


def resolution_of(viewer: Viewer, entry: Definition, asked: Asked) -> Resolution | None:
    """Both figures in the same selection, on the pages of either; null elsewhere."""
    if entry.name not in (SAID, OBSERVED):
        return None
    plain = Asked(start=asked.start, end=asked.end, where=asked.where, within_days=asked.within_days)
    said, observed = definition(SAID), with_window(definition(OBSERVED), asked.within_days)
    one = Figure(said, shown_estimates(viewer, said, plain)[0])
    other = Figure(observed, shown_estimates(viewer, observed, plain)[0])
    return Resolution(one, other, _gap_in_words(one, other), _immature_in_words(viewer, plain))


def _gap_in_words(said: Figure, observed: Figure) -> str:
    """The difference of the two, with its interval, and whether chance alone could make it."""
    if said.estimate.value is None or observed.estimate.value is None:
        return _("One of the two has no value here, so that they cannot be compared.")
    gap = said.estimate.value - observed.estimate.value
    low, high, _p = rules.difference(
        "share", rules.sums_of("share", said.estimate), rules.sums_of("share", observed.estimate)
    )
    words = {
        "size": shown_difference(gap, "%"),
        "interval": shown_interval(low, high, "points", more=1),
    }
    verdict = rules.verdict(low, high)
    if verdict == Verdict.UP:
        more = _("Customers say %(size)s more than is observed %(interval)s: some come back who thought it was done.")
        return more % words
    if verdict == Verdict.DOWN:
        less = _("Customers say %(size)s less than is observed %(interval)s: some never come back, and are not helped.")
        return less % words
    return _("They differ by %(size)s %(interval)s, which may be chance.") % words


def _immature_in_words(viewer: Viewer, asked: Asked) -> str:
    n = immature_contacts(viewer, asked)
    if not n:
        return _("Every contact of these days is mature.")
    return ngettext(
        "%(n)s contact is not mature yet: the %(days)s days in which the customer may come back are not over.",
        "%(n)s contacts are not mature yet: the %(days)s days in which customers may come back are not over.",
        n,
    ) % {"n": number(n), "days": asked.within_days}


def immature_contacts(viewer: Viewer, asked: Asked) -> int:
    """Contacts that will count as resolved or not once the days have passed, and do not count yet."""
    last_mature = clock.today() - timedelta(days=asked.within_days + 1)
    (cell,) = lake.sums(
        "interactions",
        value=lambda t: t.outcome.isin(SERVED).ifelse(1.0, None),
        where=[
            *conditions_for(viewer, asked.where, (asked.start, asked.end)),
            lambda t: t.direction == Direction.INBOUND.value,
            lambda t: t.outcome.isin(SERVED),
            lambda t: t.customer_id.notnull() & t.reason_id.notnull(),
            lambda t: t.day > last_mature,
        ],
    )
    return cell.n


def interval_in_words(entry: Definition, asked: Asked) -> str:
    """How the interval is made, and what it takes for granted."""
    return f"{_interval(entry)} {_independence(entry, asked)}"


def _interval(entry: Definition) -> str:
    return {
        "score": _(
            "95%, adjusted Wald: three pseudo-answers are added before the interval is computed, none to the value "
            "shown. Two of them are compared by z, with the same pseudo-answers in each."
        ),
        "share": _("95%, Wilson for the share, Newcombe for the difference of two shares."),
        "mean": _("95%, Student for the mean, cut off at the ends of the scale; Welch for the difference of two."),
        "seconds": _("95%, Student for the mean, Welch for the difference of two means."),
        "quantile": _("95%, from order statistics: between which of the calls, in order of length, the quantile lies."),
        "count": _("95%, exact Poisson: how far chance alone would move such a count."),
    }[entry.measure]


def _independence(entry: Definition, asked: Asked) -> str:
    sentences = []
    if asked.weighting:
        sentences.append(_("Weights make it wider, by the effective number of answers."))
    if entry.cluster or asked.cluster:
        sentences.append(_("What comes from one customer is one cluster, so that it is wider where they come often."))
    elif entry.fact == "answers":
        sentences.append(_("Answers are taken to be independent of each other."))
    else:
        sentences.append(_("Contacts are taken to be independent of each other."))
    return " ".join(sentences)


def source_in_words(entry: Definition) -> str:
    """Where its rows come from, for the line under the title."""
    if entry.kind == "employee":
        return _("Asked of employees.")
    if entry.fact == "answers":
        if entry.kind == "review":
            return _("Published without being asked.")
        return _("Asked in a barometer.") if entry.kind == "cold" else _("Asked right after a contact.")
    if entry.fact == "invitations":
        return _("Counted from the invitations sent.")
    is_call = entry.unit == "calls" or entry.name.startswith(("answered", "abandoned", "waiting", "handling"))
    return _("Measured on every call.") if is_call else _("Counted from the contacts themselves.")
