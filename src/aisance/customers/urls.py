"""The pages of this domain."""

from django.urls import URLPattern

from aisance.customers.profile.urls import urlpatterns as profile
from aisance.customers.segments.urls import urlpatterns as segments

urlpatterns: list[URLPattern] = [*profile, *segments]
