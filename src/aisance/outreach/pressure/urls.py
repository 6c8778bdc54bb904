"""The pages of pressure."""

from django.urls import path

from aisance.outreach.pressure import hold_views, views

urlpatterns = [
    path("outreach/pressure/", views.pressure_overview, name="pressure"),
    path("outreach/pressure/holds/", hold_views.hold_list, name="hold-list"),
    path("outreach/pressure/holds/of/<int:customer_id>/", hold_views.hold_place, name="hold-place"),
    path("outreach/pressure/holds/<int:hold_id>/lift/", hold_views.hold_lift, name="hold-lift"),
    path("outreach/pressure/rules/new", views.rule_add, name="pressure-rule-add"),
    path("outreach/pressure/rules/<slug:code>", views.rule_edit, name="pressure-rule"),
    path("outreach/pressure/rules/<slug:code>/remove", views.rule_remove, name="pressure-rule-remove"),
]
