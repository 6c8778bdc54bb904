"""The pages of segments."""

from django.urls import path

from aisance.customers.segments import views

urlpatterns = [
    path("customers/segments/", views.segment_list, name="segment-list"),
    path("customers/segments/new", views.segment_new, name="segment-new"),
    path("customers/segments/<slug:code>/", views.segment_detail, name="segment-detail"),
    path("customers/segments/<slug:code>/edit", views.segment_edit, name="segment-edit"),
    path("customers/segments/<slug:code>/retire", views.segment_retire, name="segment-retire"),
]
