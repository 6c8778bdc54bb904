"""The pages of this domain."""

from django.urls import URLPattern, path

from aisance.verbatims import views

urlpatterns: list[URLPattern] = [
    path("words/", views.theme_list, name="theme-list"),
    path("words/<str:code>/", views.theme_detail, name="theme-detail"),
]
