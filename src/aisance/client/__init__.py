"""The Python door for analysts: indicators of a running Aisance as data frames.

    from aisance.client import connect

    aisance = connect("https://aisance.example", key)
    aisance.estimates("nps", by="channel")

It talks to the API and to nothing else: it needs neither Django nor the rest of this package (`aisance[client]`).
"""

from aisance.client.connection import Aisance, connect
from aisance.client.plan import Need, Plan
from aisance.client.problems import AisanceError
from aisance.client.why import Why

__all__ = ["Aisance", "AisanceError", "Need", "Plan", "Why", "connect"]
