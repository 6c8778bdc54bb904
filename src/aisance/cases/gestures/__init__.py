"""Gestures with autonomy: a catalogue, who grants up to what, requests above it, what came of them."""
