"""The addresses of bridges."""

from django.urls import path

from aisance.cases.bridges.mail import hooks, views

urlpatterns = [
    path("hooks/mail/in/", hooks.hook_mail_in, name="hook-mail-in"),
    path("acting/mail/", views.mail_list, name="mail-list"),
    path("acting/mail/terms/", views.mail_terms, name="mail-terms"),
    path("acting/mail/<int:mail_id>/", views.mail_detail, name="mail-detail"),
    path("acting/mail/<int:mail_id>/attach/", views.mail_attach, name="mail-attach"),
    path("acting/mail/<int:mail_id>/open/", views.mail_open, name="mail-open"),
    path("acting/mail/<int:mail_id>/aside/", views.mail_aside, name="mail-aside"),
    path("acting/mail/<int:mail_id>/files/<int:file_id>/", views.mail_file, name="mail-file"),
]
