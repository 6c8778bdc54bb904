"""The pages of consent for staff: of one customer, and the ledger of all."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.consent.cells import Allowances, Cell, Row, allowances_of
from aisance.consent.contracts import NEVER_HELD, Act, ConsentChannel, Method, NewEntry
from aisance.consent.forms import LedgerFilter, RecordForm
from aisance.consent.models import Entry
from aisance.consent.packing import proof_pack
from aisance.consent.permissions import EDIT_PURPOSES, RECORD, VIEW, VIEW_LEDGER, require_company
from aisance.consent.queries import entries_found, levels, purposes
from aisance.consent.services import note_ledger_taken, record
from aisance.consent.sheets import sheet_of_ledger
from aisance.consent.wording import CHANNELS, LEVELS, reason_words
from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.customers.public import languages, may_see
from aisance.customers.public import names as names_of_customers
from aisance.ui.blocks import shown_at
from aisance.ui.sheets import wanted

ENTRIES_A_PAGE = 50


@shown_at("customer")
def allowances_block(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """What a customer allows, on their page."""
    if not viewer.holds(VIEW):
        return None
    known = allowances_of(customer_id)
    context = {
        "customer_id": customer_id,
        "level": LEVELS[levels([customer_id])[customer_id]],
        "rows": [_drawn(row) for row in known.rows if not row.is_fixed],
        "channels": list(CHANNELS.values()),
        "paused_until": known.paused_until,
        "may_record": viewer.holds(RECORD),
    }
    return "consent/block.html", context


def _drawn(row: Row) -> dict[str, Any]:
    """A purpose; in one line where the same holds on every channel."""
    cells = [_drawn_cell(cell) for cell in row.cells]
    if len({cell.said.position if cell.said else 0 for cell in row.cells}) == 1:
        cells = [{**cells[0], "channel": ""}]
    return {"name": translated(row.purpose.name), "cells": cells}


def _drawn_cell(cell: Cell) -> dict[str, Any]:
    said = cell.said
    if said is None:
        return {"channel": CHANNELS[cell.channel], "allows": cell.allows, "words": "", "since": None, "how": ""}
    words, how = Entry.Act(said.act.value).label, Entry.Method(said.method.value).label
    return {"channel": CHANNELS[cell.channel], "allows": cell.allows, "words": words, "since": said.at, "how": how}


def _seen(viewer: Viewer, customer_id: int) -> int:
    """The customer, where the viewer may see them; else it is as if there were none."""
    if not may_see(viewer, customer_id):
        raise Http404
    return customer_id


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECORD)
def consent_record(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Write down what a customer said to a member of staff."""
    _seen(request.viewer, customer_id)
    cards = purposes()
    form = RecordForm(request.POST if request.method == "POST" else None, purposes=cards)
    if request.method == "POST" and form.is_valid() and _recorded(request, customer_id, form):
        return redirect("customer-detail", customer_id)
    asked = [card for card in cards if card.kind not in NEVER_HELD]
    notices = [(translated(card.name), card.notice, translated(card.notice_text)) for card in asked]
    context = {"customer_id": customer_id, "form": form, "notices": notices}
    return render(request, "consent/record.html", context, status=422 if form.errors else 200)


def _recorded(request: ViewerRequest, customer_id: int, form: RecordForm) -> bool:
    given = form.cleaned_data
    known: Allowances = allowances_of(customer_id)
    notice = next((card.notice for card in purposes() if card.code == given["purpose"]), None)
    entry = NewEntry(
        customer_id,
        Act(given["act"]),
        Method(given["method"]),
        given["purpose"],
        given["channel"],
        identifier=known.reach.get(ConsentChannel(given["channel"]), ("", "")),
        notice=notice if given["heard"] else None,
        language=languages([customer_id]).get(customer_id, ""),
        place=given["place"],
    )
    [answer] = record([entry], by=request.viewer)
    if isinstance(answer, Refused):
        form.add_error(None, str(reason_words(answer.reason)))
        return False
    messages.success(request, _("Written down. It holds from this moment."))
    return True


@require_safe
@requires(VIEW)
def consent_proof(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """The proof of what one customer allowed, as an archive."""
    content = proof_pack(_seen(request.viewer, customer_id), by=request.viewer)
    response = HttpResponse(content, content_type="application/zip")
    name = f"consent-{customer_id}-{clock.today().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: list[Entry]) -> Iterator[tuple[Entry, str, Any, str]]:
    """The entries of a page, each with its purpose and channel in words, and what to call the customer."""
    purpose_names = {card.code: translated(card.name) for card in purposes(also_unused=True)}
    named = names_of_customers({row.person.customer_id for row in rows if row.person and row.person.customer_id})
    for row in rows:
        channel = CHANNELS.get(row.channel, row.channel)  # type: ignore[call-overload]  # a StrEnum is its word
        name = named.get(row.person.customer_id or 0, "") if row.person else ""
        yield row, purpose_names.get(row.purpose, row.purpose), channel, name


@require_safe
@requires(VIEW_LEDGER)
def consent_ledger(request: ViewerRequest) -> HttpResponseBase:
    """The ledger, the latest entries first."""
    require_company(request.viewer, VIEW_LEDGER)
    form = LedgerFilter(request.GET, purposes=purposes(also_unused=True))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows: QuerySet[Entry] = entries_found(request.viewer, **chosen)
    if file := wanted(request):
        sheet = sheet_of_ledger(rows)
        note_ledger_taken(rows=sheet.length, form=file.form.extension, by=request.viewer)
        return file.of(sheet, "consents", clock.today().isoformat())
    page = Paginator(rows, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "lines": list(_lines(list(page.object_list))),
        "may_edit": request.viewer.holds(EDIT_PURPOSES),
    }
    return render(request, "consent/ledger.html", context, status=422 if form.errors else 200)
