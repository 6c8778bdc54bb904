"""The pages of a paper link: its form to print, a sheet typed by the keyboard, two files typed by two people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.surveys.collection.contracts import Fate
from aisance.surveys.gateways.paper.forms import SHEET, SheetForm, TwiceForm
from aisance.surveys.gateways.paper.printing import printed_form
from aisance.surveys.gateways.paper.rules import Difference, differences
from aisance.surveys.gateways.paper.services import SheetTaken, blank_sheet, take_sheets
from aisance.surveys.links.views import link_known
from aisance.surveys.models import OpenLink
from aisance.surveys.permissions import RECORD_RESPONSES, VIEW_PROGRAMMES
from aisance.surveys.views.programmes import own_programme, programme_known
from aisance.ui.sheets import FORMATS, Column, Sheet, attached

FATES = {
    Fate.ALREADY: gettext_lazy("This sheet is in already; it stays as it is."),
    Fate.OVER: gettext_lazy("The link is closed, or its programme does not run."),
    Fate.TOO_MANY: gettext_lazy("The link takes no more responses in this hour; raise its limit."),
    Fate.UNKNOWN: gettext_lazy("The link leads to no questions."),
}


def _paper(request: ViewerRequest, code: str, link: str) -> OpenLink:
    """A paper link that the viewer may type sheets for."""
    found = link_known(request, own_programme(request, code), link)
    if found.use != OpenLink.Use.PAPER:
        raise Http404
    return found


@requires(VIEW_PROGRAMMES)
def paper_form(request: ViewerRequest, code: str, link: str) -> HttpResponse:
    """The form to print."""
    found = link_known(request, programme_known(request, code), link)
    body = printed_form(found) if found.use == OpenLink.Use.PAPER else None
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="aisance-form-{found.code}.pdf"'
    return response


@requires(RECORD_RESPONSES)
def paper_entry(request: ViewerRequest, code: str, link: str) -> HttpResponse:
    """One sheet, typed by the keyboard; after it the next one."""
    found = _paper(request, code, link)
    sitting = blank_sheet(found)
    if sitting is None:
        raise Http404
    first = {"day": request.GET.get("day") or str(clock.today()), SHEET: request.GET.get("sheet", "")}
    form = SheetForm(sitting.items, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        sheet, day = form.cleaned_data[SHEET], form.cleaned_data["day"]
        taken = take_sheets(link=found, sheets={sheet: form.typed()}, day=day, by=request.viewer)[sheet]
        if taken.fate is Fate.COMPLETE:
            messages.success(request, _("Sheet %(sheet)s is in.") % {"sheet": sheet})
            here = reverse("paper-entry", kwargs={"code": code, "link": link})
            return redirect(f"{here}?day={day}&sheet={_following(sheet)}")
        _complain(form, taken)
    context = {"programme": found.programme, "name": translated(found.programme.name), "link": found, "form": form}
    return render(request, "surveys/links/entry.html", context, status=422 if form.is_bound else 200)


def _following(sheet: str) -> str:
    """The number after this one; empty where it is no number."""
    return str(int(sheet) + 1).zfill(len(sheet)) if sheet.isdecimal() else ""


def _complain(form: SheetForm, taken: SheetTaken) -> None:
    for item, words in taken.wrong.items():
        form.add_error(f"item_{item}", str(words))
    if taken.fate in FATES:
        form.add_error(SHEET, str(FATES[taken.fate]))


@requires(RECORD_RESPONSES)
def paper_twice(request: ViewerRequest, code: str, link: str) -> HttpResponseBase:
    """Two files of the same sheets: what agrees is recorded, what does not comes back in a file."""
    found = _paper(request, code, link)
    form = TwiceForm(request.POST or None, request.FILES or None, initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        problems, recorded = _record(request, found, form.cleaned_data)
        if problems:
            return attached(_sheet_of(problems, recorded), FORMATS["csv"], "differences", found.code)
        messages.success(request, _("Both files agree. Sheets recorded: %(count)d.") % {"count": recorded})
        return redirect("link-detail", code=code, link=link)
    context = {"programme": found.programme, "name": translated(found.programme.name), "link": found, "form": form}
    return render(request, "surveys/links/twice.html", context, status=422 if form.is_bound else 200)


type Problem = tuple[Difference, str]


def _record(request: ViewerRequest, link: OpenLink, given: dict[str, Any]) -> tuple[list[Problem], int]:
    """Record what agrees; what does not, with the reason, and how many sheets are in."""
    first, second = given["first"], given["second"]
    found: list[Problem] = [(one, _("typed differently")) for one in differences(first, second)]
    apart = {one.sheet for one, _why in found}
    agreed = {sheet: typed for sheet, typed in first.items() if sheet not in apart}
    taken = take_sheets(link=link, sheets=agreed, day=given["day"], by=request.viewer)
    for sheet, one in taken.items():
        for item, words in one.wrong.items():
            typed = agreed[sheet].get(item, "")
            found.append((Difference(sheet, item, typed, typed), str(words)))
        if one.fate in FATES:
            found.append((Difference(sheet, "", "", ""), str(FATES[one.fate])))
    return found, sum(one.fate is Fate.COMPLETE for one in taken.values())


def _sheet_of(problems: list[Problem], recorded: int) -> Sheet:
    columns = [Column(name) for name in ("sheet", "question", "first", "second", "why")]
    rows = [(one.sheet, one.item, one.first, one.second, why) for one, why in problems]
    rows.append(("", "", "", "", _("Sheets recorded: %(count)d.") % {"count": recorded}))
    return Sheet(_("Differences"), columns, rows)
