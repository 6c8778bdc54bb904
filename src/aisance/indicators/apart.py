"""Two estimates of an indicator against each other, where one question cannot ask for both."""

from dataclasses import replace

from aisance.indicators.contracts import Comparison, Definition, Estimate
from aisance.indicators.rules import NO_COMPARISON, bounds_of, comparison, sums_of


def compared_apart(definition: Definition, one: Estimate, other: Estimate) -> Comparison:
    """The first less the second, by the test that belongs to the measure, from the sums that the estimates give back.

    They must stand on different rows. Null throughout where either has no value; not for quantiles, whose histograms
    an estimate does not hold (ValueError).
    """
    if definition.measure == "quantile":
        raise ValueError("A quantile has no sums.")
    if one.value is None or other.value is None:
        return NO_COMPARISON
    measure = definition.measure
    found = comparison(measure, sums_of(measure, one), sums_of(measure, other), bounds_of(definition))
    return replace(found, p_adjusted=found.p_value, other_n=other.n)
