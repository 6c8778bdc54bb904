"""Kind words about the people who helped: shown to them the same day, and on a wall for the service."""
