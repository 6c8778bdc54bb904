"""Corrections, the model that learns from them, and double coding."""
