"""The pages of this domain."""

from django.urls import path

from aisance.surveys.gateways.ivr.views import voice
from aisance.surveys.gateways.reviews.urls import urlpatterns as reviews
from aisance.surveys.gateways.widget.views import framed, widget_ask
from aisance.surveys.links.urls import urlpatterns as links
from aisance.surveys.questionnaires.urls import urlpatterns as questionnaires
from aisance.surveys.results.urls import urlpatterns as results
from aisance.surveys.texting import views as short_links
from aisance.surveys.views import (
    answering,
    answers,
    apart,
    decided,
    of_customer,
    open_links,
    programme_editing,
    programme_trying,
    programmes,
    questions,
    waves,
)

__all__ = ["of_customer", "urlpatterns"]  # the first tells on the page of customers

urlpatterns = [
    path("s/<str:code>", short_links.follow, name="answer-short"),
    path("a/<str:signed>/", answering.begin, name="answer"),
    path("a/<str:signed>/<int:number>/", answering.answer, name="answer-question"),
    path("a/<str:signed>/all/", answering.answer_all, name="answer-all"),
    path("a/<str:signed>/thanks/", answering.thank, name="answer-thanks"),
    path("a/<str:signed>/stop/", answering.stop, name="answer-stop"),
    path("l/<str:code>/ask/", widget_ask, name="widget-ask"),
    path("l/<str:code>/", framed(open_links.link_start), name="open-link"),
    path("l/<str:code>/<str:key>/", framed(open_links.link_screens), name="open-link-screens"),
    path("l/<str:code>/<str:key>/<int:number>/", framed(open_links.link_question), name="open-link-question"),
    path("l/<str:code>/<str:key>/all/", framed(open_links.link_all), name="open-link-all"),
    path("l/<str:code>/<str:key>/thanks/", framed(open_links.link_thanks), name="open-link-thanks"),
    path("v/<str:signed>/<str:form>/", voice, name="voice"),
    path("answers/apart/", apart.apart_list, name="apart-list"),
    path("answers/apart/change/", apart.apart_change, name="apart-change"),
    path("answers/", answers.answer_list, name="answer-list"),
    path("asked/decisions/", decided.decision_list, name="decision-list"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/new/", programme_editing.programme_new, name="programme-new"),
    path("programmes/<slug:code>/", programmes.programme_detail, name="programme-detail"),
    path("programmes/<slug:code>/decisions.csv", programmes.export_decisions, name="programme-decisions"),
    path("programmes/<slug:code>/dry-run/", programme_trying.programme_dry_run, name="programme-dry-run"),
    path("programmes/<slug:code>/edit/", programme_editing.programme_edit, name="programme-edit"),
    path("programmes/<slug:code>/name/", programme_editing.programme_name, name="programme-name"),
    path("programmes/<slug:code>/waves/new/", waves.wave_new, name="wave-new"),
    path("programmes/<slug:code>/waves/<int:number>/", waves.wave_detail, name="wave-detail"),
    path("programmes/<slug:code>/waves/<int:number>/draw/", waves.wave_draw, name="wave-draw"),
    path("programmes/<slug:code>/publish/", programmes.publish, name="programme-publish"),
    path("programmes/<slug:code>/switch-on/", programmes.start, name="programme-switch-on"),
    path("programmes/<slug:code>/stop/", programmes.stop, name="programme-stop"),
    path("questions/", questions.question_list, name="question-list"),
    path("questions/<slug:code>/retire/", questions.retire, name="question-retire"),
    *links,
    *questionnaires,
    *results,
    *reviews,
]
