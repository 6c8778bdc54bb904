"""The audit trail."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from aisance.accounts.forms import AuditFilter
from aisance.accounts.permissions import VIEW_AUDIT
from aisance.accounts.queries import audit_entries
from aisance.accounts.views.frame import page_of
from aisance.accounts.wording import action_name
from aisance.core.permissions import ViewerRequest, requires


@requires(VIEW_AUDIT)
def trail(request: ViewerRequest) -> HttpResponse:
    everything = audit_entries(request.viewer).order_by()
    actors = everything.exclude(person_id=None).values_list("person_id", "actor_name").distinct()
    people = sorted(dict(actors).items(), key=lambda pair: pair[1].casefold())
    codes = everything.values_list("action", flat=True).distinct()
    actions = sorted(((code, action_name(code)) for code in codes), key=lambda pair: pair[1].casefold())
    form = AuditFilter(request.GET, people=people, actions=actions)
    wanted = (
        {
            "person_id": form.cleaned_data["person"],
            "action": form.cleaned_data["action"],
            "first": form.cleaned_data["first"],
            "last": form.cleaned_data["last"],
        }
        if form.is_valid()
        else None
    )
    entries = audit_entries(request.viewer, **wanted) if wanted else everything.none()
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    rows = [(entry, action_name(entry.action)) for entry in page]
    context = {"form": form, "page": page, "rows": rows}
    return page_of(request, "trail", "accounts/trail.html", context)
