"""Indicators that managers define: their pages, without code."""
