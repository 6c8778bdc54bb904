"""The pages of pressure."""

from django.urls import path

from aisance.outreach.pressure import views

urlpatterns = [
    path("outreach/pressure/", views.pressure_overview, name="pressure"),
    path("outreach/pressure/rules/new", views.rule_add, name="pressure-rule-add"),
    path("outreach/pressure/rules/<slug:code>", views.rule_edit, name="pressure-rule"),
    path("outreach/pressure/rules/<slug:code>/remove", views.rule_remove, name="pressure-rule-remove"),
]
