"""The front door of surveys."""
