"""The words of improvement for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.contracts import UnitKind
from aisance.improvement.contracts import About, CauseFate, PlanStatus, Square, Standing, Strength, TopicStatus

SQUARE_NAMES: Mapping[str, Any] = {
    Square.REMOVE: pgettext_lazy("what to do about a contact", "Remove"),
    Square.AUTOMATE: pgettext_lazy("what to do about a contact", "Automate or self-serve"),
    Square.SIMPLIFY: pgettext_lazy("what to do about a contact", "Simplify"),
    Square.LEVERAGE: pgettext_lazy("what to do about a contact", "Make the most of"),
}
SQUARE_MEANINGS: Mapping[str, Any] = {
    Square.REMOVE: _("Nobody wants it: mend what makes people call."),
    Square.AUTOMATE: _("Customers want it, and need nobody for it: let them do it by themselves, at any hour."),
    Square.SIMPLIFY: _("The company needs it and customers find it a bother: make it shorter."),
    Square.LEVERAGE: _("Both gain by it: take the time it needs."),
}
STATUS_NAMES: Mapping[str, Any] = {
    PlanStatus.PROPOSED: pgettext_lazy("a plan", "proposed"),
    PlanStatus.RUNNING: pgettext_lazy("a plan", "running"),
    PlanStatus.MEASURED: pgettext_lazy("a plan", "measured"),
    PlanStatus.STOPPED: pgettext_lazy("a plan", "stopped"),
}
FATE_NAMES: Mapping[str, Any] = {
    CauseFate.REMOVED: pgettext_lazy("a cause", "It is gone"),
    CauseFate.EASED: pgettext_lazy("a cause", "It is less than before"),
    CauseFate.STAYS: pgettext_lazy("a cause", "It is still there"),
}
KIND_NAMES: Mapping[str, Any] = {
    UnitKind.TEAM: pgettext_lazy("what is drawn", "teams"),
    UnitKind.CENTRE: pgettext_lazy("what is drawn", "centres"),
    UnitKind.COUNTRY: pgettext_lazy("what is drawn", "countries"),
}
STRENGTH_NAMES: Mapping[str, Any] = {
    Strength.RANDOMISED: _("Randomised"),
    Strength.COMPARED: _("Compared with units not in it"),
    Strength.DOUBTFUL: _("Compared, with a doubt"),
    Strength.BEFORE_AFTER: _("Before and after only"),
    Strength.TOO_EARLY: _("Too early to say"),
}
STRENGTH_MEANINGS: Mapping[str, Any] = {
    Strength.RANDOMISED: _(
        "The units that began were drawn by lot, and the others had the same weather: the difference is the plan’s."
    ),
    Strength.COMPARED: _(
        "The units that began moved otherwise than those that did not, which they had not done before. Whoever chose "
        "them may have chosen those about to improve."
    ),
    Strength.DOUBTFUL: _(
        "The units that began already moved otherwise before: part of the difference may have come without the plan."
    ),
    Strength.BEFORE_AFTER: _(
        "There is nobody to compare with: whatever else happened at the same time is in the figure too."
    ),
    Strength.TOO_EARLY: _("Too few weeks or answers for any figure to be told from chance."),
}
TOPIC_NAMES: Mapping[str, Any] = {
    TopicStatus.NEW: pgettext_lazy("a topic", "new"),
    TopicStatus.LOOKED_AT: pgettext_lazy("a topic", "being looked at"),
    TopicStatus.UNDER_WAY: pgettext_lazy("a topic", "under way"),
    TopicStatus.DONE: pgettext_lazy("a topic", "done"),
    TopicStatus.NOT_DONE: pgettext_lazy("a topic", "will not be done"),
}
ABOUT_NAMES: Mapping[str, Any] = {
    About.TOOL: pgettext_lazy("what gets in the way", "A tool"),
    About.PROCESS: pgettext_lazy("what gets in the way", "A process or a rule"),
    About.KNOWLEDGE: pgettext_lazy("what gets in the way", "Something I cannot find out"),
    About.OTHER_TEAM: pgettext_lazy("what gets in the way", "Another team"),
    About.OTHER: pgettext_lazy("what gets in the way", "Something else"),
}
STANDING_NAMES: Mapping[str, Any] = {
    Standing.FINE: pgettext_lazy("a partner", "fine"),
    Standing.WATCH: pgettext_lazy("a partner", "to watch"),
    Standing.ACT: pgettext_lazy("a partner", "act now"),
    Standing.UNKNOWN: pgettext_lazy("a partner", "too little to say"),
}
