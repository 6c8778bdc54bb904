"""Mail that comes in: read, tied to its case, or set apart with the reason."""
