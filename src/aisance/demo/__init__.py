"""A fictional bilingual company with its cast and its planted stories; see docs/explanation/demo-company.md.

Everything is drawn from a seed and relative to today: the same day and seed give the same company.
"""
