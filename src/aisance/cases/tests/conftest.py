"""The browsers of those who work at the desk."""

import pytest
from django.test import Client

from aisance.core.permissions import Role
from tests.cast import Cast


@pytest.fixture
def hugo(cast: Cast) -> Client:
    return cast.client(Role.ADVISOR)


@pytest.fixture
def samira(cast: Cast) -> Client:
    return cast.client(Role.SUPERVISOR)
