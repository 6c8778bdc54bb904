"""The pages of this domain."""

from django.urls import path

from aisance.cases.alerts import views as alerts
from aisance.cases.bridges.urls import urlpatterns as bridges
from aisance.cases.calendars.views import hours_edit, hours_list
from aisance.cases.desk.urls import urlpatterns as desk
from aisance.cases.gestures.urls import urlpatterns as gestures
from aisance.cases.views import telling as telling  # its tellers and blocks register themselves
from aisance.cases.views.people import away, people, person_work
from aisance.cases.views.solved import solved

urlpatterns = [
    path("solved/<str:signed>/", solved, name="case-solved"),
    path("acting/rules/", alerts.rule_list, name="alert-rules"),
    path("acting/rules/add/", alerts.rule_add, name="alert-rule-add"),
    path("acting/rules/<slug:code>/", alerts.rule_edit, name="alert-rule"),
    path("acting/rules/<slug:code>/switch/", alerts.rule_switch, name="alert-rule-switch"),
    path("acting/hours/", hours_list, name="hours-list"),
    path("acting/hours/<slug:code>/", hours_edit, name="hours-edit"),
    path("acting/people/", people, name="work-people"),
    path("acting/people/<int:person_id>/", person_work, name="work-person"),
    path("acting/away/", away, name="work-away"),
    *bridges,
    *gestures,  # before the desk: its acts take any word behind a number
    *desk,
]
