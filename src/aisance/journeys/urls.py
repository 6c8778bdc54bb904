"""The pages of this domain."""

from django.urls import URLPattern, path

from aisance.journeys import contacts_view, views

urlpatterns: list[URLPattern] = [
    path("customers/", views.customer_list, name="customer-list"),
    path("customers/new", views.customer_add, name="customer-add"),
    path("customers/<int:customer_id>/", views.customer_detail, name="customer-detail"),
    path("contacts/", contacts_view.contact_list, name="contact-list"),
    path("journeys/", views.journey_list, name="journey-list"),
    path("journeys/<slug:journey_code>/steps/new", views.step_add, name="step-add"),
    path("journeys/steps/<slug:code>", views.step_rename, name="step-rename"),
    path("journeys/reasons/new", views.reason_add, name="reason-add"),
]
