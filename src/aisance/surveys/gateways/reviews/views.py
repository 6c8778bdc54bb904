"""The pages of the sources of reviews, and the button that forgets an author."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.surveys.gateways.reviews.forms import SourceForm
from aisance.surveys.gateways.reviews.queries import source_seen_by, sources_seen_by
from aisance.surveys.gateways.reviews.services import change_source, close_source, erase_review, make_source, new_key
from aisance.surveys.gateways.reviews.signing import key_of
from aisance.surveys.models import Review, ReviewSource
from aisance.surveys.permissions import EDIT_REVIEW_SOURCES, ERASE_REVIEWS


@requires(EDIT_REVIEW_SOURCES)
def source_list(request: ViewerRequest) -> HttpResponse:
    """Every source with what came from it."""
    return render(request, "surveys/reviews/list.html", {"lines": sources_seen_by(request.viewer)})


@requires(EDIT_REVIEW_SOURCES)
def source_new(request: ViewerRequest) -> HttpResponse:
    """A new source."""
    form = SourceForm(request.viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        make_source(code=code, terms=form.terms(), by=request.viewer)
        messages.success(request, _("The source is there. Make its key to let it bring reviews by itself."))
        return redirect("review-source", code=code)
    return _drawn(request, form, None)


@requires(EDIT_REVIEW_SOURCES)
def source_detail(request: ViewerRequest, code: str) -> HttpResponse:
    """One source: its address, its key, and what it says of itself, to be changed."""
    source = _source(request, code)
    form = SourceForm(request.viewer, request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        change_source(source_id=source.pk, terms=form.terms(), by=request.viewer)
        messages.success(request, _("The source is changed."))
        return redirect("review-source", code=code)
    return _drawn(request, form, source)


def _drawn(request: ViewerRequest, form: SourceForm, source: ReviewSource | None) -> HttpResponse:
    context = {"form": form, "source": source, **(_joined(source) if source else {})}
    return render(request, "surveys/reviews/edit.html", context, status=422 if form.is_bound else 200)


def _joined(source: ReviewSource) -> dict[str, Any]:
    """What whoever brings reviews needs."""
    is_open = bool(source.key_number) and source.closed_at is None
    return {
        "address": f"{settings.ENVIRONMENT.base_url}{reverse('hook-reviews', kwargs={'code': source.code})}",
        "key": key_of(settings.SECRET_KEY, source.code, source.key_number) if is_open else "",
        "former_until": source.former_until if source.former_until and source.former_until > clock.now() else None,
    }


def _source(request: ViewerRequest, code: str) -> ReviewSource:
    found = source_seen_by(request.viewer, code)
    if found is None:
        raise Http404
    return found


def _doing(service: Callable[..., None], done: Any) -> Callable[..., HttpResponseBase]:
    @requires(EDIT_REVIEW_SOURCES)
    @require_POST
    def view(request: ViewerRequest, code: str) -> HttpResponse:
        service(source_id=_source(request, code).pk, by=request.viewer)
        messages.success(request, done)
        return redirect("review-source", code=code)

    return view


source_key = _doing(new_key, gettext_lazy("The new key is in force; the one before is good for a day more."))
source_close = _doing(close_source, gettext_lazy("Nothing comes in from this source by itself any more."))


@requires(ERASE_REVIEWS)
@require_POST
def review_erase(request: ViewerRequest, response_id: int) -> HttpResponse:
    """Forget who wrote a review, and what."""
    rows = Review.objects.filter(request.viewer.scope(ERASE_REVIEWS).rows("response__unit"), erased_at=None)
    if not rows.filter(pk=response_id).exists():
        raise Http404
    erase_review(response_id=response_id, by=request.viewer)
    messages.success(request, _("Its author and words are forgotten; the rating stays in its figures."))
    return redirect("answer-list")
