"""Every indicator there is, by name. One definition each; a change that moves a figure is a new version."""

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.registry_answers import ANSWER_INDICATORS
from aisance.indicators.registry_calls import CALL_INDICATORS

DEFINITIONS: dict[str, Definition] = {entry.name: entry for entry in (*ANSWER_INDICATORS, *CALL_INDICATORS)}


def definitions() -> tuple[Definition, ...]:
    """Every indicator, those that customers answer first."""
    return tuple(DEFINITIONS.values())


def definition(name: str) -> Definition:
    """The indicator of that name. Raises IndicatorError naming those there are."""
    if name not in DEFINITIONS:
        message = _("There is no indicator “%(name)s”; there are: %(possible)s.") % {
            "name": name,
            "possible": ", ".join(DEFINITIONS),
        }
        raise IndicatorError(message, field="indicator", value=name, possible=tuple(DEFINITIONS))
    return DEFINITIONS[name]
