"""The pages of mail that came in: what waits to be sorted, one mail, its files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import root_unit
from aisance.cases.bridges.mail.by_hand import SortedAlreadyError, attach, lay_aside, open_case_of, set_terms
from aisance.cases.bridges.mail.files import place_of
from aisance.cases.bridges.mail.forms import AttachForm, TermsForm
from aisance.cases.bridges.mail.queries import mail_for, mail_to_sort, mails_of_case
from aisance.cases.bridges.mail.sheets import sheet_of_mail
from aisance.cases.bridges.mail.sorting import State, customer_behind, terms
from aisance.cases.bridges.mail.wording import AUTOMATICS, FILES_REFUSED, reason_words
from aisance.cases.models import InboundMail
from aisance.cases.permissions import ASSIGN, SET_RULES, VIEW
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import names
from aisance.journeys.public import customer_seen
from aisance.ui.blocks import shown_at
from aisance.ui.sheets import wanted

SHOWN_IN_CASE = 20


@requires(ASSIGN)
@require_safe
def mail_list(request: ViewerRequest) -> HttpResponseBase:
    """What could not be placed and why, oldest first; or what lies aside."""
    state = State.ASIDE if request.GET.get("show") == "aside" else State.APART
    rows = mail_to_sort(request.viewer, state)
    if file := wanted(request):
        audit.record(request.viewer, "mail.list_taken", what="mail", which=state, changes={"rows": rows.count()})
        return file.of(sheet_of_mail(rows), "mail", state, clock.today().isoformat())
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    called = names({row.customer_id for row in page if row.customer_id})
    context = {
        "page": page,
        "rows": [
            {"mail": row, "why": reason_words(row.reason), "name": called.get(row.customer_id or 0)} for row in page
        ],
        "is_aside": state == State.ASIDE,
        "may_set": request.viewer.holds(SET_RULES),
    }
    return render(request, "cases/bridges/mail_list.html", context)


def _mail(viewer: Viewer, mail_id: int) -> InboundMail:
    found = mail_for(viewer, mail_id)
    if found is None:
        raise Http404
    return found


@requires(VIEW)
@require_safe
def mail_detail(request: ViewerRequest, mail_id: int) -> HttpResponse:
    """One mail, whole, with its files and, for whoever sorts, what to do with it."""
    return _page(request, _mail(request.viewer, mail_id))


def _page(request: ViewerRequest, mail: InboundMail, form: AttachForm | None = None) -> HttpResponse:
    customer_id = customer_behind(mail.sender)
    suggested = {"number": mail.case.number} if mail.case and mail.state != State.IN_CASE else {}
    waits = mail.state != State.IN_CASE and request.viewer.holds(ASSIGN)
    context = {
        "mail": mail,
        "why": reason_words(mail.reason),
        "automatic": AUTOMATICS.get(mail.automatic),  # type: ignore[call-overload]  # a value of the same words
        "files": [(one, FILES_REFUSED.get(one.refused)) for one in mail.files.order_by("pk")],  # type: ignore[call-overload]  # the same
        "whole": mail.whole if mail.whole.strip() != mail.words else "",
        "customer_id": customer_id,
        "may_see": customer_id is not None and customer_seen(request.viewer, customer_id) is not None,
        "customer": names([customer_id]).get(customer_id) if customer_id else "",
        "form": (form or AttachForm(initial=suggested, viewer=request.viewer)) if waits else None,
        "may_open": waits and bool(mail.sender),
    }
    return render(request, "cases/bridges/mail.html", context, status=422 if form else 200)


@requires(VIEW)
@require_safe
def mail_file(request: ViewerRequest, mail_id: int, file_id: int) -> FileResponse:
    """A file as it came, to be kept and never shown here: it may hold anything. That it was taken is on record."""
    file = _mail(request.viewer, mail_id).files.filter(pk=file_id).exclude(stored="").first()
    if file is None or not place_of(file.stored).is_file():
        raise Http404
    audit.record(request.viewer, "mail.file_taken", what="mail", which=mail_id, changes={"file": file.pk})
    content = place_of(file.stored).open("rb")
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _to_sort(request: ViewerRequest, mail_id: int) -> InboundMail:
    found = _mail(request.viewer, mail_id)
    if not request.viewer.scope(ASSIGN).covers(found.unit.path or "" if found.unit else root_unit().path):
        raise Http404
    return found


@requires(ASSIGN)
@require_POST
def mail_attach(request: ViewerRequest, mail_id: int) -> HttpResponse:
    """Put a mail into a case."""
    mail = _to_sort(request, mail_id)
    form = AttachForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return _page(request, mail, form)
    case = form.cleaned_data["number"]
    try:
        attach(mail_id=mail.pk, case=case, by=request.viewer)
    except SortedAlreadyError:
        return _too_late(request)
    messages.success(request, _("The mail is in case %(number)s.") % {"number": case.number})
    return redirect("mail-list")


@requires(ASSIGN)
@require_POST
def mail_open(request: ViewerRequest, mail_id: int) -> HttpResponse:
    """Open a case with a mail."""
    mail = _to_sort(request, mail_id)
    try:
        case = open_case_of(mail_id=mail.pk, by=request.viewer)
    except SortedAlreadyError:
        return _too_late(request)
    except ValueError:
        messages.error(request, _("No case was opened: the mail names no address that could be a customer’s."))
        return redirect("mail-detail", mail.pk)
    messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
    return redirect("mail-list")


@requires(ASSIGN)
@require_POST
def mail_aside(request: ViewerRequest, mail_id: int) -> HttpResponse:
    """Say that a mail needs no case."""
    try:
        lay_aside(mail_id=_to_sort(request, mail_id).pk, by=request.viewer)
    except SortedAlreadyError:
        return _too_late(request)
    messages.success(request, _("The mail is laid aside."))
    return redirect("mail-list")


def _too_late(request: ViewerRequest) -> HttpResponse:
    messages.warning(request, _("Somebody else sorted this mail meanwhile; nothing was changed."))
    return redirect("mail-list")


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_terms(request: ViewerRequest) -> HttpResponse:
    """What is done with mail that answers no case."""
    held = terms()
    initial = {"opens_for_known": held.opens_for_known, "unit": held.unit_id or ""}
    form = TermsForm(request.POST or None, initial=initial, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        set_terms(opens_for_known=found["opens_for_known"], unit_id=found["unit"], by=request.viewer)
        messages.success(request, _("It is set."))
        return redirect("mail-list")
    return render(request, "cases/bridges/mail_terms.html", {"form": form}, status=422 if form.errors else 200)


@shown_at("case")
def mail_of_case(viewer: Viewer, case_id: int) -> tuple[str, dict[str, Any]] | None:
    """The mails of a case with their files, beside it."""
    found = list(mails_of_case(viewer, case_id)[:SHOWN_IN_CASE])
    return ("cases/bridges/mail_of_case.html", {"mails": found}) if found else None
