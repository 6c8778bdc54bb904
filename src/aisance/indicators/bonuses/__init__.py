"""Bonuses on scores: where a figure pays somebody, it says so wherever it stands."""
