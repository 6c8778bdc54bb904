"""The pages of results."""

from django.urls import path

from aisance.surveys.results import views

urlpatterns = [
    path("programmes/<slug:code>/results/", views.programme_results, name="programme-results"),
    path("questionnaires/<slug:code>/results/", views.questionnaire_results, name="questionnaire-results"),
]
