"""Channels by ease, for the same mix of reasons, and which one to suggest."""
