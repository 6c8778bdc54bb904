"""Customers and the identifiers under which they are known."""
