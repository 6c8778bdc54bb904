"""Every indicator there is, by name. One definition each; a change that moves a figure is a new version."""

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Definition, IndicatorError, Status
from aisance.indicators.registry import own
from aisance.indicators.registry.answers import ANSWER_INDICATORS
from aisance.indicators.registry.calls import CALL_INDICATORS
from aisance.indicators.registry.composites import COMPOSITE_INDICATORS
from aisance.indicators.registry.contacts import CONTACT_INDICATORS
from aisance.indicators.registry.effort import EFFORT_INDICATORS
from aisance.indicators.registry.reviews import REVIEW_INDICATORS

BUILT_IN: dict[str, Definition] = {
    entry.name: entry
    for entry in (
        *ANSWER_INDICATORS,
        *EFFORT_INDICATORS,
        *COMPOSITE_INDICATORS,
        *CALL_INDICATORS,
        *CONTACT_INDICATORS,
        *REVIEW_INDICATORS,
    )
}


def definitions(*, every_status: bool = False) -> tuple[Definition, ...]:
    """Every approved indicator in its version in force, the built-in ones first; drafts and retired ones if asked."""
    theirs = tuple(entry for entry in own.newest() if every_status or entry.status == Status.APPROVED)
    return (*BUILT_IN.values(), *theirs)


def definition(name: str, version: int | None = None) -> Definition:
    """The indicator of that name: the version in force, or another one. Raises IndicatorError naming what there is."""
    found = BUILT_IN.get(name) or own.in_force(name)
    if found is None:
        possible = tuple(entry.name for entry in definitions())
        message = _("There is no indicator “%(name)s”; there are: %(possible)s.") % {
            "name": name,
            "possible": ", ".join(possible),
        }
        raise IndicatorError(message, field="indicator", value=name, possible=possible)
    return found if version in (None, found.version) else _version(found, version or 0)


def _version(found: Definition, version: int) -> Definition:
    known = {entry.version: entry for entry in (own.versions(found.name) if found.is_own else (found,))}
    if version in known:
        return known[version]
    possible = tuple(str(number) for number in sorted(known))
    message = _("version: %(name)s has no version %(value)s; there are: %(possible)s.") % {
        "name": found.name,
        "value": version,
        "possible": ", ".join(possible),
    }
    raise IndicatorError(message, field="version", value=str(version), possible=possible)
