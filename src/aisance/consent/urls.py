"""The addresses of consent."""

from django.urls import path

from aisance.consent.views import beside_services, preferences, purposes, staff

__all__ = ["beside_services", "urlpatterns"]  # the first is shown on a page of customers

urlpatterns = [
    path("preferences/confirm/<str:signed>/", preferences.confirm, name="preferences-confirm"),
    path("preferences/<str:signed>/", preferences.preferences, name="preferences"),
    path("preferences/<str:signed>/stop/", preferences.stop, name="preferences-stop"),
    path("preferences/<str:signed>/stop/<slug:purpose>/", preferences.stop, name="preferences-stop-one"),
    path("consent/", staff.consent_ledger, name="consent-ledger"),
    path("consent/purposes/", purposes.purpose_list, name="consent-purposes"),
    path("consent/purposes/new/", purposes.purpose_add, name="consent-purpose-add"),
    path("consent/purposes/<slug:code>/", purposes.purpose_edit, name="consent-purpose"),
    path("customers/<int:customer_id>/consent/", staff.consent_record, name="consent-record"),
    path("customers/<int:customer_id>/consent/proof/", staff.consent_proof, name="consent-proof"),
]
