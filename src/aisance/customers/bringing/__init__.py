"""Bringing customers, purchases and visits in from files: what comes, what joins what, and taking it back."""
