"""The indicators: one versioned definition each, estimates with their uncertainty, comparisons, the first page."""
