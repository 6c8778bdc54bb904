"""Aisance: a company steers its customer relationship with honest figures."""

__version__ = "0.1.0"
