"""The pages of this domain."""

from django.urls import path

from aisance.cases.bridges.urls import urlpatterns as bridges
from aisance.cases.desk.urls import urlpatterns as desk
from aisance.cases.gestures.urls import urlpatterns as gestures
from aisance.cases.views.solved import solved

urlpatterns = [
    path("solved/<str:signed>/", solved, name="case-solved"),
    *bridges,
    *gestures,  # before the desk: its acts take any word behind a number
    *desk,
]
