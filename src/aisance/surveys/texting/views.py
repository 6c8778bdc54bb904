"""Short links lead to the page of the invitation. Following one records nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aisance.surveys.models import Invitation
from aisance.surveys.texting.links import read_code
from aisance.surveys.tokens import signed_place
from aisance.surveys.views.customer_pages import customer_page, say, speak

WHY_OPEN = "A customer follows the unguessable short link of a text message."


@customer_page(WHY_OPEN)
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """To the questions of the invitation."""
    read = read_code(code)
    token = Invitation.objects.filter(pk=read[0]).values_list("token", flat=True).first() if read else None
    if read is None or token is None:
        speak(request)
        return say(request, "unknown", 404)
    return redirect(reverse("answer", kwargs={"signed": signed_place(token, read[1])}))
