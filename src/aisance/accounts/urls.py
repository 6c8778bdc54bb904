"""The pages of this domain."""

from django.urls import path

from aisance.accounts.views import keys, own, people, trail, units, webhooks

urlpatterns = [
    path("administration/", people.people, name="administration"),
    path("administration/people/add", people.add, name="person-add"),
    path("administration/people/<int:person_id>/", people.detail, name="person-detail"),
    path("administration/people/<int:person_id>/roles", people.give_role, name="role-give"),
    path("administration/people/<int:person_id>/close", people.close, name="person-close"),
    path("administration/people/<int:person_id>/reopen", people.reopen, name="person-reopen"),
    path("administration/people/<int:person_id>/invite", people.invite, name="person-invite"),
    path("administration/roles/<int:assignment_id>/take", people.take_role, name="role-take"),
    path("administration/units/", units.tree, name="unit-list"),
    path("administration/units/add", units.add, name="unit-add"),
    path("administration/units/<int:unit_id>/", units.rename, name="unit-rename"),
    path("administration/keys/", keys.keys, name="key-list"),
    path("administration/keys/add", keys.add, name="key-add"),
    path("administration/keys/<int:key_id>/revoke", keys.revoke, name="key-revoke"),
    path("administration/webhooks/", webhooks.webhooks, name="webhook-list"),
    path("administration/webhooks/add", webhooks.add, name="webhook-add"),
    path("administration/webhooks/<int:webhook_id>/", webhooks.detail, name="webhook-detail"),
    path("administration/webhooks/<int:webhook_id>/again", webhooks.tell_again, name="webhook-again"),
    path("administration/webhooks/<int:webhook_id>/remove", webhooks.remove, name="webhook-remove"),
    path("administration/audit/", trail.trail, name="audit-trail"),
    path("settings", own.own_settings, name="own-settings"),
]
