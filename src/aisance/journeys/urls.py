"""The pages of this domain."""

from django.urls import URLPattern, path

from aisance.journeys import advisors_view, contacts_view, customer_views, seeing, segment_view, views

__all__ = ["seeing", "urlpatterns"]  # the first says who may see a customer to the pages of customers

urlpatterns: list[URLPattern] = [
    path("customers/", customer_views.customer_list, name="customer-list"),
    path("customers/new", customer_views.customer_add, name="customer-add"),
    path("customers/<int:customer_id>/", customer_views.customer_detail, name="customer-detail"),
    path("customers/segments/<slug:code>/customers/", segment_view.segment_customers, name="segment-customers"),
    path("contacts/", contacts_view.contact_list, name="contact-list"),
    path("advisors/", advisors_view.advisor_names, name="advisor-names"),
    path("journeys/", views.journey_list, name="journey-list"),
    path("journeys/<slug:journey_code>/steps/new", views.step_add, name="step-add"),
    path("journeys/steps/<slug:code>", views.step_rename, name="step-rename"),
    path("journeys/reasons/new", views.reason_add, name="reason-add"),
]
