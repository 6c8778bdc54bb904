"""The pages of this domain."""

from django.urls import path

from aisance.indicators import definitions, views
from aisance.indicators.asked import urls as asked
from aisance.indicators.bonuses import urls as bonuses
from aisance.indicators.channels import urls as channels
from aisance.indicators.drift import urls as drift
from aisance.indicators.explaining import urls as explaining
from aisance.indicators.journeymap import urls as journeymap
from aisance.indicators.own import urls as own
from aisance.indicators.planning import urls as planning
from aisance.indicators.ranks import urls as ranks
from aisance.indicators.weighting import urls as weighting

# The page of one indicator comes last: its name would match the others' words.
urlpatterns = [
    path("", views.show_first_page, name="first-page"),
    path("indicators/", views.list_indicators, name="indicator-list"),
    path("indicators/chosen/", views.choose_scorecard, name="scorecard"),
    *own.urlpatterns,
    *explaining.urlpatterns,
    *drift.urlpatterns,
    *journeymap.urlpatterns,
    *channels.urlpatterns,
    *asked.urlpatterns,
    *bonuses.urlpatterns,
    *weighting.urlpatterns,
    *ranks.urlpatterns,
    *planning.urlpatterns,
    *definitions.urlpatterns,
]
