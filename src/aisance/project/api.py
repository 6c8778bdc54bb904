"""The API: one OpenAPI document over the routers of the domains."""

from ninja import NinjaAPI

from aisance.indicators.api import router as indicators
from aisance.journeys.api import router as journeys

api = NinjaAPI(
    title="Aisance",
    version="1",
    docs_url="/docs",
    openapi_url="/openapi.json",
    description="Record interactions and read indicators. Send your key as `Authorization: Bearer KEY`.",
)
api.add_router("/interactions", journeys)
api.add_router("/indicators", indicators)
