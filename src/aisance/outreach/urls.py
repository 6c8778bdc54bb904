"""The pages of this domain."""

from django.urls import path

from aisance.outreach import views

urlpatterns = [
    path("outgoing/", views.outgoing_list, name="outgoing-list"),
    path("outgoing/<int:message_id>/", views.outgoing_detail, name="outgoing-detail"),
    path("outgoing/<int:message_id>/retry/", views.outgoing_retry, name="outgoing-retry"),
]
