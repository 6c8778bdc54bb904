"""The pages of imports."""

from django.urls import path

from aisance.customers.bringing import views

urlpatterns = [
    path("customers/import/", views.import_list, name="import-list"),
    path("customers/import/<int:run_id>/", views.import_detail, name="import-detail"),
    path("customers/import/<int:run_id>/begin", views.import_begin, name="import-begin"),
    path("customers/import/<int:run_id>/drop", views.import_drop, name="import-drop"),
    path("customers/import/<int:run_id>/undo", views.import_undo, name="import-undo"),
    path("customers/import/<int:run_id>/refused", views.import_refused, name="import-refused"),
]
