"""The pages of this domain."""

from django.urls import path

from aisance.surveys.views import answering

urlpatterns = [
    path("a/<str:signed>/", answering.begin, name="answer"),
    path("a/<str:signed>/<int:number>/", answering.answer, name="answer-question"),
    path("a/<str:signed>/thanks/", answering.thank, name="answer-thanks"),
    path("a/<str:signed>/stop/", answering.stop, name="answer-stop"),
]
