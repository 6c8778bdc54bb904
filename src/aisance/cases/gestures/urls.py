"""The addresses of gestures."""

from django.urls import path

from aisance.cases.gestures.views import (
    budgets,
    catalogue,
    giving,
    listing,
    measuring,
    requests,
    telling,
    trying,
    verifying,
)

__all__ = ["telling", "urlpatterns"]

urlpatterns = [
    path("cases/<str:number>/gestures/", giving.case_gesture, name="case-gesture"),
    path("acting/gestures/", requests.requests, name="gesture-requests"),
    path("acting/gestures/<int:pk>/answer/", requests.answer, name="gesture-answer"),
    path("acting/gestures/<int:pk>/withdraw/", giving.gesture_withdraw, name="gesture-withdraw"),
    path("acting/gestures/all/", listing.gesture_list, name="gesture-list"),
    path("acting/gestures/try/", trying.gesture_try, name="gesture-try"),
    path("acting/gestures/outcomes/", measuring.gesture_outcomes, name="gesture-outcomes"),
    path("acting/gestures/held-back/", measuring.hold_back, name="gesture-hold-back"),
    path("acting/gestures/checks/", verifying.checks, name="gesture-checks"),
    path("acting/gestures/checks/seen/", verifying.check_seen, name="gesture-check-seen"),
    path("acting/gestures/budgets/", budgets.budgets, name="gesture-budgets"),
    path("acting/gestures/budgets/<int:pk>/remove/", budgets.budget_remove, name="gesture-budget-remove"),
    path("acting/gestures/kinds/", catalogue.catalogue, name="gesture-catalogue"),
    path("acting/gestures/kinds/new/", catalogue.kind_add, name="gesture-kind-add"),
    path("acting/gestures/kinds/<slug:code>/", catalogue.kind_edit, name="gesture-kind"),
    path("acting/gestures/kinds/<slug:code>/limits/", catalogue.limit_set, name="gesture-limit"),
    path("acting/gestures/kinds/<slug:code>/limits/<int:pk>/", catalogue.limit_remove, name="gesture-limit-remove"),
]
