"""What an advisor does in a case: for each act its form, the service it calls, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import people_holding, units_in
from aisance.cases import public as cases
from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.desk.forms import (
    AskForm,
    CauseForm,
    CloseForm,
    MergeForm,
    NoteForm,
    PromiseForm,
    ReopenForm,
    ReplyForm,
    SplitForm,
    TransferForm,
)
from aisance.cases.desk.page import Customer, others_open
from aisance.cases.desk.replying import send_reply
from aisance.cases.desk.templating import Begun
from aisance.cases.models import Case
from aisance.cases.permissions import WORK
from aisance.core.decisions import Decision
from aisance.core.permissions import Viewer
from aisance.core.scope import EVERYTHING


@dataclass(frozen=True, slots=True)
class Setting:
    """In what an act is done: who, on which case, of whom, and the template a reply begins with."""

    viewer: Viewer
    case: Case
    customer: Customer
    begun: Begun | None = None


type Do = Callable[[Setting, Any, int], Decision | int | None]


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `form` null where there is nothing to fill in; `draw` gives a form what may be chosen."""

    do: Do
    said: Any
    form: type[forms.Form] | None = None
    draw: Callable[[Setting], dict[str, Any]] | None = None
    while_open: bool = True
    leads_on: bool = False


def form_of(name: str, setting: Setting, data: Any = None, **more: Any) -> forms.Form | None:
    """The form of an act, bound where data is given."""
    act = ACTS[name]
    if act.form is None:
        return None
    given = act.draw(setting) if act.draw else {}
    return act.form(data, prefix=name, **{**given, **more})


def _take(setting: Setting, _form: Any, version: int) -> None:
    cases.take(setting.case.pk, version=version, by=setting.viewer)


def _note(setting: Setting, form: NoteForm, _version: int) -> None:
    cases.note(setting.case.pk, form.cleaned_data["words"], by=setting.viewer)


def _reply(setting: Setting, form: ReplyForm, version: int) -> Decision:
    return send_reply(setting.case.pk, form.reply(), version=version, by=setting.viewer)


def _ask(setting: Setting, form: AskForm, _version: int) -> None:
    given = form.cleaned_data
    cases.ask_colleague(setting.case.pk, person_id=int(given["person"]), words=given["words"], by=setting.viewer)


def _transfer(setting: Setting, form: TransferForm, version: int) -> None:
    given = form.cleaned_data
    cases.transfer(
        setting.case.pk,
        unit_id=int(given["unit"]) if given["unit"] else None,
        owner_id=int(given["person"]) if given["person"] else None,
        summary=given["summary"],
        version=version,
        by=setting.viewer,
    )


def _promise(setting: Setting, form: PromiseForm, version: int) -> None:
    given = form.cleaned_data
    cases.promise(setting.case.pk, given["what"], promised_by=given["by"], version=version, by=setting.viewer)


def _cause(setting: Setting, form: CauseForm, version: int) -> None:
    cases.set_cause(setting.case.pk, root_cause_id=form.cause_id, version=version, by=setting.viewer)


def _close(setting: Setting, form: CloseForm, version: int) -> None:
    given = form.cleaned_data
    cases.close(
        setting.case.pk,
        CaseOutcome(given["outcome"]),
        root_cause=form.cause_id,
        words=given["words"],
        version=version,
        by=setting.viewer,
        ask=given["ask"],
    )


def _reopen(setting: Setting, form: ReopenForm, version: int) -> None:
    cases.reopen(setting.case.pk, words=form.cleaned_data["words"], version=version, by=setting.viewer)


def _wait(setting: Setting, _form: Any, version: int) -> None:
    cases.set_status(setting.case.pk, CaseStatus.WAITING, version=version, by=setting.viewer)


def _go_on(setting: Setting, _form: Any, version: int) -> None:
    cases.set_status(setting.case.pk, CaseStatus.OPEN, version=version, by=setting.viewer)


def _merge(setting: Setting, form: MergeForm, version: int) -> None:
    cases.merge(setting.case.pk, into=int(form.cleaned_data["into"]), version=version, by=setting.viewer)


def _split(setting: Setting, form: SplitForm, version: int) -> int:
    return cases.split(setting.case.pk, words=form.cleaned_data["words"], version=version, by=setting.viewer)


def colleagues(viewer: Viewer, path: str = "") -> list[tuple[str, str]]:
    """Who works on cases, at a unit where one is given; without the viewer."""
    return [(str(one.id), one.name) for one in people_holding(WORK, path) if one.id != viewer.person_id]


def _units() -> list[tuple[str, str]]:
    """Every unit: a case may go where its advisor sees nothing themselves."""
    return [(str(one.id), "\u2003" * one.depth + one.name) for one in units_in(EVERYTHING)]


ACTS: dict[str, Act] = {
    "take": Act(_take, _("The case is yours.")),
    "reply": Act(
        _reply,
        _("The message is on its way."),
        ReplyForm,
        lambda setting: {"channels": setting.customer.channels, "begun": setting.begun},
    ),
    "note": Act(_note, _("The note is kept."), NoteForm, while_open=False),
    "ask": Act(
        _ask,
        _("Your colleague finds the question in their queue."),
        AskForm,
        lambda setting: {"people": colleagues(setting.viewer)},
    ),
    "promise": Act(_promise, _("The promise is kept in mind; you are reminded of it."), PromiseForm),
    "transfer": Act(
        _transfer,
        _("The case is handed over with your summary."),
        TransferForm,
        lambda setting: {"units": _units(), "people": colleagues(setting.viewer)},
        leads_on=True,
    ),
    "cause": Act(_cause, _("The root cause is set."), CauseForm),
    "close": Act(_close, _("The case is closed."), CloseForm, leads_on=True),
    "wait": Act(_wait, _("The case waits for the customer.")),
    "go-on": Act(_go_on, _("The case is being worked on.")),
    "reopen": Act(_reopen, _("The case is open again."), ReopenForm, while_open=False),
    "merge": Act(
        _merge,
        _("The case is merged; all that happened in it stands in the other."),
        MergeForm,
        lambda setting: {
            "others": [
                (pk, number) for pk, number, _url in others_open(setting.viewer, setting.case, setting.customer.rows)
            ]
        },
        leads_on=True,
    ),
    "split": Act(_split, _("The other matter has a case of its own: this one."), SplitForm),
}
"""The acts by the word that stands in their address."""
