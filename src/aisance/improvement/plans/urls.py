"""The pages of plans."""

from django.urls import path

from aisance.improvement.plans import views

urlpatterns = [
    path("plans/", views.list_plans, name="plan-list"),
    path("plans/new/", views.add_plan, name="plan-add"),
    path("plans/<int:plan_id>/", views.show_plan, name="plan-detail"),
    path("plans/<int:plan_id>/<slug:step>/", views.move_plan, name="plan-move"),
]
