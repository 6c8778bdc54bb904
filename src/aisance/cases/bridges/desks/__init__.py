"""Tickets of other desks, in and out, through a mapping that a manager can change."""
