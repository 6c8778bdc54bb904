"""The pages of partners."""

from django.urls import path

from aisance.improvement.partners import views

urlpatterns = [
    path("partners/", views.list_partners, name="partner-list"),
    path("partners/set/", views.set_partners, name="partner-set"),
]
