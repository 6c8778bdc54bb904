"""The pages of a paper link: its form to print, a sheet typed by the keyboard, two files typed by two people."""

from base64 import b64encode
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
from aisance.ui.sheets.taking import file_name

PROBLEMS_SHOWN = 100

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
    """Two files of the same sheets: what agrees is recorded, what does not is shown, and leaves as a file."""
    found = _paper(request, code, link)
    sitting = blank_sheet(found)
    if sitting is None:
        raise Http404
    if "empty" in request.GET:
        columns = [Column(SHEET), *(Column(item.code) for item in sitting.items)]
        return attached(Sheet(found.name, columns, []), FORMATS["csv"], "sheets", found.code)
    form = TwiceForm(sitting.items, request.POST or None, request.FILES or None, initial={"day": clock.today()})
    context = {"programme": found.programme, "name": translated(found.programme.name), "link": found, "form": form}
    context["questions"] = {item.code: translated(item.wording) for item in sitting.items}
    if request.method == "POST" and form.is_valid():
        problems, counts = _record(request, found, form.cleaned_data)
        if not problems:
            messages.success(request, _("Both files agree. %(counts)s") % {"counts": " ".join(_counted(counts))})
            return redirect("link-detail", code=code, link=link)
        context |= {"counted": _counted(counts), **_apart(problems, context)}
        return render(request, "surveys/links/twice.html", context)
    return render(request, "surveys/links/twice.html", context, status=422 if form.is_bound else 200)


type Problem = tuple[Difference, str]


def _record(request: ViewerRequest, link: OpenLink, given: dict[str, Any]) -> tuple[list[Problem], Counter[Fate]]:
    """Record what agrees; what does not, with the reason, and what became of how many sheets.

    A sheet that was in before is no problem: corrected files hold those that agreed the first time, too.
    """
    first, second = given["first"], given["second"]
    found: list[Problem] = [_told(one) for one in differences(first, second)]
    apart = {one.sheet for one, _why in found}
    agreed = {sheet: typed for sheet, typed in first.items() if sheet not in apart}
    taken = take_sheets(link=link, sheets=agreed, day=given["day"], by=request.viewer)
    for sheet, one in taken.items():
        for item, words in one.wrong.items():
            typed = agreed[sheet].get(item, "")
            found.append((Difference(sheet, item, typed, typed), str(words)))
        if one.fate in FATES and one.fate is not Fate.ALREADY:
            found.append((Difference(sheet, "", "", ""), str(FATES[one.fate])))
    return found, Counter(one.fate for one in taken.values())


def _counted(counts: Counter[Fate]) -> list[str]:
    """How many sheets are recorded, and how many were in before."""
    new, before = counts[Fate.COMPLETE], counts[Fate.ALREADY]
    words = [ngettext("%(n)d sheet is recorded.", "%(n)d sheets are recorded.", new) % {"n": new}]
    if before:
        was = ngettext("%(n)d was in before and stays as it is.", "%(n)d were in before and stay as they are.", before)
        words.append(was % {"n": before})
    return words


def _told(one: Difference) -> Problem:
    if one.item:
        return one, _("typed differently")
    words = _("only in the first file") if one.second == "missing" else _("only in the second file")
    return Difference(one.sheet, "", "", ""), words


def _apart(problems: list[Problem], context: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of them: the first ones, and a file of all, which is held nowhere but in its own link."""
    columns = [Column(name) for name in ("sheet", "question", "first", "second", "why")]
    rows = [(one.sheet, one.item, one.first, one.second, why) for one, why in problems]
    body = FORMATS["csv"].write(Sheet(_("Differences"), columns, list(rows)))
    return {
        "sheets_apart": len({one.sheet for one, _why in problems}),
        "problems": [
            {"box": one, "question": context["questions"].get(one.item, one.item), "why": why}
            for one, why in problems[:PROBLEMS_SHOWN]
        ],
        "has_more": len(problems) > PROBLEMS_SHOWN,
        "file": f"data:text/csv;base64,{b64encode(body).decode()}",
        "file_name": f"{file_name('differences', context['link'].code)}.csv",
    }
