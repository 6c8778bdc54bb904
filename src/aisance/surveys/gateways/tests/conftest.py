import pytest

from aisance.surveys.services.answering import _limit_of
from aisance.surveys.services.suspecting import BURST
from aisance.surveys.views.customer_pages import ADDRESS_LIMIT, LINK_LIMIT


@pytest.fixture(autouse=True)
def _calm() -> None:
    for limit in (LINK_LIMIT, ADDRESS_LIMIT, BURST):
        limit.forget()
    _limit_of.cache_clear()
