"""Declared weightings: their pages, figures raw beside weighted, and whether those who answer resemble all others."""
