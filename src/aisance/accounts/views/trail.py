"""The audit trail."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponseBase

from aisance.accounts.forms import AuditFilter
from aisance.accounts.permissions import VIEW_AUDIT
from aisance.accounts.queries import audit_entries, names_of_objects
from aisance.accounts.services import note_trail_taken
from aisance.accounts.sheets import sheet_of_trail
from aisance.accounts.telling import change_lines
from aisance.accounts.views.frame import page_of, taken
from aisance.accounts.wording import action_name, actor_name, object_name, origin
from aisance.core.models import AuditEntry
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import wanted

AT_FIRST = 3
"""So many lines of a change are seen at once; one more is no reason for a fold."""


@requires(VIEW_AUDIT)
def trail(request: ViewerRequest) -> HttpResponseBase:
    form = _filter(request)
    entries = audit_entries(request.viewer, **form.cleaned_data) if form.is_valid() else AuditEntry.objects.none()
    if form.is_valid() and (file := wanted(request)):
        return taken(request, file, sheet_of_trail(request.viewer, entries), note_trail_taken, "audit-trail")
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    names = names_of_objects(request.viewer, page)
    rows = [_row(entry, names) for entry in page]
    return page_of(request, "trail", "accounts/trail.html", {"form": form, "page": page, "rows": rows})


def _filter(request: ViewerRequest) -> AuditFilter:
    """The filter, which offers the people and the actions that occur."""
    everything = audit_entries(request.viewer).order_by()
    actors = everything.exclude(person_id=None).values_list("person_id", "actor_name").distinct()
    people = sorted(dict(actors).items(), key=lambda pair: pair[1].casefold())
    codes = everything.values_list("action", flat=True).distinct()
    actions = sorted(((code, action_name(code)) for code in codes), key=lambda pair: pair[1].casefold())
    return AuditFilter(request.GET, people=people, actions=actions)


@dataclass(frozen=True, slots=True)
class Details:
    """The lines of a change: a few, and many below a fold."""

    lines: list[str]

    @property
    def shown(self) -> list[str]:
        return self.lines if len(self.lines) <= AT_FIRST + 1 else self.lines[:AT_FIRST]

    @property
    def folded(self) -> list[str]:
        return self.lines[len(self.shown) :]


def _row(entry: AuditEntry, names: dict[tuple[str, str], str]) -> tuple[AuditEntry, str, str, Details, str, str]:
    """A line with its words: what was done, to what, how it changed, who did it and from where."""
    name = names.get((entry.object_type, entry.object_id), entry.object_id)
    return (
        entry,
        action_name(entry.action),
        object_name(entry.object_type, name),
        Details(list(change_lines(entry, names))),
        actor_name(entry),
        origin(entry),
    )
