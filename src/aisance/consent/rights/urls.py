"""The addresses of the rights of customers."""

from django.urls import path

from aisance.consent.rights.views import block, handing, keeping, requests, steps

__all__ = ["block", "urlpatterns"]

urlpatterns = [
    path("data-protection/", requests.request_list, name="request-list"),
    path("data-protection/new/", requests.request_new, name="request-new"),
    path("data-protection/retention/", keeping.retention, name="retention"),
    path("data-protection/retention/<str:holding>/", keeping.retention_set, name="retention-set"),
    path("data-protection/register/", keeping.register, name="processing-register"),
    path("data-protection/<int:number>/", requests.request_detail, name="request-detail"),
    path("data-protection/<int:number>/data/", requests.request_dossier, name="request-dossier"),
    path("data-protection/<int:number>/<slug:step>/", steps.request_step, name="request-step"),
    path("my-data/<str:token>/", handing.receive, name="handover"),
    path("my-data/<str:token>/<str:ticket>/", handing.opened, name="handover-opened"),
]
