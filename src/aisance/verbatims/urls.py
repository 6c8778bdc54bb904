"""The pages of this domain."""

from django.urls import URLPattern, path

from aisance.verbatims import views
from aisance.verbatims.telling import listing, pages

urlpatterns: list[URLPattern] = [
    path("words/", views.theme_list, name="theme-list"),
    path("words/weight/", pages.show_weight, name="words-weight"),
    path("words/score/", pages.show_score, name="words-score"),
    path("words/new/", pages.show_emerging, name="words-emerging"),
    path("words/map/", pages.show_map, name="words-map"),
    path("words/periods/", pages.show_periods, name="words-periods"),
    path("words/contradictions/", listing.show_contradictions, name="words-contradictions"),
    path("words/contradictions/<int:pk>/", listing.mark_contradiction, name="words-contradiction-seen"),
    path("words/search/", listing.show_search, name="words-search"),
    path("words/text/<int:pk>/", listing.show_text, name="words-detail"),
    path("words/<str:code>/", views.theme_detail, name="theme-detail"),
]
