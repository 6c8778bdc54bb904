"""The pages of this domain."""

from django.urls import path

from aisance.outreach import hooks, telling, views
from aisance.outreach.pressure.urls import urlpatterns as pressure

__all__ = ["telling", "urlpatterns"]  # the first tells on the page of customers

urlpatterns = [
    path("hooks/mail/", hooks.hear_mail, name="hook-mail"),
    path("hooks/sms/", hooks.hear_text, name="hook-sms"),
    path("hooks/sms/receipt/", hooks.hear_receipt, name="hook-sms-receipt"),
    path("outgoing/", views.outgoing_list, name="outgoing-list"),
    path("outgoing/<int:message_id>/", views.outgoing_detail, name="outgoing-detail"),
    path("outgoing/<int:message_id>/retry/", views.outgoing_retry, name="outgoing-retry"),
    *pressure,
]
