"""One's own settings."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.accounts.forms import SettingsForm
from aisance.accounts.models import Person
from aisance.accounts.permissions import OWN_SETTINGS
from aisance.accounts.services import change_person
from aisance.core.permissions import ViewerRequest, requires


@requires(OWN_SETTINGS)
def own_settings(request: ViewerRequest) -> HttpResponse:
    person = get_object_or_404(Person, pk=request.viewer.person_id)
    held = {"name": person.name, "language": person.language, "theme": person.theme}
    form = SettingsForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        change_person(person_id=person.pk, by=request.viewer, **form.cleaned_data)
        translation.activate(form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        return redirect("own-settings")
    context = {"form": form, "person": person, "second_factor": is_mfa_enabled(person)}
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)
