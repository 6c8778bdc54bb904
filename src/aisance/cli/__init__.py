"""The `aisance` command."""
