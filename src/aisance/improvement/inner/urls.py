"""The pages of inner feedback."""

from django.urls import path

from aisance.improvement.inner import views

urlpatterns = [
    path("inner/", views.list_inner, name="inner-list"),
    path("inner/<int:topic_id>/", views.answer_inner, name="inner-topic"),
    path("inner/<int:topic_id>/join/", views.join_inner, name="inner-join"),
    path("inner/<int:topic_id>/me-too/", views.add_me_too, name="inner-me-too"),
]
