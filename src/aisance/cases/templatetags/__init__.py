"""The template tags of cases."""
