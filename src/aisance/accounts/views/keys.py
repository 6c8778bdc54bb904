"""API keys."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aisance.accounts.forms import ApiKeyForm
from aisance.accounts.permissions import ADMINISTER
from aisance.accounts.queries import api_keys_in
from aisance.accounts.services import create_api_key, note_keys_taken, revoke_api_key
from aisance.accounts.sheets import sheet_of_keys
from aisance.accounts.views.frame import page_of, taken
from aisance.core.permissions import RIGHTS, ViewerRequest, requires
from aisance.ui.sheets import wanted


@requires(ADMINISTER)
def keys(request: ViewerRequest) -> HttpResponseBase:
    found = api_keys_in(request.viewer)
    if file := wanted(request):
        return taken(request, file, sheet_of_keys(found), note_keys_taken, "api-keys")
    rows = [(key, [RIGHTS[code].title for code in key.scopes if code in RIGHTS]) for key in found]
    return page_of(request, "keys", "accounts/keys.html", {"keys": rows})


@requires(ADMINISTER)
@never_cache
def add(request: ViewerRequest) -> HttpResponse:
    """The new key is in the answer to the POST itself: a redirect would have to keep it somewhere on the way."""
    form = ApiKeyForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        scopes = [RIGHTS[code] for code in words["scopes"]]
        key, text = create_api_key(name=words["name"], unit_id=words["unit"], scopes=scopes, by=request.viewer)
        return page_of(request, "keys", "accounts/key_made.html", {"key": key, "text": text}, status=201)
    return page_of(request, "keys", "accounts/key_add.html", {"form": form}, status=422 if form.errors else 200)


@requires(ADMINISTER)
@require_POST
def revoke(request: ViewerRequest, key_id: int) -> HttpResponse:
    key = get_object_or_404(api_keys_in(request.viewer), pk=key_id)
    revoke_api_key(key_id=key.pk, by=request.viewer)
    return redirect("key-list")
