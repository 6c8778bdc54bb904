"""Ranking of many units, advisors, channels, reasons or steps: stabilised values, and ranks as sure as they can be."""
