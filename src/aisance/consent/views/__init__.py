"""The pages of consent: for customers, and for staff."""
