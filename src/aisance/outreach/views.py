"""The pages of outgoing messages."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Right, Viewer, ViewerRequest, requires
from aisance.outreach.channels.sms.lengths import measure, simplified
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.forms import MessageFilter
from aisance.outreach.models import Message
from aisance.outreach.permissions import RETRY_MESSAGES, VIEW_MESSAGES
from aisance.outreach.queries import Listed, answers_to, message_of, messages_newest_first
from aisance.outreach.refusals import REASONS, why_not_sent
from aisance.outreach.rules import without_links
from aisance.outreach.services import retry
from aisance.outreach.services.exporting import note_messages_taken
from aisance.outreach.sheets import sheet_of_messages
from aisance.ui.sheets import Wanted, wanted

STATES = {
    Message.State.PENDING: gettext_lazy("It leaves as soon as the other side takes it."),
    Message.State.HANDED_OVER: gettext_lazy("It is leaving right now; the other side has not answered yet."),
    Message.State.SENT: gettext_lazy("The other side took it and said so."),
    Message.State.UNACKNOWLEDGED: gettext_lazy(
        "It was handed over, but its receipt was lost. It counts as sent and is not sent again, so that "
        "nobody is asked twice."
    ),
    Message.State.FAILED: gettext_lazy("It did not reach the customer."),
}

NOT_RETRIED = {
    "asked_to_stop": gettext_lazy("Not sent: the customer asked for no more messages of this kind."),
    "paused": gettext_lazy("Not sent: the customer asked for a pause."),
    "no_consent": gettext_lazy("Not sent: the customer has not agreed to messages of this kind."),
    "restricted": gettext_lazy("Not sent: the customer asked that their data be kept and not used."),
    "not_failed": gettext_lazy("Only a message that was not sent can be sent again."),
}


@requires(VIEW_MESSAGES)
@require_safe
def outgoing_list(request: ViewerRequest) -> HttpResponseBase:
    """The outgoing messages, newest first."""
    state, what = request.GET.get("state", ""), request.GET.get("what", "")
    rows = messages_newest_first(request.viewer, state, what)
    if file := wanted(request):
        return _taken(file, rows, request)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    hidden = 0 if what else messages_newest_first(request.viewer, state, Listed.CONFIRMATIONS).count()
    context = {"page": page, "form": MessageFilter(request.GET), "hidden": hidden}
    return render(request, "outreach/outgoing_list.html", context)


def _taken(file: Wanted, rows: QuerySet[Message], request: ViewerRequest) -> HttpResponseBase:
    """The list as a file, on record."""
    sheet = sheet_of_messages(rows)
    answer = file.of(sheet, "outgoing", request.GET.get("state", ""), clock.today().isoformat())
    if answer.status_code == HTTPStatus.OK:
        note_messages_taken(rows=sheet.length, form=file.form.extension, by=request.viewer)
    return answer


@requires(VIEW_MESSAGES)
@require_safe
def outgoing_detail(request: ViewerRequest, message_id: int) -> HttpResponse:
    """One message as the customer sees it, and where it stands."""
    message = _message(request.viewer, message_id, VIEW_MESSAGES)
    hidden = settings.ENVIRONMENT.mode == "production"  # elsewhere a newcomer clicks them to see what customers see
    context = {
        "message": message,
        "body": without_links(message.body, settings.BASE_URL) if hidden else message.body,
        "links_hidden": hidden,
        "explanation": STATES[Message.State(message.state)],
        "reason": why_not_sent(message.reason),
        "answer": "" if message.reason in REASONS else message.reason,
        "length": measure(simplified(message.body)) if message.channel == MessageChannel.SMS else None,
        "answers": answers_to(message),
        "may_retry": message.state == Message.State.FAILED and request.viewer.holds(RETRY_MESSAGES),
    }
    return render(request, "outreach/outgoing_detail.html", context)


@requires(RETRY_MESSAGES)
@require_POST
def outgoing_retry(request: ViewerRequest, message_id: int) -> HttpResponse:
    """Let a failed message leave again."""
    match retry(_message(request.viewer, message_id, RETRY_MESSAGES), by=request.viewer):
        case Refused(reason):
            messages.error(request, NOT_RETRIED[reason])
        case _:
            messages.success(request, _("It leaves again in a moment."))
    return redirect("outgoing-detail", message_id)


def _message(viewer: Viewer, message_id: int, right: Right) -> Message:
    try:
        return message_of(viewer, message_id, right)
    except Message.DoesNotExist:
        raise Http404 from None
