"""Every URL of the product."""

from django.urls import include, path

from aisance.project.api import api
from aisance.project.views import choose_language, health, start

urlpatterns = [
    # Patterns are tried from the top: first what programs and answering customers ask for, which is most of it.
    path("api/v1/", api.urls),
    path("", include("aisance.surveys.urls")),
    path("", include("aisance.indicators.urls")),
    path("", include("aisance.improvement.urls")),
    path("", include("aisance.advocacy.urls")),
    path("", include("aisance.cases.urls")),
    path("", include("aisance.boards.urls")),
    path("", include("aisance.journeys.urls")),
    path("", include("aisance.verbatims.urls")),
    path("", include("aisance.outreach.urls")),
    path("", include("aisance.customers.urls")),
    path("", include("aisance.consent.urls")),
    path("", include("aisance.consent.rights.urls")),
    path("", include("aisance.accounts.urls")),
    path("account/", include("aisance.accounts.entrance")),
    path("language", choose_language, name="set_language"),
    path("start", start, name="start"),
    path("health", health, name="health"),
]

handler404 = "aisance.project.views.not_found"
