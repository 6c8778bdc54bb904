"""Journeys, steps, channels, contact reasons, and the ledger of interactions with its importers."""
