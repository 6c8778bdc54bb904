"""The pages of reviews."""

from django.urls import path

from aisance.surveys.gateways.reviews import hooks, views

HERE = "answers/sources/"
ONE = f"{HERE}<slug:code>/"

urlpatterns = [
    path("hooks/reviews/<slug:code>/", hooks.hear_reviews, name="hook-reviews"),
    path(HERE, views.source_list, name="review-sources"),
    path(f"{HERE}new/", views.source_new, name="review-source-new"),
    path(ONE, views.source_detail, name="review-source"),
    path(f"{ONE}key/", views.source_key, name="review-source-key"),
    path(f"{ONE}close/", views.source_close, name="review-source-close"),
    path("answers/<int:response_id>/erase/", views.review_erase, name="review-erase"),
]
