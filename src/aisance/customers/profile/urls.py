"""The pages of profiles."""

from django.urls import path

from aisance.customers.profile import desk_views, field_views, further_views, service_views

urlpatterns = [
    path("customers/fields/", field_views.field_list, name="profile-fields"),
    path("customers/fields/pace", field_views.pace_set, name="profile-pace"),
    path("customers/fields/new", field_views.field_add, name="profile-field-add"),
    path("customers/fields/<slug:code>/", field_views.field_edit, name="profile-field"),
    path("customers/fields/<slug:code>/remove", field_views.field_retire, name="profile-field-retire"),
    path("customers/collecting/", field_views.collecting, name="profile-collecting"),
    path("customers/services/new", field_views.service_add, name="service-add"),
    path("customers/services/<slug:code>/", field_views.service_edit, name="service-edit"),
    path("customers/<int:customer_id>/profile/<slug:code>/", desk_views.profile_answer, name="profile-answer"),
    path("customers/<int:customer_id>/profile/<slug:code>/remove", desk_views.profile_remove, name="profile-remove"),
    path("customers/<int:customer_id>/book/new", desk_views.note_add, name="note-add"),
    path("customers/book/sensitive/", desk_views.sensitive_notes, name="notes-sensitive"),
    path("customers/book/<int:note_id>/", desk_views.note_edit, name="note-edit"),
    path("customers/book/<int:note_id>/remove", desk_views.note_remove, name="note-remove"),
    path("customers/book/<int:note_id>/strike", desk_views.note_strike, name="note-strike"),
    path("one-more/<str:signed>/", further_views.further_question, name="further-question"),
    path("services/<str:signed>/", service_views.services_page, name="services"),
    path("services/<str:signed>/<slug:code>/", service_views.service_page, name="service"),
]
