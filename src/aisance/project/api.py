"""The API: one OpenAPI document over the routers of the domains."""

from ninja import NinjaAPI

from aisance.accounts.public import api_key_auth
from aisance.cases.api import router as cases
from aisance.cases.bridges.desks.api import router as bridges
from aisance.cases.gestures.api import router as gestures
from aisance.consent.api import router as consents
from aisance.core.permissions import open_to_all
from aisance.customers.api import router as customers
from aisance.customers.profile.api import router as profiles
from aisance.improvement.causes.api import router as causes
from aisance.indicators.api import router as indicators
from aisance.indicators.asked.api import router as asked
from aisance.indicators.channels.api import router as channels
from aisance.indicators.drift.api import router as drifts
from aisance.indicators.explaining.api import router as explaining
from aisance.indicators.journeymap.api import router as journey_maps
from aisance.indicators.planning.api import router as planning
from aisance.indicators.ranks.api import router as ranks
from aisance.indicators.weighting.api import router as weighting
from aisance.indicators.weighting.listing import router as weightings
from aisance.journeys.api import router as journeys
from aisance.outreach.pressure.api import router as pressure
from aisance.project.api_docs import ReadablePage
from aisance.surveys.questionnaires.api import router as questionnaires

api = NinjaAPI(
    title="Aisance",
    version="1",
    docs=ReadablePage(),
    docs_url="/docs",
    openapi_url="/openapi.json",
    docs_decorator=open_to_all("The description of the API is the same for everybody and holds no data."),
    auth=api_key_auth,
    description="Record interactions and read indicators. Send your key as `Authorization: Bearer KEY`.",
)
api.add_router("/interactions", journeys)
api.add_router("/indicators", indicators)
api.add_router("/indicators", explaining)
api.add_router("/indicators", weighting)
api.add_router("/indicators", ranks)
api.add_router("/indicators", planning)
api.add_router("/weightings", weightings)
api.add_router("/drifts", drifts)
api.add_router("/channels", channels)
api.add_router("/cases", cases)
api.add_router("/gestures", gestures)
api.add_router("/bridges", bridges)
api.add_router("/causes", causes)
api.add_router("/asked", asked)
api.add_router("/journeys", journey_maps)
api.add_router("/outreach", pressure)
api.add_router("/consents", consents)
api.add_router("/customers", customers)
api.add_router("/customers", profiles)
api.add_router("/questionnaires", questionnaires)
