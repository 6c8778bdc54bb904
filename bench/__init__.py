"""Measurements, side by side in one run: `make bench`, `make bench ONLY=ingest SCALE=small`."""
