"""The page: from the contact to the answer, what is to verify, and who does not answer."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from aisance.core import clock
from aisance.core.permissions import RIGHTS, Viewer, ViewerRequest, requires
from aisance.indicators.asked.account import Account, AskedAbout, Fates, Place, account_of, share_of
from aisance.indicators.asked.forms import AskedForm
from aisance.indicators.asked.rules import Finding
from aisance.indicators.asked.sheets import sheet_of_account, sheet_of_replies, sheet_of_tests
from aisance.indicators.asked.silence import Reply, established, replies_of
from aisance.indicators.asked.wording import (
    CAUTION,
    DIMENSION_NAMES,
    SIGN_NAMES,
    VERDICTS,
    headline,
    value_name,
    what_to_try,
)
from aisance.indicators.permissions import MARK_BONUS, VIEW_ASKED
from aisance.surveys.public import not_asked_names
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.sheets import Wanted, wanted

REASONS_SHOWN = 4
"""Reasons with a column of their own on the page; the file has all."""


@requires(VIEW_ASKED)
@require_GET
def show_asked(request: ViewerRequest) -> HttpResponseBase:
    """Who was asked, who was not and why, for the chosen days, unit and programme."""
    form = AskedForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "indicators/asked/page.html", {"form": form}, status=422)
    asked = form.asked
    account, replies = account_of(request.viewer, asked), replies_of(request.viewer, asked)
    if file := wanted(request):
        return _taken(file, account, replies, asked)
    leads = _Leads(request.viewer, asked, form.cleaned_data["programme"])
    page = {
        "form": form,
        "account": account,
        "headline": headline(account),
        "caution": CAUTION,
        "computed_at": clock.now(),
        "may_mark": request.viewer.holds(MARK_BONUS),
        **_account(account, leads),
        **_tests(account),
        **_replies(replies),
    }
    return render(request, "indicators/asked/page.html", page)


def _taken(file: Wanted, account: Account, replies: list[Reply], asked: AskedAbout) -> HttpResponseBase:
    words = (asked.by, asked.unit, asked.drawn.start, asked.drawn.end)
    if file.table == "tests":
        return file.of(sheet_of_tests(account, asked), "asked-tests", *words)
    if file.table == "replies":
        return file.of(sheet_of_replies(replies, asked), "asked-replies", *words)
    return file.of(sheet_of_account(account, asked), "asked", *words)


class _Leads:
    """Addresses of the decisions behind a count; empty where the viewer may not read them."""

    def __init__(self, viewer: Viewer, asked: AskedAbout, programme: str) -> None:
        right = RIGHTS.get("surveys.view_programmes")
        self.open = bool(right and viewer.holds(right))
        self.by = asked.by
        self.words = {"start": asked.drawn.start.isoformat(), "end": asked.drawn.end.isoformat()}
        self.words |= {name: code for name, code in (("programme", programme), ("unit", asked.unit)) if code}

    def to(self, code: str | None, fate: str = "") -> str:
        """The decisions of a place (null for all) with this fate."""
        if not self.open or code == "":
            return ""
        words = dict(self.words)
        if code is not None and self.by == "unit":
            words |= {"unit": code, "exactly": "1"}
        elif code is not None:
            words["advisor"] = code
        return f"{reverse('decision-list')}?{urlencode(words | ({'fate': fate} if fate else {}))}"


def _account(account: Account, leads: _Leads) -> dict[str, Any]:
    names = not_asked_names()
    shown = sorted(account.total.refused, key=lambda reason: -account.total.refused[reason])[:REASONS_SHOWN]
    rows = [_line(row.name, row.code, row.fates, shown, leads) | {"place": row} for row in account.rows]
    return {
        "reasons": [names.get(reason, reason) for reason in shown],
        "has_more_reasons": len(account.total.refused) > len(shown),
        "rows": rows,
        "total": _line("", None, account.total, shown, leads),
    }


def _line(name: str, code: str | None, fates: Fates, shown: list[str], leads: _Leads) -> dict[str, Any]:
    more = sum(n for reason, n in fates.refused.items() if reason not in shown)
    return {
        "name": name,
        "fates": fates,
        "eligible_at": leads.to(code),
        "invited_at": leads.to(code, "invited"),
        "answered_at": leads.to(code, "answered"),
        "reasons": [(fates.refused.get(reason, 0), leads.to(code, reason)) for reason in shown],
        "more": more,
    }


def _tests(account: Account) -> dict[str, Any]:
    lines = [_test(row, one) for row in account.rows if row.code and (one := row.strongest)]
    lines.sort(key=lambda line: (line["p_adjusted"], line["p_value"], line["name"]))
    bounds = [share for line in lines for share in (line["hard"], line["other"])]
    return {
        "tested": lines,
        "test_axis": _axis([bound for share in bounds for bound in (share.low, share.value, share.high)]),
        "untold": [row.name for row in account.rows if row.code and row.verdict == "untold"],
    }


def _test(row: Place, one: Finding) -> dict[str, Any]:
    return {
        "name": row.name,
        "sign": SIGN_NAMES[one.sign],
        "hard": share_of(one.table.hard_out, one.table.hard),
        "other": share_of(one.table.other_out, one.table.other),
        "p_adjusted": one.p_adjusted,
        "p_value": one.p_value,
        "found_from": one.found_from,
        "is_established": one.is_established,
        "verdict": VERDICTS[row.verdict],
        "all_signs": [SIGN_NAMES[other.sign] for other in row.found if other.is_established],
    }


def _replies(found: list[Reply]) -> dict[str, Any]:
    groups = [
        {"name": name, "rows": [{"name": value_name(one), "reply": one} for one in found if one.dimension == dimension]}
        for dimension, name in DIMENSION_NAMES.items()
    ]
    bounds = [bound for one in found for bound in (one.share.low, one.share.value, one.share.high)]
    return {
        "groups": [group for group in groups if group["rows"]],
        "reply_axis": _axis(bounds),
        "advice": what_to_try(established(found)),
        "established": len(established(found)),
    }


def _axis(bounds: list[float | None]) -> Axis:
    return axis_over([0.0, *bounds], first=3.0, last=97.0)
