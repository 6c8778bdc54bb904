"""Improvement plans: what is done about a cause, where it begins, and what it brought."""
