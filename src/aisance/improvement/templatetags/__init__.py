"""Tags of the pages of improvement."""
