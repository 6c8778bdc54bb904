"""The addresses of bridges."""

from django.urls import path

from aisance.cases.bridges.desks import views as desks
from aisance.cases.bridges.feed import views as feed
from aisance.cases.bridges.mail import hooks, views

urlpatterns = [
    path("hooks/mail/in/", hooks.hook_mail_in, name="hook-mail-in"),
    path("acting/desks/", desks.desk_list, name="desk-list"),
    path("acting/desks/<str:desk>/remove/", desks.desk_status_remove, name="desk-status-remove"),
    path("acting/desks/<str:desk>/ready/", desks.desk_ready, name="desk-ready"),
    path("cases/calendar/", feed.calendar_page, name="case-calendar-page"),
    path("cases/calendar/make/", feed.calendar_make, name="case-calendar-make"),
    path("cases/calendar/end/", feed.calendar_end, name="case-calendar-end"),
    path("cases/calendar/<str:signed>.ics", feed.calendar_feed, name="case-calendar"),
    path("acting/mail/", views.mail_list, name="mail-list"),
    path("acting/mail/terms/", views.mail_terms, name="mail-terms"),
    path("acting/mail/<int:mail_id>/", views.mail_detail, name="mail-detail"),
    path("acting/mail/<int:mail_id>/attach/", views.mail_attach, name="mail-attach"),
    path("acting/mail/<int:mail_id>/open/", views.mail_open, name="mail-open"),
    path("acting/mail/<int:mail_id>/aside/", views.mail_aside, name="mail-aside"),
    path("acting/mail/<int:mail_id>/files/<int:file_id>/", views.mail_file, name="mail-file"),
]
