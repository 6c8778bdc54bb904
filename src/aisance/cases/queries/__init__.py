"""Reads of cases; the first argument says who is asking."""
