"""Base templates, components, static files, and the small drawings of the house."""
