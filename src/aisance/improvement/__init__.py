"""Removing causes: what each contact is worth, plans and their measured effect, inner feedback, partners."""
