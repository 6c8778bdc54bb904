"""The pages on which files come in: the list of imports, one of them from its columns to its end, and its undoing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import root_unit
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.bringing.forms import KIND_NAMES, ColumnsForm, UploadForm, columns_of
from aisance.customers.bringing.previewing import preview
from aisance.customers.bringing.proposing import plan_of, propose
from aisance.customers.bringing.runs import (
    TooLargeError,
    begin_run,
    drop_run,
    file_of,
    keep_upload,
    plan_run,
    refused_file_of,
)
from aisance.customers.bringing.undoing import OVER, ask_to_undo, foresee_undo
from aisance.customers.models import ImportRun
from aisance.customers.permissions import IMPORT_CUSTOMERS
from aisance.intake.contracts import WrongUse
from aisance.intake.public import Look, kinds, look_into, mapping_of

RUNS_A_PAGE = 25
LOOKED_AT = 200
UNDERWAY = ("waiting", "running", "undoing")
SECONDS_BETWEEN_LOOKS = "3"

STATE_NAMES = {
    "draft": gettext_lazy("to be checked"),
    "waiting": gettext_lazy("waiting"),
    "running": gettext_lazy("under way"),
    "done": gettext_lazy("done"),
    "stopped": gettext_lazy("stopped halfway"),
    "failed": gettext_lazy("failed"),
    "undoing": gettext_lazy("being taken back"),
    "undone": gettext_lazy("taken back"),
    "dropped": gettext_lazy("thrown away"),
}
EXPECTED_NAMES = {
    "known": gettext_lazy("is somebody known"),
    "joins": gettext_lazy("joins somebody known"),
    "review": gettext_lazy("to be reviewed"),
    "new": pgettext_lazy("a row", "new"),
    "refused": pgettext_lazy("a row", "refused"),
}


def _allowed(viewer: Viewer) -> None:
    """Customers belong to no unit: who brings them in holds the right for the whole company."""
    if not viewer.scope(IMPORT_CUSTOMERS).covers(root_unit().path):
        raise PermissionDenied(IMPORT_CUSTOMERS.code)


def _run(viewer: Viewer, run_id: int) -> ImportRun:
    _allowed(viewer)
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT_CUSTOMERS)
def import_list(request: ViewerRequest) -> HttpResponse:
    """A file to bring in, and every import so far."""
    _allowed(request.viewer)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = keep_upload(kind=form.cleaned_data["kind"], name=file.name, chunks=file.chunks(), by=request.viewer)
            _propose(run)
        except TooLargeError:
            form.add_error("file", _("The file is larger than 500 MB: bring it in by the command line."))
        except WrongUse as problem:
            drop_run(run_id=run.pk, by=request.viewer)
            form.add_error("file", str(problem).replace(str(file_of(run)), file.name))
        else:
            return redirect("import-detail", run.pk)
    runs = Paginator(ImportRun.objects.exclude(state="dropped").order_by("-pk"), RUNS_A_PAGE)
    page = runs.get_page(request.GET.get("page"))
    rows = [(run, KIND_NAMES.get(run.kind, run.kind), STATE_NAMES[run.state]) for run in page]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "customers/import_list.html", context, status=422 if form.errors else 200)


def _propose(run: ImportRun) -> None:
    """Look into the file and say what its columns seem to be."""
    kind, look = kinds()[run.kind], look_into(file_of(run), rows=LOOKED_AT)
    columns = columns_of(kind)
    _plan(run, propose(columns, look.header, look.rows), look)


def _plan(run: ImportRun, chosen: dict[str, str], look: Look) -> None:
    plan = plan_of(columns_of(kinds()[run.kind]), chosen, look.header, look.rows, look.encoding)
    plan_run(run_id=run.pk, plan=plan)
    run.plan = plan


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT_CUSTOMERS)
def import_detail(request: ViewerRequest, run_id: int) -> HttpResponseBase:
    """A draft with its columns and what would come of it; else how far it is or what it brought."""
    run = _run(request.viewer, run_id)
    context: dict[str, Any] = {"run": run, "kind": KIND_NAMES.get(run.kind, run.kind), "state": STATE_NAMES[run.state]}
    if run.state == "draft":
        return _draft(request, run, context)
    if request.method == "POST":
        return redirect("import-detail", run.pk)
    context["per_cent"] = min(99, 100 * run.done // run.size) if run.size and run.state == "running" else None
    context["may_undo"] = run.state in OVER
    context["has_refused"] = run.refused and refused_file_of(run).exists()
    answer = render(request, "customers/import_detail.html", context)
    if run.state in UNDERWAY:
        answer["Refresh"] = SECONDS_BETWEEN_LOOKS
    return answer


def _draft(request: ViewerRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    kind = kinds()[run.kind]
    try:
        look = look_into(file_of(run), rows=LOOKED_AT)
    except WrongUse:
        raise Http404 from None
    chosen = {column: heading for column, heading in run.plan.get("columns", {}).items() if heading}
    form = ColumnsForm(request.POST or None, kind=kind, look=look, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        _plan(run, form.cleaned_data, look)
        return redirect("import-detail", run.pk)
    context |= {"form": form, "unused": [name for name in look.header if name not in chosen.values()]}
    if not form.is_bound:
        context |= _looked_at(run)
    return render(request, "customers/import_draft.html", context, status=422 if form.errors else 200)


def _looked_at(run: ImportRun) -> dict[str, Any]:
    kind = kinds()[run.kind]
    try:
        found = preview(file_of(run), mapping_of(run.plan, kind), kind)
    except WrongUse as problem:
        return {"complaint": str(problem).replace(str(file_of(run)), run.file_name)}
    counts = [(EXPECTED_NAMES[name], count) for name, count in found.counts.items() if count]
    rows = [(row, EXPECTED_NAMES[row.expected]) for row in found.rows]
    return {"preview": found, "counts": counts, "rows": rows}


@requires(IMPORT_CUSTOMERS)
@require_POST
def import_begin(request: ViewerRequest, run_id: int) -> HttpResponse:
    """What was looked at is brought in."""
    run = _run(request.viewer, run_id)
    if begin_run(run_id=run.pk, by=request.viewer):
        messages.success(request, _("The import has begun."))
    return redirect("import-detail", run.pk)


@requires(IMPORT_CUSTOMERS)
@require_POST
def import_drop(request: ViewerRequest, run_id: int) -> HttpResponse:
    """The file is thrown away; nothing of it was written."""
    drop_run(run_id=_run(request.viewer, run_id).pk, by=request.viewer)
    messages.success(request, _("The file is thrown away. Nothing of it was written."))
    return redirect("import-list")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT_CUSTOMERS)
def import_undo(request: ViewerRequest, run_id: int) -> HttpResponse:
    """What taking it back would take away and what would stay, then the deed."""
    run = _run(request.viewer, run_id)
    if run.state not in OVER:
        return redirect("import-detail", run.pk)
    if request.method == "POST":
        if ask_to_undo(run_id=run.pk, by=request.viewer):
            messages.success(request, _("The import is being taken back."))
        return redirect("import-detail", run.pk)
    return render(request, "customers/import_undo.html", {"run": run, "found": foresee_undo(run)})


@require_safe
@requires(IMPORT_CUSTOMERS)
def import_refused(request: ViewerRequest, run_id: int) -> HttpResponseBase:
    """The rows that were refused, each with what was expected, to be mended and brought again."""
    run = _run(request.viewer, run_id)
    path = refused_file_of(run)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"refused-{run.pk}.csv", content_type="text/csv")
