"""The pages of this room."""

from django.urls import path

from aisance.indicators.asked import views

urlpatterns = [path("asked/", views.show_asked, name="asked")]
