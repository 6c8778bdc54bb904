"""The pages of causes."""

from django.urls import path

from aisance.improvement.causes import views

urlpatterns = [
    path("causes/", views.show_causes, name="cause-list"),
    path("causes/cost/", views.set_cost, name="minute-cost"),
    path("causes/<str:code>/judge/", views.judge_cause, name="cause-judge"),
]
