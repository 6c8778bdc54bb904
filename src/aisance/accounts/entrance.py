"""The pages of allauth that we open, each with what it declares; those we do not use answer 404.

The closed ones keep their names, since allauth asks for their addresses while it draws others.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, re_path

from aisance.accounts.permissions import OWN_SETTINGS
from aisance.core.permissions import View, open_to_all, requires


def unprocessable(view: View) -> View:
    """Answer 422 where a form was refused, as every page of the house does; allauth answers 200."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and request.method == "POST" and response.status_code == 200:
            form = (response.context_data or {}).get("form")
            if form is not None and form.errors:
                response.status_code = 422
        return response

    return answered


@open_to_all("Closed: answers 404 to everybody.")
def closed(request: HttpRequest, key: str = "") -> HttpResponse:
    """A page of allauth that the house does not use."""
    raise Http404


def _open(why: str, view: View) -> View:
    return open_to_all(why)(unprocessable(view))


own: Callable[[View], View] = requires(OWN_SETTINGS)
FORGOTTEN = "Whoever forgot their password, or never had one, is not signed in."

urlpatterns = [
    path("login/", _open("The sign-in page.", account.login), name="account_login"),
    path("logout/", _open("Signing out never fails; it takes a POST.", account.logout), name="account_logout"),
    path(
        "inactive/",
        _open("Says that an account is closed, to whom it was.", account.account_inactive),
        name="account_inactive",
    ),
    path("reauthenticate/", own(unprocessable(account.reauthenticate)), name="account_reauthenticate"),
    path("password/change/", own(unprocessable(account.password_change)), name="account_change_password"),
    path("password/reset/", _open(FORGOTTEN, account.password_reset), name="account_reset_password"),
    path("password/reset/done/", _open(FORGOTTEN, account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        _open(FORGOTTEN, account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _open(FORGOTTEN, account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", own(mfa.index), name="mfa_index"),
    path("second-factor/check/", _open("The second step of signing in.", mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/reauthenticate/", own(unprocessable(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path("second-factor/app/activate/", own(unprocessable(totp.activate_totp)), name="mfa_activate_totp"),
    path("second-factor/app/deactivate/", own(unprocessable(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("second-factor/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/generate/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-factor/codes/download/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<key>/", closed, name="account_confirm_email"),
    path("password/set/", closed, name="account_set_password"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
]
