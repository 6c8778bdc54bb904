"""The pages of reply templates."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.cases.desk.sheets import sheet_of_templates
from aisance.cases.desk.template_forms import TemplateForm
from aisance.cases.desk.templating import in_force, retire_template, set_template
from aisance.cases.models import ReplyTemplate
from aisance.cases.permissions import SET_TEMPLATES
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import wanted


@requires(SET_TEMPLATES)
@require_safe
def template_list(request: ViewerRequest) -> HttpResponseBase:
    """The templates by language, with how often each was used."""
    rows = list(in_force())
    if file := wanted(request):
        return file.of(sheet_of_templates(rows), "reply-templates", clock.today())
    return render(request, "cases/desk/templates.html", {"rows": rows})


@requires(SET_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: ViewerRequest, template_id: int | None = None) -> HttpResponse:
    """Add a template, or change one."""
    row = _template(template_id) if template_id else None
    form = TemplateForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        set_template(template_id, form.values(), by=request.viewer)
        messages.success(request, _("The template is ready to be used."))
        return redirect("reply-templates")
    context = {"form": form, "row": row}
    return render(request, "cases/desk/template.html", context, status=422 if form.errors else 200)


def _template(template_id: int) -> ReplyTemplate:
    row = in_force().filter(pk=template_id).first()
    if row is None:
        raise Http404
    return row


@requires(SET_TEMPLATES)
@require_POST
def template_retire(request: ViewerRequest, template_id: int) -> HttpResponse:
    """Offer a template no more."""
    _template(template_id)
    retire_template(template_id, by=request.viewer)
    messages.success(request, _("The template is no longer offered."))
    return redirect("reply-templates")
