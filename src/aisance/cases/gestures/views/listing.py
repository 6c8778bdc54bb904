"""Every decision about gestures, as a page and as a file."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import GestureState
from aisance.cases.gestures.permissions import VIEW
from aisance.cases.gestures.queries import gestures_seen
from aisance.cases.gestures.services.exporting import note_taken
from aisance.cases.gestures.wording import STATES, kind_name, reason_words, state_words
from aisance.cases.models import Gesture, GestureKind
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.inputs import DayInput
from aisance.ui.sheets import Column, Sheet, wanted

PAGE_SIZE = 50
COLUMNS = (
    Column("at", "moment"),
    Column("case"),
    Column("unit"),
    Column("gesture"),
    Column("state"),
    Column("reason"),
    Column("amount_minor", "whole"),
    Column("currency"),
    Column("by"),
    Column("answered_by"),
    Column("words"),
)


class ListFilter(forms.Form):
    """Which decisions to show."""

    all_optional = True
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Gesture"), required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False, validators=WITHIN_REACH, widget=DayInput())
    end = forms.DateField(label=gettext_lazy("To"), required=False, validators=WITHIN_REACH, widget=DayInput())

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [(state.value, words) for state, words in STATES.items()]
        kinds = [(kind.code, kind_name(kind)) for kind in GestureKind.objects.all()]
        self.fields["state"].choices = [("", _("Every state")), *states]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["kind"].choices = [("", _("Every gesture")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def conditions(self) -> dict[str, Any]:
        """What the valid part of the form asks of a row."""
        held = self.cleaned_data
        asked = {"state": "state", "kind": "kind__code", "start": "day__gte", "end": "day__lte"}
        return {name: held[field] for field, name in asked.items() if held.get(field)}


@requires(VIEW)
@require_safe
def gesture_list(request: ViewerRequest) -> HttpResponseBase:
    """The newest first, under filters in the address."""
    form = ListFilter(request.GET)
    form.is_valid()
    rows = gestures_seen(request.viewer).filter(**form.conditions)
    if file := wanted(request):
        note_taken(rows=rows.count(), form=request.GET["format"], by=request.viewer)
        title = _("Gestures")
        return file.of(Sheet(title, COLUMNS, [_cells(row) for row in rows]), "gestures")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    granted = rows.filter(state=GestureState.GRANTED).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    context = {
        "form": form,
        "page": page,
        "rows": [_row(row) for row in page],
        "sum": amount_words(granted),
    }
    return render(request, "cases/gestures/list.html", context, status=422 if form.errors else 200)


def _row(row: Gesture) -> dict[str, Any]:
    return {
        "row": row,
        "name": kind_name(row.kind),
        "amount": amount_words(row.amount_minor, row.currency),
        "state": state_words(row),
        "reason": reason_words(row.reason),
    }


def _cells(row: Gesture) -> tuple[Any, ...]:
    return (
        row.at,
        row.case.number,
        row.unit.code,
        row.kind.code,
        row.state,
        row.reason,
        row.amount_minor,
        row.currency,
        row.by.name if row.by else "",
        row.decided_by.name if row.decided_by else "",
        row.words,
    )
