"""The pages of this domain."""

from django.urls import URLPattern

from aisance.improvement.causes.urls import urlpatterns as causes
from aisance.improvement.plans.urls import urlpatterns as plans

urlpatterns: list[URLPattern] = [*causes, *plans]
