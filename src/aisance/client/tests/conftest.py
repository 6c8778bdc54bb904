"""The server of these tests."""

from aisance.client.tests.server import server

__all__ = ["server"]
