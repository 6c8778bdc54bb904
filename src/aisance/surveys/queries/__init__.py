"""Reads of surveys; the first argument says who is asking."""
