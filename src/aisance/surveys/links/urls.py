"""The pages of links, below their programme."""

from django.urls import path

from aisance.surveys.gateways.paper import views as paper
from aisance.surveys.links import views

HERE = "programmes/<slug:code>/links/"
ONE = f"{HERE}<str:link>/"

urlpatterns = [
    path(HERE, views.link_list, name="link-list"),
    path(f"{HERE}new/", views.link_new, name="link-new"),
    path(ONE, views.link_detail, name="link-detail"),
    path(f"{ONE}edit/", views.link_edit, name="link-edit"),
    path(f"{ONE}close/", views.link_close, name="link-close"),
    path(f"{ONE}open/", views.link_reopen, name="link-reopen"),
    path(f"{ONE}qr.<str:form>", views.link_qr, name="link-qr"),
    path(f"{ONE}poster-<str:size>.pdf", views.link_poster, name="link-poster"),
    path(f"{ONE}form.pdf", paper.paper_form, name="paper-form"),
    path(f"{ONE}entry/", paper.paper_entry, name="paper-entry"),
    path(f"{ONE}twice/", paper.paper_twice, name="paper-twice"),
]
