"""The forms of the entrance in the words of the house: one word for one thing, and no text that vanishes on typing."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _in_our_words(fields: dict[str, forms.Field], address: str) -> None:
    fields[address].label = _("E-mail address")
    for field in fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password; the page itself says where to go with a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, "login")
        self.fields["password"].help_text = ""


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields, "email")
