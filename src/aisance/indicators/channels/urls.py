"""The pages of this room."""

from django.urls import path

from aisance.indicators.channels import views

urlpatterns = [path("channels/", views.show_channels, name="channel-ranking")]
