"""The pages of questionnaires."""

from django.urls import path

from aisance.surveys.questionnaires import editing, preview, views
from aisance.surveys.questionnaires.exchange import views as exchange

ITEM = "questionnaires/<slug:code>/items/<slug:item>/"

urlpatterns = [
    path("questionnaires/", views.questionnaire_list, name="questionnaire-list"),
    path("questionnaires/new/", views.questionnaire_new, name="questionnaire-new"),
    path("questionnaires/import/", exchange.questionnaire_import, name="questionnaire-import"),
    path("questionnaires/<slug:code>/", views.questionnaire_detail, name="questionnaire-detail"),
    path("questionnaires/<slug:code>/add/", editing.item_add, name="questionnaire-add"),
    path("questionnaires/<slug:code>/begin/", views.begin_draft, name="questionnaire-begin"),
    path("questionnaires/<slug:code>/bring-back/", views.bring_back, name="questionnaire-bring-back"),
    path("questionnaires/<slug:code>/discard/", views.discard, name="questionnaire-discard"),
    path("questionnaires/<slug:code>/export/", exchange.questionnaire_export, name="questionnaire-export"),
    path("questionnaires/<slug:code>/frame/", editing.frame_edit, name="questionnaire-frame"),
    path("questionnaires/<slug:code>/languages/", editing.language_change, name="questionnaire-language"),
    path("questionnaires/<slug:code>/phone/", preview.phone, name="questionnaire-phone"),
    path("questionnaires/<slug:code>/publish/", views.publish, name="questionnaire-publish"),
    path("questionnaires/<slug:code>/retire/", views.retire, name="questionnaire-retire"),
    path("questionnaires/<slug:code>/versions/<int:number>/", views.version_detail, name="questionnaire-version"),
    path("questionnaires/<slug:code>/words/<slug:language>/", editing.words_edit, name="questionnaire-words"),
    path(ITEM, editing.item_edit, name="questionnaire-item"),
    path(f"{ITEM}act/", editing.item_act, name="questionnaire-item-act"),
]
