"""The pages of this domain."""

from django.urls import URLPattern, path

from aisance.verbatims import views
from aisance.verbatims.codebook import views as editing
from aisance.verbatims.learning import views as correcting
from aisance.verbatims.telling import listing, pages
from aisance.verbatims.telling.assistant import views as summaries

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
    path("words/summary/", summaries.show_summary, name="words-summary"),
    path("words/text/<int:pk>/", listing.show_text, name="words-detail"),
    path("words/text/<int:pk>/correct/", correcting.words_correct, name="words-correct"),
    path("words/learning/", correcting.words_learning, name="words-learning"),
    path("words/learning/sample/", correcting.sample_add, name="words-sample-add"),
    path("words/learning/sample/<int:pk>/", correcting.words_coding, name="words-coding"),
    path("words/learning/model/<int:number>/leave/", correcting.model_leave, name="words-model-leave"),
    path("words/book/", editing.book_detail, name="book"),
    path("words/book/new/", editing.theme_add, name="book-theme-add"),
    path("words/book/publish/", editing.book_publish, name="book-publish"),
    path("words/book/discard/", editing.book_discard, name="book-discard"),
    path("words/book/force/<int:number>/", editing.book_force, name="book-force"),
    path("words/book/theme/<str:code>/", editing.theme_edit, name="book-theme"),
    path("words/book/theme/<str:code>/remove/", editing.theme_remove, name="book-theme-remove"),
    path("words/<str:code>/", views.theme_detail, name="theme-detail"),
]
