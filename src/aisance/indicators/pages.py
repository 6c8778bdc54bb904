"""What the pages of one indicator share."""

from django.http import Http404

from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.registry import definition


def indicator_or_404(name: str) -> Definition:
    """The indicator of that name in force, or the page that says there is none."""
    try:
        return definition(name)
    except IndicatorError as problem:
        raise Http404(str(problem)) from problem
