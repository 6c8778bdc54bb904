"""Reads what customers write: pure, offline, without a database. The door is `reading.read`."""
