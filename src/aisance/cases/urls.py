"""The pages of this domain."""

from django.urls import path

from aisance.cases.desk.urls import urlpatterns as desk
from aisance.cases.views.solved import solved

urlpatterns = [
    path("solved/<str:signed>/", solved, name="case-solved"),
    *desk,
]
