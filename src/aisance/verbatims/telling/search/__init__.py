"""Finds texts by words: accents and forms do not matter, and by themes what means nearly the same."""
