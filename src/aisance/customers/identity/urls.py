"""The pages of recognition."""

from django.urls import path

from aisance.customers.identity import views

urlpatterns = [
    path("customers/review/", views.review, name="identity-review"),
    path("customers/review/<int:judgement_id>/", views.judge, name="identity-judge"),
    path("customers/review/<int:judgement_id>/take-back", views.take_back, name="identity-take-back"),
    path("customers/review/values/<int:placeholder_id>", views.placeholder_keep, name="identity-placeholder"),
    path("customers/<int:customer_id>/part", views.part, name="identity-part"),
]
