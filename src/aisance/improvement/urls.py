"""The pages of this domain."""

from django.urls import URLPattern

from aisance.improvement.causes.urls import urlpatterns as causes
from aisance.improvement.inner.urls import urlpatterns as inner
from aisance.improvement.partners.urls import urlpatterns as partners
from aisance.improvement.plans.urls import urlpatterns as plans

urlpatterns: list[URLPattern] = [*causes, *plans, *inner, *partners]
