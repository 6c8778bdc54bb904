"""The pages of this domain."""

from django.urls import URLPattern

from aisance.customers.bringing.urls import urlpatterns as bringing
from aisance.customers.identity.urls import urlpatterns as identity
from aisance.customers.profile.urls import urlpatterns as profile
from aisance.customers.segments.urls import urlpatterns as segments

urlpatterns: list[URLPattern] = [*identity, *profile, *segments, *bringing]
