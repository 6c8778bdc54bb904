"""The pages of what gets in the way."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.core.permissions import Right, Viewer, ViewerRequest, requires
from aisance.improvement.contracts import ImprovementError
from aisance.improvement.inner.forms import AnswerForm, JoinForm, ReportForm
from aisance.improvement.inner.queries import (
    ENDED,
    TopicLine,
    counts_by_team,
    reports_shown,
    topic_lines,
    topic_seen,
    topics_seen,
)
from aisance.improvement.inner.rules import LEAST_REPORTS
from aisance.improvement.inner.services import answer_topic, join_topics, report, say_me_too
from aisance.improvement.inner.sheets import sheet_of_topics
from aisance.improvement.models import Topic
from aisance.improvement.permissions import ANSWER_INNER, REPORT_INNER
from aisance.improvement.wording import ABOUT_NAMES, TOPIC_NAMES
from aisance.ui.sheets import wanted

TONES = {"new": "attention"}


@requires(REPORT_INNER)
@require_http_methods(["GET", "HEAD", "POST"])
def list_inner(request: ViewerRequest) -> HttpResponseBase:
    """Report something in a minute; see what was reported and what became of it."""
    form = ReportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            report(**form.said, by=request.viewer)
        except ImprovementError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Thank you. What becomes of it stands here."))
            return redirect("inner-list")
    lines = topic_lines(request.viewer)
    if file := wanted(request):
        return file.of(sheet_of_topics(lines), "inner")
    page = {"form": form, "lines": [_line(line) for line in lines], **_for_who_answers(request.viewer)}
    return render(request, "improvement/inner/list.html", page, status=422 if form.is_bound else 200)


def _line(line: TopicLine) -> dict[str, Any]:
    return {
        "topic": line.topic,
        "n": line.reports,
        "mine": line.mine,
        "is_over": line.topic.status in ENDED,
        "status": TOPIC_NAMES[line.topic.status],
        "tone": TONES.get(line.topic.status, "plain"),
        "about": ABOUT_NAMES[line.topic.about],
        "key": uuid4().hex,
    }


def _for_who_answers(viewer: Viewer) -> dict[str, Any]:
    if not viewer.holds(ANSWER_INNER):
        return {"may_answer": False}
    return {"may_answer": True, "teams": counts_by_team(viewer), "least": LEAST_REPORTS}


def _topic(viewer: Viewer, topic_id: int, right: Right) -> Topic:
    topic = topic_seen(viewer, topic_id, right)
    if topic is None:
        raise Http404
    return topic


@requires(REPORT_INNER)
@require_POST
def add_me_too(request: ViewerRequest, topic_id: int) -> HttpResponse:
    """I have the same."""
    topic = _topic(request.viewer, topic_id, REPORT_INNER)
    if say_me_too(topic_id=topic.pk, key=request.POST.get("key", "")[:40] or uuid4().hex, by=request.viewer):
        messages.success(request, _("Counted."))
    return redirect("inner-list")


@requires(ANSWER_INNER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_inner(request: ViewerRequest, topic_id: int) -> HttpResponse:
    """The reports of one topic, and what becomes of it."""
    topic = _topic(request.viewer, topic_id, ANSWER_INNER)
    said = {"status": topic.status, "answer": topic.answer, "is_shared": topic.is_shared}
    form = AnswerForm(request.POST or None, initial=said)
    if form.is_bound and form.is_valid():
        try:
            answer_topic(topic_id=topic.pk, **form.said, by=request.viewer)
        except ImprovementError as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, _("Answered. Those who reported it see it."))
            return redirect("inner-list")
    others = topics_seen(request.viewer, ANSWER_INNER).exclude(pk=topic.pk)
    page = {
        "topic": topic,
        "about": ABOUT_NAMES[topic.about],
        "form": form,
        "join": JoinForm(others=others) if others.exists() else None,
        "reports": reports_shown(request.viewer, topic),
        "n": topic.reports.count(),
    }
    return render(request, "improvement/inner/topic.html", page, status=422 if form.is_bound else 200)


@requires(ANSWER_INNER)
@require_POST
def join_inner(request: ViewerRequest, topic_id: int) -> HttpResponse:
    """Two topics that say the same become one."""
    topic = _topic(request.viewer, topic_id, ANSWER_INNER)
    form = JoinForm(request.POST, others=topics_seen(request.viewer, ANSWER_INNER).exclude(pk=topic.pk))
    if not form.is_valid():
        messages.error(request, _("Choose the topic that says the same."))
        return redirect("inner-topic", topic.pk)
    into = form.cleaned_data["into"]
    join_topics(topic_id=topic.pk, into_id=into, by=request.viewer)
    messages.success(request, _("Joined: the reports stand together."))
    return redirect("inner-topic", into)
