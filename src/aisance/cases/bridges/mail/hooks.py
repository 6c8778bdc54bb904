"""Where a mail server or a provider brings mail as it came over the wire, one a request."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from aisance.accounts.public import client_network
from aisance.cases.bridges.mail.receiving import receive
from aisance.core.credentials import is_signed, shows_secret
from aisance.core.limits import Limit
from aisance.core.permissions import open_to_all

WRONG_SECRETS = Limit(amount=20, seconds=60)


@open_to_all("A mail server brings mail here; it shows the secret that it was given, or signs with it.")
@csrf_exempt
@require_POST
def hook_mail_in(request: HttpRequest) -> HttpResponse:
    """Take in the mail in the body. 204 says that it is on the disk; whoever hears something else brings it again."""
    if wait := WRONG_SECRETS.wait(client_network(request)):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return HttpResponse(status=413 if length.isdecimal() else 411)
    secret = settings.ENVIRONMENT.mail_hook_secret
    if not (shows_secret(request, secret) or is_signed(request, secret)):
        wait = WRONG_SECRETS.knock(client_network(request))
        refused = HttpResponse(status=429 if wait else 401)
        refused["WWW-Authenticate"] = 'Basic realm="aisance"'
        return refused
    if not request.body.strip():
        return HttpResponse("The body is empty.", status=400, content_type="text/plain")
    receive(request.body)
    return HttpResponse(status=204)
