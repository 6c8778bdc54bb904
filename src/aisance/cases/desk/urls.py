"""The addresses of the desk."""

from django.urls import path

from aisance.cases.desk.views import case, opening, queue, team, templates

urlpatterns = [
    path("cases/", queue.case_queue, name="case-queue"),
    path("cases/next/", queue.case_next, name="case-next"),
    path("cases/find/", queue.case_find, name="case-find"),
    path("cases/assign/", queue.case_assign, name="case-assign"),
    path("cases/open/<int:customer_id>/", opening.case_open, name="case-open"),
    path("cases/questions/<int:question_id>/", queue.case_question, name="case-question"),
    path("cases/team/", team.case_team, name="case-team"),
    path("cases/templates/", templates.template_list, name="reply-templates"),
    path("cases/templates/add/", templates.template_edit, name="reply-template-add"),
    path("cases/templates/<int:template_id>/", templates.template_edit, name="reply-template"),
    path("cases/templates/<int:template_id>/retire/", templates.template_retire, name="reply-template-retire"),
    path("cases/<slug:number>/", case.case_detail, name="case-detail"),
    path("cases/<slug:number>/presence/", case.case_presence, name="case-presence"),
    path("cases/<slug:number>/<slug:act>/", case.case_act, name="case-act"),
]
