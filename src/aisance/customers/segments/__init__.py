"""Segments: customers chosen by what they did and said, declared in a page and counted as one declares."""
